import { afterAll, beforeAll, expect, test } from "bun:test";
import { join } from "node:path";
import { parse } from "yaml";
import type { Ejection } from "#src/plans/generators.ts";
import { run } from "../../scripts/lib/run.ts";
import { EJECT_PACKAGES, installPackages } from "../../scripts/test-setup/packages.ts";
import { writeFiles } from "../support/archives.ts";
import { testFolder } from "../support/folders.ts";
import { RunningAutoStack } from "../support/running-autostack.ts";
import { nodeApp, zipOf } from "../support/sample-apps.ts";

const MINUTES_MS = 180_000;
const SECRET = "s3cr3t-of-the-project";

let stack: RunningAutoStack;

beforeAll(async () => {
  await installPackages(EJECT_PACKAGES, console.error);
  stack = await RunningAutoStack.start({ runtime: "process", edge: "embedded" });
  const { deployment } = await stack.api.launchUpload("shop", zipOf(nodeApp("first")));
  await stack.api.live("shop", deployment);
  await stack.api.ask("POST", "/projects/shop/variables", { json: { name: "API_KEY", value: SECRET, secret: true } });
}, MINUTES_MS);
afterAll(() => stack?.close(), MINUTES_MS);

const ejection = () => stack.api.ask<Ejection>("GET", "/projects/shop/eject");
const scriptsOf = async (): Promise<{ run?: string }[]> => {
  const { files } = await ejection();
  return parse(files.find(({ id }) => id === "deploy.yml")?.text ?? "").jobs.deploy.steps;
};

test(
  "a project's files come as a list, one by one and all in one archive, with no value of a variable",
  async () => {
    const { files } = await ejection();
    expect(files.map(({ path }) => path)).toContain("deploy/shop.service");
    const dockerfile = await stack.api.send("GET", "/projects/shop/eject/Dockerfile");
    expect(dockerfile.headers.get("content-disposition")).toBe('attachment; filename="Dockerfile"');
    expect(await dockerfile.text()).toBe(files.find(({ id }) => id === "Dockerfile")?.text ?? "");
    await using folder = await testFolder();
    const archive = await stack.api.send("GET", "/projects/shop/eject/shop.tar.gz");
    await Bun.write(join(folder.path, "all.tar.gz"), await archive.arrayBuffer());
    await run(["tar", "-xzf", "all.tar.gz"], { cwd: folder.path });
    for (const { path, text } of files) {
      expect(await Bun.file(join(folder.path, path)).text()).toBe(text);
      expect(text).not.toContain(SECRET);
    }
  },
  MINUTES_MS,
);

test("a file that there is not is not found, whatever it is called", async () => {
  for (const name of ["nothing", "all.tar.gz", "..%2f..%2fautostack.db", "%00", "__proto__"]) {
    expect((await stack.api.send("GET", `/projects/shop/eject/${name}`)).status).toBe(404);
  }
});

test(
  "the workflow's own steps deploy a repository, wait until it is live, and fail with a deployment",
  async () => {
    await using folder = await testFolder();
    const deploy = async (app: Record<string, string>) => {
      await writeFiles(folder.path, app);
      const git = (...words: string[]) =>
        run(["git", "-c", "user.name=a", "-c", "user.email=a@b.c", ...words], { cwd: folder.path });
      await git("init", "--quiet");
      await git("add", "--all");
      await git("commit", "--quiet", "--message", "change");
      return runSteps(folder.path);
    };
    expect(await deploy(nodeApp("second"))).toEqual([0, 0]);
    expect(await stack.textAt("shop")).toBe("second");
    expect(await deploy(nodeApp("third", { build: "exit 7" }))).toEqual([0, 1]);
    expect(await stack.textAt("shop")).toBe("second");
  },
  MINUTES_MS,
);

/** As a runner of GitHub's would: bash, with what one step tells the next in a file. */
async function runSteps(cwd: string): Promise<number[]> {
  const output = join(cwd, ".git", "output");
  await Bun.write(output, "");
  const codes: number[] = [];
  for (const step of (await scriptsOf()).filter(({ run }) => run !== undefined)) {
    const [, id = ""] = /^id=(\S+)$/m.exec(await Bun.file(output).text()) ?? [];
    const told = { AUTOSTACK_SERVER: stack.url, AUTOSTACK_TOKEN: stack.api.token, AUTOSTACK_PROJECT: "shop" };
    const env = { ...process.env, ...told, GITHUB_OUTPUT: output, GITHUB_SHA: "0123456789abcdef", DEPLOYMENT: id };
    const argv = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step.run ?? ""];
    codes.push(await Bun.spawn(argv, { cwd, env, stdout: "ignore", stderr: "inherit" }).exited);
  }
  return codes;
}
