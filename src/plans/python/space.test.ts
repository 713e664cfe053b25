import { expect, test } from "bun:test";
import { scan } from "../scan.ts";
import { treeOf } from "../source-tree.ts";

const planOf = (files: Record<string, string>) => scan(treeOf(files)).apps[0];
const head = (lines: string) => `---\ntitle: A\n${lines}---\n# A\n`;

test("a Space's kit is installed, in its version, beside what the project names", () => {
  const readme = head('sdk: gradio\nsdk_version: 4.44.0\napp_file: ui.py\npython_version: "3.10"\n');
  const plan = planOf({ "README.md": readme, "ui.py": "demo.launch()\n", "requirements.txt": "torch\n" });
  expect(plan).toMatchObject({
    framework: "Gradio",
    install: "pip install -r requirements.txt && pip install gradio==4.44.0",
    runtime: { version: "3.10", from: "README.md" },
  });
  expect(plan?.start).toEndWith(" python ui.py");
});

test("without any list of packages the kit is all that is installed", () => {
  const plan = planOf({ "README.md": head("sdk: streamlit\n"), "app.py": "import streamlit as st\n" });
  expect(plan).toMatchObject({ framework: "Streamlit", install: "pip install streamlit", packageManager: "pip" });
  expect(plan?.prepare).toBe("python3 -m venv .venv");
});

test("what the project lists itself is not installed again, and another README is none of a Space", () => {
  const files = { "app.py": "import gradio\ngradio.Interface().launch()\n", "requirements.txt": "gradio==5.1\n" };
  expect(planOf({ ...files, "README.md": head("sdk: gradio\n") })?.install).toBe("pip install -r requirements.txt");
  expect(planOf({ "README.md": "sdk: gradio\n", "app.py": "print(1)\n" })?.framework).toBeNull();
});

test("secrets that Streamlit takes from a file are a finding while the file is missing", () => {
  const ids = (files: Record<string, string>) => planOf(files)?.findings.map(({ id }) => id);
  const page = { "app.py": 'import streamlit as st\nst.secrets["KEY"]\n', "requirements.txt": "streamlit\n" };
  expect(ids(page)).toContain("streamlit-secrets");
  expect(ids({ ...page, ".streamlit/secrets.toml": 'KEY = "a"' })).not.toContain("streamlit-secrets");
});

test("the Debian packages of a packages.txt are installed for the pages of Streamlit and Gradio alone", () => {
  const list = { "packages.txt": "ffmpeg # sound\n\nlibgl1-mesa-glx\nnot a name\n" };
  const page = { "app.py": "import streamlit as st\n", "requirements.txt": "streamlit\n", ...list };
  expect(planOf(page)?.packages.run).toEqual(["ffmpeg", "libgl1"]);
  const demo = { "app.py": "gradio.Interface().launch()\n", "requirements.txt": "gradio\n", ...list };
  expect(planOf(demo)?.packages.run).toEqual(["ffmpeg", "libgl1"]);
  expect(planOf({ "app.py": "print(1)\n", ...list })?.packages.run).toEqual([]);
});
