import { expect, test } from "bun:test";
import { scan } from "../scan.ts";
import { treeOf } from "../source-tree.ts";

const API = { "main.py": "from fastapi import FastAPI\napp = FastAPI()\n", "requirements.txt": "fastapi\nuvicorn\n" };
const START = "gunicorn -k uvicorn.workers.UvicornWorker main:app";
const found = (files: Record<string, string>) =>
  scan(treeOf({ ...API, ...files })).apps[0]?.findings.filter(({ id }) => id === "server-not-installed");

test.each([START, `exec ${START}`, `WORKERS=2 ${START}`, `python -m ${START}`, "hypercorn main:app"])(
  "a server that nothing installs is a finding at the line that starts it: %s",
  (line) => {
    expect(found({ Procfile: `release: true\nweb: ${line}\n` })).toMatchObject([{ file: "Procfile", line: 2 }]);
  },
);

test("what is installed by a dependency, a lockfile or the build's own script is none", () => {
  const Procfile = `web: ${START}\n`;
  expect(found({ Procfile, "requirements.txt": "fastapi\nuvicorn\ngunicorn\n" })).toEqual([]);
  expect(
    found({
      Procfile,
      "uv.lock": '[[package]]\nname = "gunicorn"\n',
      "pyproject.toml": '[project]\nname = "a"\ndependencies = ["fastapi"]\n',
    }),
  ).toEqual([]);
  const service = `services:\n  - type: web\n    buildCommand: ./build.sh\n    startCommand: ${START}\n`;
  expect(found({ "render.yaml": service, "build.sh": "pip install gunicorn\n" })).toEqual([]);
  expect(found({ "render.yaml": service, "build.sh": "pip install -r requirements.txt\n" })).toHaveLength(1);
  expect(found({ Procfile: "web: uvicorn main:app --host 0.0.0.0\n" })).toEqual([]);
  expect(found({})).toEqual([]);
});
