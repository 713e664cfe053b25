import { expect, test } from "bun:test";
import { scanPart } from "../choose.ts";
import { dockerfileFor } from "../dockerfile.ts";
import type { AppPlan } from "../plan.ts";
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

const PAGES = { scripts: { build: "vite build" }, devDependencies: { vite: "7" } };

test("scripts and styles are built before the Python program's own steps, and what only that needed is taken away", () => {
  const plan = planOf(PAGES, { "package-lock.json": '{"lockfileVersion":3}' });
  expect(plan).toMatchObject({ build: "npm ci && npm run build", prune: "rm -rf node_modules" });
  expect(plan?.packages.build).toContain("nodejs");
  expect(plan?.facts).toContainEqual({ name: "assets", value: "build", file: "package.json", line: 1 });
  expect(dockerfileFor(plan as AppPlan)).toMatch(
    /^COPY --from=node:\d+-slim \/usr\/local\/bin\/ \/usr\/local\/bin\/$/m,
  );
});

test("of a part that is installed from above it is said that its scripts are not built", () => {
  const files = {
    "pyproject.toml": '[project]\nname = "all"\ndependencies = ["fastapi", "uvicorn"]\n',
    "uv.lock": "version = 1\n",
    "api/main.py": API["main.py"],
    "api/package.json": JSON.stringify(PAGES),
  };
  const plan = scanPart(treeOf(files), "api").apps.find(({ path }) => path === "api");
  expect(plan).toMatchObject({ framework: "FastAPI", prune: null });
  expect(plan?.findings.map(({ id }) => id)).toContain("node-beside-python");
});

test("a project of Django's is one, whatever package.json starts", () => {
  const files = {
    "manage.py": 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n',
    "shop/settings.py": 'WSGI_APPLICATION = "shop.wsgi.application"\nSTATIC_ROOT = "static"\n',
    "shop/wsgi.py": "application = get_wsgi_application()\n",
    "requirements.txt": "django\ngunicorn\n",
    "package.json": '{"scripts":{"start":"node server.js","build":"vite build"}}',
    "server.js": "",
  };
  const [plan] = scan(treeOf(files)).apps;
  expect(plan).toMatchObject({ framework: "Django", start: "gunicorn --bind 0.0.0.0:$PORT shop.wsgi:application" });
  expect(plan?.build).toBe("npm run build && python manage.py collectstatic --noinput");
});
