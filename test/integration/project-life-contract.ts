import { describe, expect, test } from "bun:test";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { RunningAutoStack } from "../support/running-autostack.ts";
import { nodeApp, zipOf } from "../support/sample-apps.ts";
import { firstAndLast, watchAnswers } from "./watch-answers.ts";

const MINUTES_MS = 120_000;

const slow = (promise: string, body: () => Promise<void>) => test(promise, body, MINUTES_MS);

const worksOn = async ({ config }: RunningAutoStack, id: string) =>
  (await readdir(join(config.dataFolder, "work"))).includes(id);

/** One project from its first version to its end. The tests follow on each other. */
export function projectLife(running: () => RunningAutoStack): void {
  describe("a project over its life", () => {
    const slug = "shop";
    const answers = () => watchAnswers(() => running().visit(slug));

    slow("a second version takes over without one request that fails", async () => {
      const stack = running();
      const { api } = stack;
      const first = await api.launchUpload(slug, zipOf(nodeApp("one")));
      await api.live(slug, first.deployment);
      expect(await stack.textAt(slug)).toBe("one");
      const watched = answers();
      await api.live(slug, await api.deployUpload(slug, zipOf(nodeApp("two"))));
      const { failures, texts } = await watched.end();
      expect(failures).toEqual([]);
      expect(firstAndLast(texts)).toEqual(["one", "two"]);
    });

    slow("a version that ends at once, or fails to build, never gets traffic", async () => {
      const stack = running();
      const { api } = stack;
      const watched = answers();
      const crashing = nodeApp("three", { before: 'console.error("no database"); process.exit(3);' });
      const { deployment } = await api.ended(slug, await api.deployUpload(slug, zipOf(crashing)));
      expect(deployment.state).toMatchObject({ name: "failed", stage: "probe", problem: { code: "exited" } });
      expect(await api.log(slug, deployment)).toContain("no database");
      const broken = nodeApp("four", { build: "echo cannot compile && exit 9" });
      const { deployment: unbuilt } = await api.ended(slug, await api.deployUpload(slug, zipOf(broken)));
      expect(unbuilt.state).toMatchObject({ name: "failed", stage: "build", problem: { code: "build_failed" } });
      const { failures, texts } = await watched.end();
      expect(failures).toEqual([]);
      expect(texts).toEqual(["two"]);
      expect((await stack.app.world.runtime.list()).map(({ labels }) => labels.deployment)).not.toContain(
        deployment.id,
      );
    });

    slow("a roll back brings the first version back without a build", async () => {
      const stack = running();
      const { api } = stack;
      const [, , second, first] = await api.deployments(slug);
      if (!first || !second) throw new Error("there are two versions");
      expect([first.canRollBack, second.canRollBack]).toEqual([true, false]);
      const watched = answers();
      const back = await api.live(slug, await api.act(slug, first, "rollback"));
      const { failures, texts } = await watched.end();
      expect(failures).toEqual([]);
      expect(firstAndLast(texts)).toEqual(["two", "one"]);
      expect(back.stages.map(({ stage }) => stage)).toEqual(["start", "probe", "route", "retire"]);
      expect(Number(back.deployment.finishedAt) - back.deployment.createdAt).toBeLessThan(10_000);
    });

    slow("a redeploy builds the same code again with the variables of now", async () => {
      const stack = running();
      const { api } = stack;
      const [latest] = await api.deployments(slug);
      if (!latest) throw new Error("there is a deployment");
      const greeting = { name: "GREETING", value: "hello " };
      await api.ask("POST", `/projects/${slug}/variables`, { json: greeting });
      const again = await api.live(slug, await api.act(slug, latest, "redeploy"));
      expect(again.stages.map(({ stage }) => stage)).toContain("build");
      expect(await stack.textAt(slug)).toBe("hello one");
    });

    slow("a build that is cancelled leaves nothing", async () => {
      const stack = running();
      const { api } = stack;
      const archive = zipOf(nodeApp("never", { build: "echo begun && sleep 64.5" }));
      const deployment = await api.deployUpload(slug, archive);
      await api.says(slug, deployment, "begun");
      await api.act(slug, deployment, "cancel");
      const { deployment: ended } = await api.ended(slug, deployment);
      expect(ended.state).toEqual({ name: "cancelled" });
      expect(await worksOn(stack, deployment.id)).toBe(false);
      expect((await stack.app.world.runtime.list()).map(({ labels }) => labels.deployment)).not.toContain(
        deployment.id,
      );
      expect(await stack.textAt(slug)).toBe("hello one");
      const again = await api.send("POST", `/projects/${slug}/deployments/${deployment.id}/cancel`);
      expect(again.status).toBe(409);
    });

    slow("a deleted project is gone with all that it owned", async () => {
      const stack = running();
      const { api } = stack;
      const { project } = await api.ask<{ project: { id: string } }>("GET", `/projects/${slug}`);
      const deployments = await api.deployments(slug);
      await api.remove(slug);
      expect((await stack.visit(slug)).status).toBe(404);
      expect((await api.send("GET", `/projects/${slug}`)).status).toBe(404);
      const left = (await stack.app.world.runtime.list()).filter(({ labels }) => labels.project === project.id);
      expect(left).toEqual([]);
      const logs = await readdir(join(stack.config.dataFolder, "logs"));
      for (const { id } of deployments) expect(logs).not.toContain(`${id}.log`);
    });
  });
}

/** What happens while something else is under way. */
export function crossings(running: () => RunningAutoStack): void {
  slow("a project that is deleted in the middle of a build is gone with the build", async () => {
    const stack = running();
    const { api } = stack;
    const archive = zipOf(nodeApp("never", { build: "echo begun && sleep 67.5" }));
    const { deployment, project } = await api.launchUpload("short-lived", archive);
    await api.says("short-lived", deployment, "begun");
    await api.remove("short-lived");
    expect((await api.send("GET", "/projects/short-lived")).status).toBe(404);
    expect(await worksOn(stack, deployment.id)).toBe(false);
    const left = (await stack.app.world.runtime.list()).filter(({ labels }) => labels.project === project.id);
    expect(left).toEqual([]);
    // Its name is free again.
    const again = await api.launch({ slug: "short-lived", source: "example", example: "static" });
    await api.live("short-lived", again.deployment);
  });

  slow("of several versions that come at once the newest goes live, and those between never begin", async () => {
    const stack = running();
    const { api } = stack;
    const first = await api.launchUpload("hasty", zipOf(nodeApp("0", { build: "echo begun && sleep 1" })));
    await api.says("hasty", first.deployment, "begun");
    const waiting = [];
    for (const text of ["1", "2", "3"]) waiting.push(await api.deployUpload("hasty", zipOf(nodeApp(text))));
    const ended = await Promise.all([first.deployment, ...waiting].map((one) => api.ended("hasty", one)));
    const states = ended.map(({ deployment }) => deployment.state.name);
    expect(states).toEqual(["live", "superseded", "superseded", "live"]);
    expect(await stack.textAt("hasty")).toBe("3");
  });

  slow("requests that take long are answered by the version that took them", async () => {
    const stack = running();
    const { api } = stack;
    const app = (text: string) => ({
      ...nodeApp(text),
      "server.js":
        nodeApp(text)["server.js"]?.replace(/=> (response\.end\(.*\))\)/, "=> setTimeout(() => $1, 1500))") ?? "",
    });
    const { deployment } = await api.launchUpload("slow", zipOf(app("one")));
    await api.live("slow", deployment);
    const next = await api.deployUpload("slow", zipOf(app("two")));
    const answers: Promise<string>[] = [];
    const asking = setInterval(() => answers.push(stack.textAt("slow")), 50);
    await api.live("slow", next);
    clearInterval(asking);
    const texts = new Set(await Promise.all(answers));
    expect([...texts].sort()).toEqual(["one", "two"]);
  });
}
