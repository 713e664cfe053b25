import { expect, test } from "bun:test";
import { scan } from "../scan.ts";
import { treeOf } from "../source-tree.ts";

const API = { "main.py": "from fastapi import FastAPI\napp = FastAPI()\n", "requirements.txt": "fastapi\nuvicorn\n" };

const planOf = (pkg: object, files: Record<string, string> = {}) =>
  scan(treeOf({ ...API, ...files, "package.json": JSON.stringify(pkg) })).apps[0];

test.each([
  ["a build of styles", { scripts: { build: "tailwindcss -o static/a.css" }, devDependencies: { tailwindcss: "4" } }],
  ["a page in development", { scripts: { dev: "vite", build: "vite build" }, devDependencies: { vite: "7" } }],
  ["a server of files", { scripts: { start: "npx serve -s build" }, dependencies: { react: "19" } }],
  ["Create React App", { scripts: { start: "react-scripts start" }, dependencies: { "react-scripts": "5" } }],
  ["a start of the Python program", { scripts: { start: "uvicorn main:app --port $PORT" } }],
  ["a start of both", { scripts: { start: "concurrently vite 'python main.py'" }, dependencies: { express: "5" } }],
])("beside %s, the Python application is the server", (_what, pkg) => {
  expect(planOf(pkg, { "index.html": "<p>", "index.js": "x()" })).toMatchObject({ framework: "FastAPI", path: "." });
});

test.each([
  ["a start script", { scripts: { start: "node server.js" } }, null],
  ["Express and its file", { dependencies: { express: "5" } }, "Express"],
  ["Next.js", { scripts: { dev: "next dev" }, dependencies: { next: "16" } }, "Next.js"],
])("beside %s, package.json holds the server", (_what, pkg, framework) => {
  const plan = planOf(pkg, { "server.js": "require('http').createServer().listen(process.env.PORT)" });
  expect(plan).toMatchObject({ framework, runtime: { name: "node" } });
  expect(plan?.findings).toContainEqual(
    expect.objectContaining({ id: "python-beside-node", file: "requirements.txt" }),
  );
});

test("what the Python program's build leaves undone is said, unless the build was told to do it", () => {
  const pkg = { scripts: { build: "vite build" }, devDependencies: { vite: "7" } };
  const ids = (files: Record<string, string>) => planOf(pkg, files)?.findings.map(({ id }) => id);
  expect(ids({})).toContain("node-beside-python");
  expect(ids({ "autostack.yml": "build: npm ci && npm run build\n" })).not.toContain("node-beside-python");
});

test("a project of Django's is one, whatever package.json starts", () => {
  const files = {
    "manage.py": 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n',
    "shop/settings.py": 'WSGI_APPLICATION = "shop.wsgi.application"\n',
    "shop/wsgi.py": "application = get_wsgi_application()\n",
    "requirements.txt": "django\ngunicorn\n",
    "package.json": '{"scripts":{"start":"node server.js","build":"vite build"}}',
    "server.js": "",
  };
  const [plan] = scan(treeOf(files)).apps;
  expect(plan).toMatchObject({ framework: "Django", start: "gunicorn --bind 0.0.0.0:$PORT shop.wsgi:application" });
  expect(plan?.findings.map(({ id }) => id)).toContain("node-beside-python");
});
