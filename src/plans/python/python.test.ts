import { describe, expect, test } from "bun:test";
import { Folder } from "../folder.ts";
import { scan } from "../scan.ts";
import { treeOf } from "../source-tree.ts";
import { pythonDependencies } from "./dependencies.ts";
import { managerOfPython } from "./managers.ts";
import { pythonVersion } from "./python-version.ts";

const folderOf = (files: Record<string, string>) => new Folder(treeOf(files), ".");
const names = (files: Record<string, string>) => pythonDependencies(folderOf(files)).map(({ name }) => name);
const first = (files: Record<string, string>) => scan(treeOf(files)).apps[0];

describe("dependencies are read with their lines", () => {
  test("from requirements and what they include", () => {
    const files = { "requirements.txt": "# web\nFlask_Cors[x]==1\n-r more/a.txt\n", "more/a.txt": "-c b.txt\nredis\n" };
    expect(pythonDependencies(folderOf(files))).toEqual([
      { name: "flask-cors", extras: ["x"], file: "requirements.txt", line: 2 },
      { name: "redis", extras: [], file: "more/a.txt", line: 2 },
    ]);
  });

  test("from pyproject.toml, without those of development", () => {
    const toml = `[project]\ndependencies = ["a>=1", "b[c]"]\n[project.optional-dependencies]\nprod = ["d"]\ntest = ["e"]`;
    expect(names({ "pyproject.toml": toml })).toEqual(["a", "b", "d"]);
    const poetry = `[tool.poetry.dependencies]\npython = "^3.11"\na = "*"\nb = { version = "1", optional = true }`;
    expect(names({ "pyproject.toml": poetry })).toEqual(["a"]);
  });

  test("from setup.py, setup.cfg, Pipfile and environment.yml", () => {
    expect(names({ "setup.py": "setup(install_requires=['a[b]>=1', \"c\"])" })).toEqual(["a", "c"]);
    expect(names({ "setup.cfg": "[options]\ninstall_requires =\n    a>=1\n    b\npackages = find:" })).toEqual([
      "a",
      "b",
    ]);
    expect(names({ Pipfile: "[packages]\na = '*'\n[dev-packages]\nb = '*'" })).toEqual(["a"]);
    const conda = "name: x\ndependencies:\n  - python=3.12\n  - numpy=1.26\n  - pip:\n    - flask==3\n";
    expect(names({ "environment.yml": conda })).toEqual(["numpy", "flask"]);
  });

  test("a file that cannot be parsed counts as empty", () => {
    expect(names({ "pyproject.toml": "[project\ndependencies = [" })).toEqual([]);
  });
});

describe("the manager is the one whose lockfile is there", () => {
  const project = '[project]\nname = "x"\ndependencies = ["flask"]\n';
  const managers = {
    "uv.lock": "uv",
    "poetry.lock": "poetry",
    "pdm.lock": "pdm",
    Pipfile: "pipenv",
    "requirements.txt": "pip",
  };
  for (const [file, name] of Object.entries(managers)) {
    test(file, () => {
      const manager = managerOfPython(folderOf({ "pyproject.toml": project, [file]: "" }));
      expect(manager?.name as string).toBe(name);
      expect(manager?.manifests).toContain(file);
    });
  }

  test("tools stay outside the project, so no image holds them", () => {
    for (const file of ["uv.lock", "poetry.lock", "pdm.lock", "Pipfile"]) {
      const { prepare, install } = managerOfPython(folderOf({ "pyproject.toml": project, [file]: "" })) ?? {};
      expect(prepare).toMatch(/python3 -m venv ~\/\w+ && ~\/\w+\/bin\/pip install/);
      expect(install).toMatch(/~\/\w+\/bin\//);
    }
  });

  test("a requirement that is a part of the project needs all of its files", () => {
    expect(managerOfPython(folderOf({ "requirements.txt": "-e .\n" }))?.manifests).toEqual([]);
  });

  test("only what lies under src is installed itself, after its files are there", () => {
    const built = `${project}[build-system]\nrequires = ["hatchling"]\n`;
    const lines = { "pyproject.toml": built, "uv.lock": "" };
    expect(managerOfPython(folderOf({ ...lines, "x/__init__.py": "" }))?.installProject).toBeNull();
    expect(managerOfPython(folderOf({ ...lines, "src/x/__init__.py": "" }))?.installProject).toContain("uv sync");
  });
});

test("a folder without dependency files of its own has those of the root, and runs in its own folder", () => {
  const files = {
    "requirements.txt": "django\ngunicorn\n",
    "site/manage.py": 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "a.settings")',
    "site/a/wsgi.py": "application = get_wsgi_application()",
    "site/a/settings.py": "STATIC_ROOT = 1\n",
  };
  expect(first(files)).toMatchObject({
    ...{ path: "site", context: ".", install: "pip install -r requirements.txt", manifests: ["requirements.txt"] },
    build: "cd site && python manage.py collectstatic --noinput",
    start: "cd site && gunicorn --bind 0.0.0.0:$PORT a.wsgi:application",
    hooks: { beforeSwitch: "cd site && python manage.py migrate --noinput" },
    facts: expect.arrayContaining([{ name: "package manager", value: "pip", file: "../requirements.txt", line: 0 }]),
    findings: [],
  });
});

describe("Python's version", () => {
  const version = (files: Record<string, string>) => pythonVersion(folderOf(files)).runtime;
  test("comes from the file that is the most particular", () => {
    const files = { "pyproject.toml": '[project]\nrequires-python = ">=3.12"', "runtime.txt": "python-3.10.4\n" };
    expect(version(files)).toEqual({ name: "python", version: "3.10", from: "runtime.txt" });
    expect(version({ ...files, ".python-version": "my-environment\n" }).version).toBe("3.10");
    expect(version({ ...files, ".python-version": "3.13.1\n" }).version).toBe("3.13");
    expect(version({ "mise.toml": '[tools]\npython = "3.12"' })).toMatchObject({ version: "3.12", from: "mise.toml" });
    expect(version({ "setup.cfg": "[options]\npython_requires = >=3.12\n" }).version).toBe("3.14");
  });
});

describe("findings", () => {
  const ids = (files: Record<string, string>) => first(files)?.findings.map(({ id }) => id) ?? [];
  test("a program whose packages no file names is told before it fails", () => {
    expect(ids({ "app.py": "import flask\nflask.Flask(__name__).run(port=5000)" })).toContain("no-requirements");
    expect(ids({ "app.py": "import json\n" })).not.toContain("no-requirements");
  });

  test("mysqlclient and psycopg2 get their packages, and their sisters are named", () => {
    const plan = first({ "requirements.txt": "mysqlclient\npsycopg2\n", "bot.py": "" });
    expect(plan?.packages.build).toEqual(["default-libmysqlclient-dev", "gcc", "libc6-dev", "libpq-dev", "pkg-config"]);
    expect(plan?.findings.map(({ id }) => id)).toEqual(["mysqlclient-compiles", "psycopg2-compiles"]);
    expect(first({ "requirements.txt": "psycopg[binary]\n", "bot.py": "" })?.packages).toEqual({ build: [], run: [] });
  });
});

describe("Django", () => {
  const django = (settings: string, more: Record<string, string> = {}) =>
    first({
      "requirements.txt": "django\ngunicorn\n",
      "manage.py": 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "a.settings")',
      "a/wsgi.py": "application = get_wsgi_application()",
      "a/settings.py": settings,
      ...more,
    });

  test("the build gets a value for every variable that the settings insist on, and the real one when it is there", () => {
    const settings = 'STATIC_ROOT = 1\nA = os.environ["A_KEY"]\nB = config("B_URL")\nC = env("C", default="c")\n';
    const standIn = (name: string, value: string) => `${name}="\${${name}:-${value}}"`;
    const all = [standIn("A_KEY", "unused"), standIn("B_URL", "sqlite:////tmp/unused.sqlite3")].join(" ");
    expect(django(settings)?.build).toBe(`${all} python manage.py collectstatic --noinput`);
  });

  test("is served by its wsgi.py when no setting names it, and by ASGI with channels", () => {
    expect(django("")?.start).toBe("gunicorn --bind 0.0.0.0:$PORT a.wsgi:application");
    const asgi = { "requirements.txt": "django\nchannels\n", "a/asgi.py": "application = get_asgi_application()" };
    expect(django("", asgi)).toMatchObject({ start: "daphne -b 0.0.0.0 -p $PORT a.asgi:application" });
  });

  test("nothing is found fault with that the settings read from variables", () => {
    const settings = [
      'SECRET_KEY = os.environ["SECRET_KEY"]',
      'DEBUG = os.environ.get("DEBUG") == "1"',
      'ALLOWED_HOSTS = os.environ["ALLOWED_HOSTS"].split(",")',
    ].join("\n");
    expect(django(settings)?.findings).toEqual([]);
  });
});
