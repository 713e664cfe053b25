import { expect, test } from "bun:test";
import { scan } from "../scan.ts";
import { treeOf } from "../source-tree.ts";

const DOCKERFILE = 'FROM python:3.11-slim\nUSER 1000\nEXPOSE 8000\nCMD ["gunicorn", "shop.wsgi"]\n';

function found(command: string, Dockerfile = DOCKERFILE, more = "") {
  const compose = `services:\n  web:\n    build: .\n    command: ${command}\n${more}`;
  const [plan] = scan(treeOf({ Dockerfile, "compose.yml": compose })).apps;
  return plan?.findings.filter(({ id }) => id === "development-start") ?? [];
}

test.each([
  "python manage.py runserver 0.0.0.0:8000",
  "flask --app shop run --host 0.0.0.0",
  "uvicorn shop:app --host 0.0.0.0 --reload",
  "npm run dev",
  "nodemon server.js",
])("a server for development that Compose starts is told, with the image's own command: %s", (command) => {
  const [one] = found(command);
  expect(one).toMatchObject({ level: "warning", file: "compose.yml", line: 4 });
  expect(one?.fix).toContain('["gunicorn", "shop.wsgi"]');
});

test("an image's command that is no better is not proposed", () => {
  const [one] = found("npm run dev", 'FROM node:22\nUSER node\nEXPOSE 80\nCMD ["npm", "run", "dev"]\n');
  expect(one?.fix).not.toContain("npm");
});

test("a command for a release, and one that is left out anyway, are no finding", () => {
  expect(found("gunicorn shop.wsgi --reload-extra-file a")).toEqual([]);
  expect(found("npm run dev", DOCKERFILE, "    volumes: ['.:/app']\n")).toEqual([]);
});
