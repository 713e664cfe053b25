import { describe, expect, test } from "bun:test";
import { scan } from "../scan.ts";
import { treeOf } from "../source-tree.ts";

const SITE = {
  "backend/manage.py": 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n',
  "backend/shop/settings.py": "",
  "backend/shop/wsgi.py": "from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n",
};
const planOf = (files: Record<string, string>) => scan(treeOf({ ...SITE, ...files })).apps[0];
const verdicts = (files: Record<string, string>) =>
  Object.fromEntries(planOf(files)?.imports.map(({ name, verdict }) => [name, `${verdict}`]) ?? []);

describe("a Procfile at the root, of a program in a folder below", () => {
  test("is run as it stands where the plan's commands run at the root as well", () => {
    const files = {
      "requirements.txt": "django\ngunicorn\n",
      Procfile:
        "web: cd backend && gunicorn shop.wsgi --log-file -\nworker: python backend/jobs.py\nother: python backends/x.py\n",
    };
    expect(planOf(files)).toMatchObject({
      ...{ path: "backend", context: ".", start: "cd backend && gunicorn shop.wsgi --log-file -" },
      processes: [{ name: "worker", command: "python backend/jobs.py" }],
      decided: { start: "../Procfile:1" },
    });
    expect(verdicts(files)).toEqual({ web: "honoured", worker: "honoured", other: "ignored" });
  });

  test("is run in that folder where the plan's commands are, when it says so", () => {
    const files = {
      "backend/requirements.txt": "django\ngunicorn\n",
      Procfile:
        "web: cd ./backend/ && gunicorn shop.wsgi\nrelease: cd backend && python manage.py migrate\nworker: python backend/jobs.py\n",
    };
    expect(planOf(files)).toMatchObject({
      ...{ path: "backend", context: "backend", start: "gunicorn shop.wsgi", processes: [] },
      hooks: { beforeSwitch: "python manage.py migrate" },
    });
    expect(verdicts(files)).toEqual({ web: "honoured", release: "honoured", worker: "ignored" });
  });

  test.each(["npm start --prefix api", "yarn --cwd ./api/ start", "cd api && npm start"])(
    "is run there also when its package manager is told so: %s",
    (line) => {
      const api = { "api/package.json": '{"scripts":{"start":"node a.js"}}', "api/a.js": "" };
      const [plan] = scan(treeOf({ ...api, Procfile: `web: ${line}\nworker: npm run jobs --prefix web\n` })).apps;
      expect(plan).toMatchObject({ path: "api", start: line.startsWith("yarn") ? "yarn start" : "npm start" });
      expect(plan?.imports.map(({ verdict }) => `${verdict}`)).toEqual(["honoured", "ignored"]);
    },
  );

  test("says nothing where the folder has its own", () => {
    const files = {
      "backend/requirements.txt": "django\n",
      Procfile: "web: cd backend && a\n",
      "backend/Procfile": "web: b\n",
    };
    expect(planOf(files)?.start).toBe("b");
  });
});

describe("the processes of a program that listens on no port", () => {
  const bot = (files: Record<string, string>) =>
    scan(treeOf({ "requirements.txt": "aiogram\n", "bot.py": "from aiogram import Bot\n", ...files })).apps[0];

  test.each(["worker: python bot.py", "bot: python3 bot.py", "bot: python other.py"])(
    "hold the program itself, which runs once: %s",
    (line) => {
      const start = line.replace(/^\w+: /, "");
      expect(bot({ Procfile: `release: python setup.py\n${line}\n` })).toMatchObject({
        kind: "worker",
        start,
        processes: [],
      });
    },
  );

  test("are the named worker and others beside it", () => {
    const plan = bot({ "main.py": "print(1)\n", Procfile: "clock: python clock.py\nworker: python bot.py\n" });
    expect(plan).toMatchObject({ start: "python bot.py", processes: [{ name: "clock", command: "python clock.py" }] });
  });

  test("stand beside its pages where the file names both", () => {
    expect(bot({ Procfile: "web: python pages.py\nworker: python bot.py\n" })).toMatchObject({
      ...{ kind: "server", start: "python pages.py", port: 8000 },
      processes: [{ name: "worker", command: "python bot.py" }],
    });
    expect(bot({ Procfile: "web: python bot.py\n" })).toMatchObject({ kind: "worker", start: "python bot.py" });
  });

  test("are Render's worker, with its build and its variables", () => {
    const service =
      "services:\n  - type: worker\n    name: bot\n    buildCommand: ./build.sh\n    startCommand: python -u bot.py\n";
    const plan = bot({ "render.yaml": `${service}    envVars:\n      - key: TOKEN\n        sync: false\n` });
    expect(plan).toMatchObject({ kind: "worker", build: "./build.sh", start: "python -u bot.py", processes: [] });
    expect(plan?.variables.map(({ name }) => name)).toEqual(["TOKEN"]);
  });
});
