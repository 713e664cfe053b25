import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Deployment } from "../support/api-user.ts";
import { RunningAutoStack } from "../support/running-autostack.ts";
import { nodeApp, zipOf } from "../support/sample-apps.ts";

const MINUTES_MS = 120_000;
const SLUG = "shop";

describe("releases that can be compared and gone back to", () => {
  let stack: RunningAutoStack;
  let first: Deployment;
  let second: Deployment;

  beforeAll(async () => {
    stack = await RunningAutoStack.start({ runtime: "process", edge: "embedded" });
    const { api } = stack;
    const app = nodeApp("one");
    ({ deployment: first } = await api.launchUpload(SLUG, zipOf(app), { variables: "COLOR=blue\nOLD=1" }));
    await api.live(SLUG, first);
    const set = (name: string, value: string) =>
      api.ask("POST", `/projects/${SLUG}/variables`, { json: { name, value } });
    await set("COLOR", "a-red-that-nobody-sees");
    await set("NEW", "2");
    const migrating = { ...nodeApp("two"), Procfile: "release: echo migrated\nweb: node server.js\n" };
    second = await api.deployUpload(SLUG, zipOf(migrating));
    await api.live(SLUG, second);
  }, MINUTES_MS);
  afterAll(() => stack?.close(), MINUTES_MS);

  test("each has a hash of its content, and they differ in what was changed, by name only", async () => {
    const compared = await stack.api.send("GET", `/projects/${SLUG}/compare?from=${first.id}`);
    const text = await compared.text();
    expect(text).not.toContain("a-red-that-nobody-sees");
    const { from, to, variables, plan, same, sameArtifact } = JSON.parse(text);
    expect(variables).toEqual({ added: ["NEW"], removed: [], changed: ["COLOR"] });
    expect(plan).toContainEqual({ field: "beforeSwitch", from: "", to: "echo migrated" });
    expect({ same, sameArtifact }).toEqual({ same: false, sameArtifact: false });
    expect(from).toMatchObject({ deployment: { number: 1 }, release: { hostnames: [`${SLUG}.localhost`] } });
    expect(to.release.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(to.release.hash).not.toBe(from.release.hash);
  });

  test("the page of it reads the same, and a release that is not there is a sentence", async () => {
    const path = `/projects/${SLUG}/compare?from=${first.id}&to=${second.id}`;
    const page = await fetch(`${stack.url}${path}`, { headers: { authorization: `Bearer ${stack.api.token}` } });
    const markup = await page.text();
    expect(page.status).toBe(200);
    expect(markup).toContain("Before switch");
    expect(markup).toContain("#2 ran a release command");
    expect(markup).not.toContain("a-red-that-nobody-sees");
    const gone = await stack.api.send("GET", `/projects/${SLUG}/compare?from=nothing`);
    expect(gone.status).toBe(404);
  });

  test("the overview proposes the one to go back to and says why; so does the deployment warn", async () => {
    const { api } = stack;
    const { rollback } = await api.ask<{ rollback: { why: string; warnings: string[]; deployment: Deployment } }>(
      "GET",
      `/projects/${SLUG}`,
    );
    expect(rollback.deployment.id).toBe(first.id);
    expect(rollback.why).toMatch(
      /^#1 ran .* without a failure; it differs in 2 variables, \d settings? and its code\.$/,
    );
    expect(rollback.warnings[0]).toContain("#2 ran a release command (“echo migrated”)");
    expect((await api.facts(SLUG, first.id)).warnings).toEqual(rollback.warnings);
    const page = await fetch(`${stack.url}/projects/${SLUG}`, { headers: { authorization: `Bearer ${api.token}` } });
    expect(await page.text()).toContain("#1 ran");
  });

  test("a roll back warns in its answer, and brings all of it back in one switch", async () => {
    const { api } = stack;
    const path = `/projects/${SLUG}/deployments/${first.id}/rollback`;
    const { deployment, warnings } = await api.ask<{ deployment: Deployment; warnings: string[] }>("POST", path);
    expect(warnings).toHaveLength(1);
    await api.live(SLUG, deployment);
    expect(await stack.textAt(SLUG)).toBe("one");
    const same = await api.ask<{ same: boolean }>("GET", `/projects/${SLUG}/compare?from=${first.id}`);
    expect(same.same).toBe(true);
  });
});
