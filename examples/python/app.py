import os
import platform

from flask import Flask, render_template

app = Flask(__name__)


@app.get("/")
def index():
    return render_template(
        "index.html",
        message=os.environ.get("MESSAGE", "Hello from Python"),
        deployment=os.environ.get("AUTOSTACK_DEPLOYMENT", "on this machine"),
        python=platform.python_version(),
    )


@app.get("/health")
def health():
    return "ok\n"
