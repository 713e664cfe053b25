import { expect, test } from "bun:test";
import { scan } from "../scan.ts";
import { treeOf } from "../source-tree.ts";

const hookOf = (files: Record<string, string>) => scan(treeOf(files)).apps[0]?.hooks.beforeSwitch;

const FASTAPI = {
  "requirements.txt": "fastapi\nuvicorn\nalembic\n",
  "main.py": "from fastapi import FastAPI\napp = FastAPI()\n",
};
const FLASK = {
  "requirements.txt": "flask\nflask-migrate\n",
  "app.py": "from flask import Flask\napp = Flask(__name__)\n",
};

test("Alembic's migrations run before traffic is switched, from where its settings lie", () => {
  const ini = "[alembic]\nscript_location = %(here)s/moves\n";
  expect(hookOf({ ...FASTAPI, "alembic.ini": ini, "moves/versions/1_a.py": "" })).toBe("alembic upgrade head");
  expect(hookOf({ ...FASTAPI, "app/alembic.ini": "", "app/alembic/versions/1.py": "" })).toBe(
    "cd app && alembic upgrade head",
  );
});

test("without a migration, or without Alembic, nothing runs", () => {
  expect(hookOf({ ...FASTAPI, "alembic.ini": "[alembic]\n" })).toBeNull();
  const files = { ...FASTAPI, "requirements.txt": "fastapi\n", "alembic.ini": "", "alembic/versions/1.py": "" };
  expect(hookOf(files)).toBeNull();
});

test("Flask-Migrate runs by Flask's command, with the application that was found", () => {
  expect(hookOf({ ...FLASK, "migrations/env.py": "" })).toBe("flask --app app:app db upgrade");
  const factory = { "app.py": "from flask import Flask\ndef create_app():\n    return Flask(__name__)\n" };
  expect(hookOf({ ...FLASK, ...factory, "migrations/env.py": "" })).toBe("flask --app 'app:create_app()' db upgrade");
  expect(hookOf(FLASK)).toBeNull();
});
