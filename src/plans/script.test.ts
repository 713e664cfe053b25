import { expect, test } from "bun:test";
import { completePlan } from "./detector.ts";
import { folderEnvironment, scriptFor, stepsFor } from "./script.ts";

const plan = completePlan(".", {
  kind: "server",
  language: "python",
  runtime: { name: "python", version: "3.11", from: "default" },
  prepare: "python3 -m venv .venv",
  install: "pip install -r requirements.txt",
  start: "python main.py",
  hooks: { beforeBuild: "./before", afterBuild: "./after" },
});

test("the steps come in the order in which they run, without those that there are none of", () => {
  expect(stepsFor({ ...plan, build: "make" }).map(({ name }) => name)).toEqual([
    ...["prepare", "install", "beforeBuild", "build", "afterBuild"],
  ] as ReturnType<typeof stepsFor>[number]["name"][]);
  expect(stepsFor(plan).map(({ command }) => command)).not.toContain("make");
});

test("a project's own programs are found before the machine's", () => {
  expect(folderEnvironment(plan, "/work", "/usr/bin")).toEqual({
    PATH: "/work/.venv/bin:/work/.autostack/tools/bin:/usr/bin",
    npm_config_prefix: "/work/.autostack/tools",
  });
});

test("the script stops at the first step that fails", () => {
  expect(scriptFor(plan)).toMatchInlineSnapshot(`
    "#!/bin/sh
    set -e

    # prepare
    python3 -m venv .venv

    # install
    pip install -r requirements.txt

    # beforeBuild
    ./before

    # afterBuild
    ./after

    # start
    python main.py
    "
  `);
});
