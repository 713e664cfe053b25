import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { shortId } from "#src/lib/ids.ts";
import { tarFolder, zipFolder } from "../support/archives.ts";
import { testFolder } from "../support/folders.ts";
import { type Options, RunningAutoStack } from "../support/running-autostack.ts";
import { nodeApp } from "../support/sample-apps.ts";
import { commitFiles, git, makeCertificate, serveGit } from "./git-server.ts";
import { crossings, projectLife } from "./project-life-contract.ts";
import { restarts } from "./restart-contract.ts";

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

    slow("the dashboard answers at the base domain, beside the apps", async () => {
      const { edgePort } = stack.config;
      const headers = { host: `localhost:${edgePort}`, accept: "text/html" };
      const response = await fetch(`http://127.0.0.1:${edgePort}/login`, { headers });
      expect(response.status).toBe(200);
      expect(await response.text()).toContain("password");
    });

    projectLife(() => stack);
    crossings(() => stack);
    restarts(() => stack, options);
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
