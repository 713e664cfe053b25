import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { shortId } from "#src/lib/ids.ts";
import { tarFolder, zipFolder } from "../support/archives.ts";
import { eventually } from "../support/eventually.ts";
import { testFolder } from "../support/folders.ts";
import { type Options, RunningAutoStack } from "../support/running-autostack.ts";
import { nodeApp, zipOf } from "../support/sample-apps.ts";
import { commitFiles, git, makeCertificate, serveGit } from "./git-server.ts";
import { watchAnswers } from "./watch-answers.ts";

const EXAMPLES = [
  ["static", "Your page is"],
  ["node", "Hello from Node"],
  ["bun", "Hello from Bun"],
  ["python", "Hello from Python"],
] as const;

const MINUTES_MS = 120_000;

/** What a person can do with AutoStack, whatever engine builds and runs it and whatever leads traffic there. */
export function mainJobContract(options: Options): void {
  describe(`the main job on ${options.runtime} behind ${options.edge}`, () => {
    let stack: RunningAutoStack;

    beforeAll(async () => {
      stack = await RunningAutoStack.start(options);
    }, MINUTES_MS);
    afterAll(() => stack?.close(), MINUTES_MS);

    const worksOn = async (id: string) => (await readdir(join(stack.config.dataFolder, "work"))).includes(id);
    const slow = (promise: string, body: () => Promise<void>) => test(promise, body, MINUTES_MS);

    test.each(EXAMPLES)(
      "the example %s answers at its own address",
      async (example, text) => {
        const { api } = stack;
        const slug = `hello-${example}`;
        const { deployment } = await api.launch({ slug, source: "example", example });
        const { url, deployment: ended } = await api.live(slug, deployment);
        expect(url).toBe(`http://${slug}.localhost:${stack.config.edgePort}`);
        expect(await stack.textAt(slug)).toContain(text);
        expect(await stack.textAt(`${slug}-${shortId(ended.id)}`)).toContain(text);
      },
      MINUTES_MS,
    );

    slow("a zip and a tar.gz, as the machine's own programs pack them, are streamed in and answer", async () => {
      const { api } = stack;
      await using folder = await testFolder();
      const source = join(import.meta.dir, "../../examples/static");
      const zip = await zipFolder(source, join(folder.path, "page.zip"));
      const tar = await tarFolder(source, join(folder.path, "page.tar.gz"));
      for (const [path, slug] of [
        [zip, "zipped"],
        [tar, "tarred"],
      ] as const) {
        const { id, fileName, bytes } = await api.upload(Bun.file(path).stream(), path);
        expect(bytes).toBe(Bun.file(path).size);
        const { deployment } = await api.launch({ slug, source: "upload", upload: id, fileName });
        await api.live(slug, deployment);
        expect(await stack.textAt(slug)).toContain("Your page is");
      }
    });

    slow("a repository is deployed by its branch, and another branch is a preview beside it", async () => {
      const { api } = stack;
      await using folder = await testFolder();
      await using served = await repositoryOverHttps(folder.path);
      const first = await api.launch({ slug: "from-git", source: "git", url: served.url, branch: "main" });
      const { deployment } = await api.live("from-git", first.deployment);
      expect(deployment.revision).toMatchObject({ kind: "commit", sha: served.sha, branch: "main" });
      expect(await stack.textAt("from-git")).toBe("main");

      const preview = await api.deploy("from-git", { branch: "next" });
      const { url } = await api.live("from-git", preview);
      expect(url).toBe(`http://from-git-next.localhost:${stack.config.edgePort}`);
      expect(await stack.textAt("from-git-next")).toBe("next");
      expect(await stack.textAt("from-git")).toBe("main");
      await api.remove("from-git");
      expect((await stack.visit("from-git-next")).status).toBe(404);
    });

    describe("a project over its life", () => {
      const slug = "shop";
      const answers = () => watchAnswers(() => stack.visit(slug));

      slow("a second version takes over without one request that fails", async () => {
        const { api } = stack;
        const first = await api.launchUpload(slug, zipOf(nodeApp("one")));
        await api.live(slug, first.deployment);
        expect(await stack.textAt(slug)).toBe("one");
        const watched = answers();
        await api.live(slug, await api.deployUpload(slug, zipOf(nodeApp("two"))));
        const { failures, texts } = await watched.end();
        expect(failures).toEqual([]);
        expect(texts).toEqual(["one", "two"]);
      });

      slow("a version that ends at once, or fails to build, never gets traffic", async () => {
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
        const { api } = stack;
        const [, , second, first] = await api.deployments(slug);
        if (!first || !second) throw new Error("there are two versions");
        expect([first.canRollBack, second.canRollBack]).toEqual([true, false]);
        const watched = answers();
        const back = await api.live(slug, await api.act(slug, first, "rollback"));
        const { failures, texts } = await watched.end();
        expect(failures).toEqual([]);
        expect(texts).toEqual(["two", "one"]);
        expect(back.stages.map(({ stage }) => stage)).toEqual(["start", "probe", "route", "retire"]);
        expect(Number(back.deployment.finishedAt) - back.deployment.createdAt).toBeLessThan(10_000);
      });

      slow("a redeploy builds the same code again with the variables of now", async () => {
        const { api } = stack;
        const [latest] = await api.deployments(slug);
        if (!latest) throw new Error("there is a deployment");
        const again = await api.live(slug, await api.act(slug, latest, "redeploy"));
        expect(again.stages.map(({ stage }) => stage)).toContain("build");
        expect(await stack.textAt(slug)).toBe("one");
      });

      slow("a build that is cancelled leaves nothing", async () => {
        const { api } = stack;
        const archive = zipOf(nodeApp("never", { build: "echo begun && sleep 64.5" }));
        const deployment = await api.deployUpload(slug, archive);
        await api.says(slug, deployment, "begun");
        await api.act(slug, deployment, "cancel");
        const { deployment: ended } = await api.ended(slug, deployment);
        expect(ended.state).toEqual({ name: "cancelled" });
        expect(await worksOn(deployment.id)).toBe(false);
        expect((await stack.app.world.runtime.list()).map(({ labels }) => labels.deployment)).not.toContain(
          deployment.id,
        );
        expect(await stack.textAt(slug)).toBe("one");
        const again = await api.send("POST", `/projects/${slug}/deployments/${deployment.id}/cancel`);
        expect(again.status).toBe(409);
      });

      slow("a deleted project is gone with all that it owned", async () => {
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

    slow("a project that is deleted in the middle of a build is gone with the build", async () => {
      const { api } = stack;
      const archive = zipOf(nodeApp("never", { build: "echo begun && sleep 67.5" }));
      const { deployment, project } = await api.launchUpload("short-lived", archive);
      await api.says("short-lived", deployment, "begun");
      await api.remove("short-lived");
      expect((await api.send("GET", "/projects/short-lived")).status).toBe(404);
      expect(await worksOn(deployment.id)).toBe(false);
      const left = (await stack.app.world.runtime.list()).filter(({ labels }) => labels.project === project.id);
      expect(left).toEqual([]);
      // Its name is free again.
      const again = await api.launch({ slug: "short-lived", source: "example", example: "static" });
      await api.live("short-lived", again.deployment);
    });

    slow("of several versions that come at once the newest goes live, and those between never begin", async () => {
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

    slow("a build that is under way when AutoStack stops is taken up again and goes live", async () => {
      const { api } = stack;
      const first = await api.launchUpload("resumed", zipOf(nodeApp("before")));
      await api.live("resumed", first.deployment);
      const next = await api.deployUpload("resumed", zipOf(nodeApp("after", { build: "echo begun && sleep 3" })));
      await api.says("resumed", next, "begun");
      await stack.stop();
      // With Traefik before it, an app does not notice that AutoStack is away.
      if (options.edge === "traefik") expect(await stack.textAt("resumed")).toBe("before");
      await stack.open();
      expect(await stack.textAt("resumed")).toBe("before");
      const { stages } = await api.live("resumed", next);
      expect(stages.every(({ endedAt }) => endedAt !== null)).toBe(true);
      expect(await stack.textAt("resumed")).toBe("after");
      await api.remove("resumed");
    });

    slow("what ended while AutoStack was away is brought back at its start", async () => {
      const { api } = stack;
      const { deployment } = await api.launchUpload("revived", zipOf(nodeApp("here")));
      await api.live("revived", deployment);
      await stack.stop();
      await stack.killAll();
      await expect(stack.visit("revived")).rejects.toThrow();
      await stack.open();
      await eventually("the app answering", async () => (await stack.textAt("revived")) === "here");
    });
  });
}

/** A repository with two branches on a real Git server that Git trusts while it is open. */
async function repositoryOverHttps(folder: string) {
  const repository = join(folder, "served/shop.git");
  const sha = await commitFiles(repository, nodeApp("main"), "The first version");
  await git(repository, "checkout", "--quiet", "-b", "next");
  await commitFiles(repository, nodeApp("next"), "The next version");
  await git(repository, "checkout", "--quiet", "main");
  const certificate = await makeCertificate(folder);
  const server = serveGit(join(folder, "served"), { certificate });
  const trusted = process.env.GIT_SSL_CAINFO;
  process.env.GIT_SSL_CAINFO = certificate.file;
  return {
    sha,
    url: `${server.url}/shop.git/.git`,
    async [Symbol.asyncDispose]() {
      if (trusted === undefined) delete process.env.GIT_SSL_CAINFO;
      else process.env.GIT_SSL_CAINFO = trusted;
      await server.stop();
    },
  };
}
