import { describe, expect, test } from "bun:test";
import { scan } from "../scan.ts";
import { treeOf } from "../source-tree.ts";
import { releasesIn } from "./releases.ts";

describe("the releases of a project", () => {
  test("stand in a list of their own or in the project's", () => {
    const list = "[one: [applications: [a: :permanent, b: :load]], two: [version: f(1, 2)]], deps: [x: []]";
    for (const before of ["releases: ", "defp releases do\n    ", "def releases, do: ", "defp releases(env), do: "]) {
      expect(releasesIn(`${before}${list}`).map(({ name }) => name)).toEqual(["one", "two"]);
    }
    expect(releasesIn("releases: releases()")).toEqual([]);
  });

  test("are not confused by remarks or an end that is missing", () => {
    expect(releasesIn("releases: [\n# old: [\none: [")).toEqual([{ name: "one", text: expect.any(String) }]);
  });
});

describe("an umbrella", () => {
  const part = (app: string, dependency: string) =>
    `defmodule X.MixProject do\n[app: :${app}, deps: [{:${dependency}, "~> 1.0"}]]\nend`;
  const parts = { "apps/api/mix.exs": part("api", "bandit"), "apps/jobs/mix.exs": part("jobs", "oban") };
  const umbrella = (rest: string) => `defmodule All.MixProject do\n[apps_path: "apps"${rest}]\nend`;
  const planOf = (rest: string) => scan(treeOf({ ...parts, "mix.exs": umbrella(rest) })).apps;

  test("is one project, of whose releases the one with the server in it is made", () => {
    const releases =
      ", releases: [background: [applications: [jobs: :permanent]], all: [applications: [api: :permanent]]]";
    const [plan, ...others] = planOf(releases);
    expect(others).toEqual([]);
    expect(plan).toMatchObject({ path: ".", kind: "server", build: "mix compile && mix release all --overwrite" });
    expect(plan?.start).toContain("_build/prod/rel/all/bin/all start");
  });

  test("without releases has that of the application which answers requests", () => {
    expect(planOf("")[0]).toMatchObject({
      build: "mix compile && (cd apps/api && mix release --overwrite)",
      ship: ["_build/prod/rel/api"],
      findings: [{ id: "umbrella-parts", title: expect.stringContaining("does not depend on jobs") }],
    });
  });

  test("that serves nothing has the application which no other one needs", () => {
    const core = { "apps/a/mix.exs": part("a", "jason"), "apps/b/mix.exs": part("b", "a") };
    const [plan] = scan(treeOf({ ...core, "mix.exs": umbrella("") })).apps;
    expect(plan).toMatchObject({ kind: "worker", ship: ["_build/prod/rel/b"], findings: [] });
  });
});
