import type { LogRule } from "../rule.ts";

/** The place that Python shows under a line of code. */
const MARKS = String.raw`\n(?:[ ~^]{1,400}\n)?`;
const NONE_ERROR = String.raw`(?:TypeError|AttributeError|ValueError): [^\n]{0,200}(?:NoneType|None\b)`;

/** What Python says of the project's own code, and of what the code finds around it. */
export const PYTHON_CODE_RULES: readonly LogRule[] = [
  {
    id: "python-relative-import",
    when: ["build", "runtime"],
    language: "python",
    signal: /ImportError: attempted relative import (?:with no known parent package|beyond top-level package)/,
    certainty: 3,
    title: "A relative import (from .x import y) runs in a file that belongs to no package",
    explanation:
      "The file was started directly, or from inside its folder, so Python does not know what the dot means.",
    fix: "Start it from the folder above, by its package: python -m app.main, uvicorn app.main:app, gunicorn app.main:app. Or write the import without the dot.",
    source: "captured",
    example: "ImportError: attempted relative import with no known parent package",
  },
  {
    id: "python-circular-import",
    when: ["build", "runtime"],
    language: "python",
    signal:
      /cannot import name '(?<name>\w{1,80})' from partially initialized module '(?<module>[\w.]{1,200})'|partially initialized module '(?<module>[\w.]{1,200})' has no attribute '(?<name>\w{1,80})'/,
    certainty: 3,
    explains: ["python-import-name"],
    title: "Two files import each other in a circle, {module} among them",
    explanation: "{name|What is wanted} is asked of {module} before its file was read to the end.",
    fix: "Move what both need (db, the models) into a third file, for example extensions.py, or move the import into the function that uses it.",
    source: "captured",
    example:
      "ImportError: cannot import name 'two' from partially initialized module 'b' (most likely due to a circular import) (/app/b.py)",
  },
  {
    id: "python-variable-none",
    when: ["build", "runtime"],
    language: "python",
    signal: /\b(?:getenv|environ\.get)\(["'](?<variable>\w{1,80})["']\)/,
    together: new RegExp(String.raw`\b(?:getenv|environ\.get)\(["']\w{1,80}["']\)[^\n]{0,200}${MARKS}${NONE_ERROR}`),
    certainty: 3,
    title: "A variable is missing: {variable}",
    explanation: "The code reads it and goes on with None, because the project has no such variable here.",
    fix: 'Add {variable} to the project\'s variables, or give a default in the code: os.getenv("{variable}", …).',
    source: "captured",
    example: 'WORKERS = int(os.getenv("WORKERS"))',
  },
  {
    id: "python-token-none",
    when: ["runtime"],
    language: "python",
    signal:
      /TypeError: expected token to be a str, received NoneType|TokenValidationError: Token is invalid! It must be 'str' type, not <class 'NoneType'>|ValueError: Token must contain a colon|InvalidToken: You must pass the token you received/,
    certainty: 3,
    explains: ["bot-token"],
    title: "The variable with the bot's token is not set",
    explanation: "The code reads its token from a variable (DISCORD_TOKEN, BOT_TOKEN or the like), and got none.",
    fix: "Add that variable with the token to the project's variables, under exactly the name that the code reads. The .env file of your computer is not here.",
    source: "captured",
    example: "TypeError: expected token to be a str, received NoneType instead",
  },
  {
    id: "python-folder-missing",
    when: ["build", "runtime"],
    language: "python",
    signal: /RuntimeError: Directory '(?<folder>[^'\n]{1,200})' does not exist/,
    certainty: 3,
    title: "The folder {folder} does not exist here",
    explanation:
      "Git keeps no empty folders, and a relative path counts from the folder in which the program is started.",
    fix: 'Commit a file in {folder} (.gitkeep), create it before (os.makedirs("{folder}", exist_ok=True)), or give its path from the file: Path(__file__).parent / "{folder}".',
    source: "captured",
    example: "RuntimeError: Directory 'static' does not exist",
  },
  {
    id: "python-log-folder",
    when: ["build", "runtime"],
    language: "python",
    signal: /FileNotFoundError: \[Errno 2\] No such file or directory: '(?<path>[^'\n]{1,300}\.log)'/,
    certainty: 2,
    explains: ["file-missing"],
    title: "The log file {path} cannot be made, because its folder does not exist",
    explanation: "Python's logging makes the file, not the folder, and Git keeps no empty folders.",
    fix: "Log to standard output (logging.StreamHandler), where AutoStack keeps it; or make the folder first with os.makedirs(…, exist_ok=True).",
    source: "captured",
    example: "FileNotFoundError: [Errno 2] No such file or directory: '/app/logs/app.log'",
  },
  {
    id: "python-extra-missing",
    when: ["build", "runtime"],
    language: "python",
    signal:
      /^(?:ImportError|RuntimeError|ModuleNotFoundError|AssertionError|ValueError): [^\n]{0,200}?(?:Form data requires "(?<package>[\w.-]{1,60})" to be installed|Missing optional dependency '(?<package>[\w.-]{1,60})'|please install "(?<package>[\w.[\],-]{1,60})"|(?:pip|uv|conda) install (?:-U |--upgrade )?['"`]?(?<package>[\w.-]{1,60}(?:\[[\w,-]{1,60}\])?)|(?<package>\w{1,40}) must be installed to use |the (?<package>greenlet) library is required|requires the (?<package>PyTorch|TensorFlow|SentencePiece) library but it was not found)/,
    together: /Traceback|\n {2}File "/,
    certainty: 3,
    explains: ["python-module-not-found"],
    title: "The package {package} is missing",
    explanation: "What the code uses needs it, and the library that asks for it does not install it by itself.",
    fix: "Add {package} to the requirements and commit them.",
    source: "captured",
    example: 'RuntimeError: Form data requires "python-multipart" to be installed.',
  },
  {
    id: "fastapi-route",
    when: ["build", "runtime"],
    language: "python",
    signal:
      /fastapi\.exceptions\.FastAPIError: (?<what>Invalid args for response field! Hint: check that [^\n]{1,160}? is a valid Pydantic field type|Prefix and path cannot be both empty)|AssertionError: (?<what>A path prefix must start with '\/'|Status code \d{3} must not have a response body|non-body parameters must be in path, query, header or cookie)|AssertionError: (?<what>Routed paths must start with '\/')/,
    certainty: 3,
    title: "A route of FastAPI is declared wrongly: {what}",
    explanation: "FastAPI reads the types of each route when it starts, and refuses what it cannot check.",
    fix: "Correct the route that the lines above name. For a type that is no pydantic model write Depends(…) in the parameter, or response_model=None in the route.",
    source: "captured",
    example:
      "fastapi.exceptions.FastAPIError: Invalid args for response field! Hint: check that <class 'main.Session'> is a valid Pydantic field type. If you are using a return type annotation that is not a valid Pydantic field",
  },
  {
    id: "python-event-loop",
    when: ["build", "runtime"],
    language: "python",
    signal:
      /RuntimeError: (?<what>asyncio\.run\(\) cannot be called from a running event loop|This event loop is already running|There is no current event loop in thread '[^'\n]{1,60}'|no running event loop|Cannot run the event loop while another loop is running)|ValueError: Can't patch loop of type|attached to a different loop/,
    certainty: 3,
    title: "Async code is started where it cannot be: {what|another event loop runs}",
    explanation:
      "uvicorn, Jupyter and bots run an event loop of their own; asyncio.run() wants none, get_event_loop() wants one that Python no longer makes.",
    fix: "Inside async code write await main() in place of asyncio.run(main()), and start tasks in a startup or lifespan function. At the top of a program write asyncio.run(main()). For nest_asyncio start uvicorn with --loop asyncio.",
    source: "captured",
    example: "RuntimeError: asyncio.run() cannot be called from a running event loop",
  },
  {
    id: "flask-context",
    when: ["build", "runtime"],
    language: "python",
    signal: /RuntimeError: Working outside of (?<context>application|request) context/,
    certainty: 3,
    title: "The code uses Flask's {context} before there is one",
    explanation: "current_app, db and request exist only while Flask handles something, not when the file is loaded.",
    fix: "Put it inside with app.app_context(): (for db.create_all() and scripts), or into the function of a route.",
    source: "captured",
    example: "RuntimeError: Working outside of application context.",
  },
  {
    id: "flask-twice",
    when: ["build", "runtime"],
    language: "python",
    signal:
      /View function mapping is overwriting an existing endpoint function: (?<name>[\w.]{1,100})|ValueError: The name '(?<name>[^'\n]{1,100})' is already registered for (?:this|a different) blueprint|A 'SQLAlchemy' instance has already been registered on this Flask app/,
    certainty: 3,
    title: "Two things in the Flask application have the same name: {name|the database}",
    explanation: "Two routes' functions, two blueprints, or two calls of init_app meet under one name.",
    fix: "Rename one of the functions (or give endpoint=…; use functools.wraps in decorators), and register each blueprint and extension once.",
    source: "captured",
    example: "AssertionError: View function mapping is overwriting an existing endpoint function: home",
  },
  {
    id: "python-encoding",
    when: ["build", "runtime"],
    language: "python",
    signal:
      /Unicode(?:De|En)codeError: '(?<codec>[\w-]{1,20})' codec can't (?<what>decode byte 0x[0-9a-f]{2}|encode characters?)[^\n]{0,100}/,
    certainty: 2,
    title: "A text is not {codec}, as the program assumes",
    explanation:
      "A file was saved in another encoding (Excel on Windows writes cp1252 or UTF-16), or is no text at all.",
    fix: 'Save the file as UTF-8, or name its encoding: open(path, encoding="cp1252"), pd.read_csv(path, encoding="latin-1"). For ascii set the variable PYTHONUTF8=1.',
    source: "captured",
    example: "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xe9",
  },
];
