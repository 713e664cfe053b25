import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Artifact, Runtime } from "#src/runtimes/runtime.ts";
import { answer, NODE_SERVER, RuntimeBench } from "./runtimes-bench.ts";

const FILES = { "server.js": NODE_SERVER, "only-for-the-build.txt": "x" };
/** Says what earlier builds have left, and leaves a mark for the next one. */
const BUILD = 'mkdir -p work/cache && echo "found [$(cat work/cache/* 2>/dev/null)]" && echo mark > work/cache/mark';

function keepsFolders(kind: Runtime["name"]): void {
  describe(`the ${kind} runtime`, () => {
    const bench = new RuntimeBench(kind);
    beforeAll(() => bench.open());
    afterAll(() => bench.close());

    const found = async (name: string, project: string): Promise<[string | undefined, Artifact]> => {
      bench.lines.length = 0;
      const labels = { ...bench.labels(name), project: `${bench.id}-${project}` };
      // Another text each time, so that no step comes from the Engine's own cache.
      const build = `${BUILD} # ${name} ${crypto.randomUUID()}`;
      const artifact = await bench.build(name, FILES, { build, caches: ["work/cache"] }, { labels });
      return [bench.lines.find((line) => line.startsWith("found ")), artifact];
    };

    test("gives a build the folders that the last one of the project left, and no other project", async () => {
      expect((await found("first", "blog"))[0]).toBe("found []");
      expect((await found("second", "blog"))[0]).toBe("found [mark]");
      expect((await found("other", "shop"))[0]).toBe("found []");
    }, 120_000);

    test("keeps them out of what it made", async () => {
      const [, artifact] = await found("third", "blog");
      const command = "if [ -e work/cache/mark ]; then echo kept; else echo gone; fi";
      expect(await said(bench, "third", artifact, command)).toEqual(["gone"]);
    }, 120_000);
  });
}

keepsFolders("docker");
keepsFolders("process");

describe("an image that is made from a plan", () => {
  const bench = new RuntimeBench("docker");
  beforeAll(() => bench.open());
  afterAll(() => bench.close());

  test("holds what is shipped and nothing else, and its program still answers", async () => {
    const image = await bench.build("shipped", FILES, { build: "echo built > built.txt", ship: ["server.js"] });
    expect(await answer(await bench.runtime.start(bench.startRequest("shipped", image)))).toStartWith("hello");
    expect(await said(bench, "shipped", image, "ls -A")).toEqual(["server.js"]);
  }, 120_000);

  test("holds the packages of the program, and not those of its build", async () => {
    const packages = { build: ["ed"], run: ["tree"] };
    const image = await bench.build("packages", FILES, { packages, build: "ed --version && tree --version" });
    const command = "tree --version > /dev/null && echo tree; command -v ed || echo none";
    expect(await said(bench, "packages", image, command)).toEqual(["tree", "none"]);
  }, 120_000);

  test("holds nothing that was only needed to build", async () => {
    const plan = { build: "echo built > built.txt", prune: "rm only-for-the-build.txt" };
    const image = await bench.build("pruned", FILES, plan);
    expect(await said(bench, "pruned", image, "ls -A")).toEqual(["built.txt", "server.js"]);
  }, 120_000);
});

/** What a command prints that runs with the artifact. */
async function said(bench: RuntimeBench, name: string, artifact: Artifact, command: string): Promise<string[]> {
  const lines: string[] = [];
  const { signal } = new AbortController();
  await bench.runtime.run(bench.startRequest(name, artifact), command, (_, text) => lines.push(text), signal);
  return lines;
}
