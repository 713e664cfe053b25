import { choosePlan, scanPart } from "../../src/plans/choose.ts";
import type { AppPlan, Scan } from "../../src/plans/plan.ts";
import { treeOf } from "../../src/plans/source-tree.ts";

/** A kind of app that the demo's projects are of, with what the real detectors say of its code. */
export type DemoApp = { scan: Scan; plan: AppPlan; buildLines: readonly string[]; variables: string };

type Code = { files: Record<string, string>; buildLines: string[]; variables?: string };

const packageJson = (name: string, dependencies: Record<string, string>, scripts: Record<string, string>) =>
  JSON.stringify({ name, private: true, engines: { node: "22" }, scripts, dependencies }, null, 2);

const NPM_LINES = ["npm ci", "added 312 packages in 9s", "48 packages are looking for funding"];
const PIP_LINES = ["pip install -r requirements.txt", "Collecting requirements", "Successfully installed 23 packages"];

const CODE: Code[] = [
  {
    files: {
      "package.json": packageJson("shop", { next: "^16.0.0", react: "^19.2.0" }, { build: "next build" }),
      "package-lock.json": "{}",
      "app/page.tsx": "export const url = process.env.DATABASE_URL;\n",
    },
    buildLines: [...NPM_LINES, "next build", "✓ Compiled successfully", "✓ Generating static pages (42/42)"],
    variables: "DATABASE_URL=postgres://shop@db/shop\nLOG_LEVEL=info\n",
  },
  {
    files: {
      "package.json": packageJson("docs", { vite: "^8.0.0" }, { build: "vite build" }),
      "package-lock.json": "{}",
      "vite.config.ts": "export const config = {};\n",
      "index.html": "<!doctype html>\n",
    },
    buildLines: [...NPM_LINES, "vite build", "✓ 214 modules transformed.", "dist/assets/index-B2x9.js  182.41 kB"],
  },
  {
    files: {
      "package.json": packageJson("api", { express: "^5.2.0" }, { start: "node server.js" }),
      "package-lock.json": "{}",
      "server.js": 'app.get("/healthz", ok);\napp.listen(process.env.PORT);\n',
    },
    buildLines: NPM_LINES,
    variables: "STRIPE_SECRET_KEY=demo\nLOG_LEVEL=info\n",
  },
  {
    files: {
      "manage.py": "import django\n",
      "requirements.txt": "django==6.0\ngunicorn==24.0\n",
      "shop/settings.py": 'WSGI_APPLICATION = "shop.wsgi.application"\nSTATIC_ROOT = BASE / "static"\n',
      "shop/wsgi.py": "application = get_wsgi_application()\n",
    },
    buildLines: [...PIP_LINES, "python manage.py collectstatic --noinput", "131 static files copied."],
    variables: "SECRET_KEY=demo\nALLOWED_HOSTS=localhost\n",
  },
  {
    files: {
      "requirements.txt": "fastapi==0.128.0\nuvicorn==0.40.0\n",
      "main.py": 'from fastapi import FastAPI\napp = FastAPI()\n@app.get("/health")\n',
    },
    buildLines: PIP_LINES,
    variables: "MODEL_PATH=/models/small\n",
  },
  {
    files: { "index.html": "<!doctype html>\n<title>Hello</title>\n", "style.css": "body { margin: 0 }\n" },
    buildLines: ["2 files are served as they are."],
  },
];

export const DEMO_APPS: readonly DemoApp[] = CODE.map(({ files, buildLines, variables = "" }) => {
  const scan = scanPart(treeOf(files), undefined);
  return { scan, plan: choosePlan(scan, {}), buildLines, variables };
});

/** Fifty names, each of which is a slug too. */
export const PROJECT_NAMES: readonly string[] = ["shop", "blog", "forum", "weather", "tickets", "handbook", "intranet"]
  .flatMap((what) => [
    what,
    ...["berlin", "lisbon", "oslo", "kyoto", "quito", "accra"].map((city) => `${what}-${city}`),
  ])
  .concat("playground");

export const BRANCHES: readonly string[] = ["feat/new-header", "fix/slow-query", "spring-sale"];

export const MESSAGES: readonly string[] = [
  "Show prices with tax",
  "Cache the product list for a minute",
  "Fix the date picker on small screens",
  "Upgrade dependencies",
  "Write the order in one transaction",
  "Explain the refund rules",
  "Load images when they come into view",
  "Remove the old importer",
];
