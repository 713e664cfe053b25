import { expect, test } from "bun:test";
import { commit, deployment, project, release } from "../../test/support/made-up.ts";
import { HARMLESS, NOW } from "../../test/support/made-up-code.ts";
import type { Release } from "./deployment.ts";
import { diffReleases, diffWords } from "./release-diff.ts";

const shop = project("shop", "Shop", { kind: "upload" });
const base = release(deployment(shop, { name: "queued" }, commit("One", "1111111"), NOW, "Ada"), HARMLESS);
const changed = (parts: Partial<Release>): Release => ({ ...base, hash: "other", ...parts });

test("the same release differs in nothing", () => {
  const diff = diffReleases(base, { ...base, id: "r2" });
  expect(diff).toEqual({
    variables: { added: [], removed: [], changed: [] },
    plan: [],
    hostnames: { added: [], removed: [] },
    code: null,
    sameArtifact: true,
    same: true,
  });
  expect(diffWords(diff, 0)).toBeNull();
});

test("variables are compared by name, and no value is told", () => {
  const from = changed({ variables: { A: "secret-a", B: "secret-b", C: "same" } });
  const to = changed({ variables: { B: "secret-other", C: "same", D: "secret-d" } });
  const diff = diffReleases(from, to);
  expect(diff.variables).toEqual({ added: ["D"], removed: ["A"], changed: ["B"] });
  expect(JSON.stringify(diff)).not.toContain("secret-");
  expect(diffWords(diff, 0)).toBe("3 variables");
});

test("the plan is compared field by field, hooks too, but not what was noticed on the way", () => {
  const { plan } = base;
  const to = changed({
    plan: { ...plan, start: "bun run", facts: [], findings: [], hooks: { ...plan.hooks, beforeSwitch: "migrate" } },
  });
  expect(diffReleases(base, to).plan).toEqual([
    { field: "start", from: plan.start ?? "", to: "bun run" },
    { field: "beforeSwitch", from: "", to: "migrate" },
  ]);
});

test("other code is told with its commits, or as such where there are none", () => {
  const to = changed({
    snapshot: { hash: "def", bytes: 1, files: 1 },
    revision: commit("Two", "2222222"),
    artifact: { kind: "image", image: "sha256:2", bytes: 1 },
    variables: { NEW: "1", NEWER: "2" },
    hostnames: [],
  });
  const diff = diffReleases(base, to);
  expect(diff.code).toMatchObject({ from: { sha: "1111111" }, to: { sha: "2222222" } });
  expect(diffWords(diff, 3)).toBe("2 variables, 1 hostname and 3 deployed commits");
  expect(diffWords({ ...diff, variables: { added: [], removed: [], changed: [] } }, 0)).toBe("1 hostname and its code");
});
