import type { LogRule } from "../rule.ts";

/** Python modules that no package holds, and versions that the Python here cannot have. */
export const PYTHON_OWN_RULES: readonly LogRule[] = [
  {
    id: "python-start-module",
    when: ["runtime"],
    language: "python",
    signal: /ModuleNotFoundError: No module named '(?<module>[\w.]{1,200})'/,
    together:
      /ModuleNotFoundError: (?<=(?:gunicorn|uvicorn)\/(?:util|importer)\.py", line \d{1,5}, in import_(?:app|from_string)\n(?: {2}(?!File "(?!<frozen|[^"\n]{1,300}importlib\/__init__\.py"))[^\n]{0,400}\n){1,24}ModuleNotFoundError: )No module named '[\w.]{1,200}'/,
    certainty: 3,
    explains: ["python-module-not-found", "python-own-module", "python-submodule-missing", "asgi-import"],
    title: "The start command names the module {module}, which is not there",
    explanation:
      "gunicorn or uvicorn itself asked for it: the folder or file is called otherwise, or lies in another folder than the start.",
    fix: "Correct the name in the start command (the folder that holds wsgi.py, asgi.py or main.py), or start in its parent folder: gunicorn --chdir backend, uvicorn --app-dir backend.",
    source: "captured",
    example: "ModuleNotFoundError: No module named 'myproject'",
  },
  {
    id: "python-own-module",
    when: ["build", "runtime"],
    language: "python",
    signal:
      /ModuleNotFoundError: No module named '(?<module>api|app|auth|config|core|crud|database|db|dependencies|extensions|forms|handlers|helpers|main|models|routers|routes|schemas|server|services|settings|src|utils|views)'/,
    certainty: 2,
    explains: ["python-module-not-found"],
    title: "The module {module} is not found, and is most likely the project's own",
    explanation:
      "Python looks in the folder it is started in, not beside the importing file. Or the file is not committed, or has other capital letters.",
    fix: "Start in the folder that holds {module} (uvicorn --app-dir, gunicorn --chdir), or import it by its package: from .{module} import … A package of this name would be a stranger's.",
    source: "captured",
    example: "ModuleNotFoundError: No module named 'database'",
  },
  {
    id: "python-own-file",
    when: ["build", "runtime"],
    language: "python",
    signal: /ModuleNotFoundError: No module named '(?<package>\w{1,80})\.(?<module>[\w.]{1,160})'/,
    together:
      /ModuleNotFoundError: No module named '(?<package>\w{1,80})\.[\w.]{1,160}'(?<=File "(?![^"\n]{0,300}(?:-packages|\/lib\/python))[^"\n]{0,300}\/\k<package>\/[^"\n]{1,300}", line \d{1,6}, in [^\n]{1,100}\n(?: {4}[^\n]{0,400}\n){0,3}ModuleNotFoundError: [^\n]{1,280})/,
    certainty: 3,
    explains: ["python-module-not-found", "python-submodule-missing"],
    title: "The project's own {package} has no {module}",
    explanation:
      "The folder {package} was found, this file in it was not. Linux tells Models.py from models.py, and macOS and Windows do not.",
    fix: "Write the name as the file has it, capital letters too, and look whether the file is committed (git ls-files {package}).",
    source: "captured",
    example: "ModuleNotFoundError: No module named 'app.models'",
  },
  {
    id: "python-submodule-missing",
    when: ["build", "runtime"],
    language: "python",
    signal: /ModuleNotFoundError: No module named '(?<package>\w{1,80})\.(?<module>[\w.]{1,160})'/,
    certainty: 2,
    explains: ["python-module-not-found"],
    title: "{package} is there, and has no {module}",
    explanation:
      "Python found {package}: it is the project's own and lacks this file, or a package in another version.",
    fix: "If it is your own, check the name, its capital letters and that it is committed. Otherwise pin the version that has it; google.cloud and the like come in packages of their own.",
    source: "documented",
    example: "ModuleNotFoundError: No module named 'sklearn.externals'",
  },
  {
    id: "pip-pkg-resources",
    when: ["build"],
    language: "python",
    signal:
      /No matching distribution found for pkg[-_]resources==0\.0\.0|Because pkg-resources was not found in the package registry/,
    certainty: 3,
    explains: ["pip-no-matching-distribution", "pip-resolution-conflict"],
    title: "The requirements name pkg-resources, which is no package",
    explanation: "A fault of pip freeze on Debian and Ubuntu writes the line pkg-resources==0.0.0.",
    fix: "Remove that line from the requirements, and commit them.",
    source: "captured",
    example: "ERROR: No matching distribution found for pkg-resources==0.0.0",
  },
  {
    id: "pip-python-version",
    when: ["build"],
    language: "python",
    signal:
      /ERROR: No matching distribution found for (?<package>[\w.[\]-]{1,100})(?:[=~]=|>=)(?<version>[\w.]{1,40})(?:(?<=[:;] \k<version> Requires-Python (?<wanted>[^;\n]{1,60})(?:;[^\n]*)?\n(?:ERROR: Could not[^\n]*\n)?ERROR: No matching [^\n]{1,180})|)/,
    together:
      /ERROR: No matching distribution found for [\w.[\]-]{1,100}(?:[=~]=|>=)(?<version>[\w.]{1,40})(?<=[:;] \k<version> Requires-Python [^;\n]{1,60}(?:;[^\n]*)?\n(?:ERROR: Could not[^\n]*\n)?ERROR: No matching [^\n]{1,180})(?![\w.])/,
    certainty: 3,
    explains: ["pip-no-matching-distribution"],
    title: "{package} {version} needs Python {wanted|of another version}",
    explanation:
      "The version exists, and pip left it out: the line before says after Requires-Python which Python it wants.",
    fix: "Write that Python into .python-version (Django 6: 3.12), or choose a version of {package} for the Python here.",
    source: "captured",
    example: "ERROR: No matching distribution found for Django==6.0",
  },
];
