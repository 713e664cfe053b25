import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readdir, readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import type { Artifact, InstanceState, Runtime } from "#src/runtimes/runtime.ts";
import { answer, eventually, NODE_SERVER, RuntimeBench } from "./runtimes-bench.ts";

/** What every engine promises. */
export function runtimeContract(kind: Runtime["name"]): void {
  describe(`the ${kind} runtime`, () => {
    const bench = new RuntimeBench(kind);
    let server: Artifact;

    beforeAll(async () => {
      await bench.open();
      server = await bench.build("server", { "server.js": NODE_SERVER });
    });
    afterAll(() => bench.close());

    const start = (name: string, more = {}) => bench.runtime.start(bench.startRequest(name, server, more));
    const exited = (state: InstanceState) => state.name === "exited";

    test("has no problem here and shows its recipe", async () => {
      expect(await bench.runtime.problem()).toBeNull();
      const { plan } = await bench.request("recipe", {});
      expect(bench.runtime.recipe(plan, "project1")).toContain("node server.js");
    });

    test("serves what it built", async () => {
      const instance = await start("serves");
      expect(await answer(instance)).toStartWith("hello from ");
      expect(instance.labels).toEqual(bench.labels("serves"));
      expect(await bench.runtime.inspect(instance.name)).toMatchObject({ name: "running", instance, restarts: 0 });
      expect(await bench.runtime.list()).toContainEqual(instance);
    });

    test("starts the same name once", async () => {
      const first = await start("once");
      const before = await answer(first);
      expect(await start("once")).toEqual(first);
      expect(await answer(first)).toBe(before);
    });

    test("runs two instances of one artifact side by side", async () => {
      const [one, two] = await Promise.all([start("side-one"), start("side-two")]);
      expect(await answer(one)).not.toBe("");
      expect(await answer(two)).not.toBe("");
      expect(`${one.address}:${one.port}`).not.toBe(`${two.address}:${two.port}`);
    });

    test("gives the service its variables and nothing of AutoStack's own", async () => {
      process.env.AUTOSTACK_TEST_LEAK = "leak";
      try {
        const instance = await start("variables", { variables: { COLOUR: "a 'b' \"c\" $d\ne" } });
        const seen = JSON.parse(await answer(instance, "/env"));
        expect(seen.COLOUR).toBe("a 'b' \"c\" $d\ne");
        expect(seen.PORT).toBe(String(instance.port));
        expect(seen).not.toHaveProperty("AUTOSTACK_TEST_LEAK");
      } finally {
        delete process.env.AUTOSTACK_TEST_LEAK;
      }
    });

    test("builds the same name again without doing anything", async () => {
      const again = await bench.build("server", { "server.js": NODE_SERVER });
      // What it stands on was told to the first one only.
      expect(again).toEqual("bases" in server ? { ...server, bases: {} } : server);
      expect(await bench.runtime.artifactExists(server)).toBe(true);
    });

    test("runs build commands with the build's variables and shows their lines", async () => {
      const build = 'echo "colour is $COLOUR" && echo "to the other stream" >&2';
      // A step that an engine has in its cache writes nothing, hence a value of this run's own.
      await bench.build("lines", { "server.js": "" }, { build }, { variables: { COLOUR: `it's ${bench.id}` } });
      expect(bench.lines).toContain(`colour is it's ${bench.id}`);
      expect(bench.lines).toContain("to the other stream");
    });

    test("names the build command that failed", async () => {
      const build = bench.build("fails", { "server.js": "" }, { build: "echo no good >&2; exit 7" });
      await expect(build).rejects.toMatchObject({ code: "build_failed", status: 422 });
      await expect(build).rejects.toThrow("The build failed: `echo no good >&2; exit 7` ended with exit code 7.");
    });

    test("ends a build that takes too long", async () => {
      const limits = { ...(await bench.request("slow", {})).limits, buildTimeoutMs: 1500 };
      const build = bench.build("slow", { "server.js": "" }, { build: "sleep 61.5" }, { limits });
      await expect(build).rejects.toMatchObject({ code: "build_timeout" });
      await eventually(
        () => running("sleep 61.5"),
        (count) => count === 0,
      );
    });

    test("a cancelled build leaves no process behind", async () => {
      const cancel = new AbortController();
      const more = { signal: cancel.signal };
      const build = bench.build("cancel", { "server.js": "" }, { build: "sleep 62.5" }, more).catch((error) => error);
      await eventually(
        () => running("sleep 62.5"),
        (count) => count > 0,
      );
      cancel.abort();
      expect(await build).toHaveProperty("name", "AbortError");
      await eventually(
        () => running("sleep 62.5"),
        (count) => count === 0,
      );
    });

    test("takes the output folder of a static app", async () => {
      const plan = { kind: "static" as const, build: "mkdir dist && echo made > dist/index.html", output: "dist" };
      const site = await bench.build("site", { "README.md": "x" }, { ...plan, start: null, port: null });
      if (site.kind !== "site") throw new Error(site.kind);
      expect((await readdir(site.folder)).sort()).toEqual([".autostack", "index.html"]);
      expect(await readFile(join(site.folder, "index.html"), "utf8")).toBe("made\n");
      expect(await bench.build("site", {}, { ...plan, start: null, port: null })).toEqual(site);
    });

    test("says so when the output folder is not there", async () => {
      const plan = { kind: "static" as const, build: "true", output: "dist", start: null, port: null };
      const build = bench.build("no-output", { "README.md": "x" }, plan);
      await expect(build).rejects.toMatchObject({ code: "invalid_output", status: 422 });
    });

    test("copies a plain site without its secrets and history", async () => {
      const contents = { "index.html": "plain", ".env": "KEY=1", ".git/config": "x", "a/b.css": "y" };
      const plan = { kind: "static" as const, output: ".", start: null, port: null };
      const site = await bench.build("plain", contents, plan);
      if (site.kind !== "site") throw new Error(site.kind);
      expect((await readdir(site.folder)).sort()).toEqual([".autostack", "a", "index.html"]);
      expect(site.bytes).toBeGreaterThanOrEqual(6);
    });

    test("keeps sites of the same files once, built or copied, and another's apart", async () => {
      const built = { kind: "static" as const, build: "mkdir dist && cp page dist/index.html", output: "dist" };
      const plain = { kind: "static" as const, output: ".", start: null, port: null };
      const claimed: string[] = [];
      const build = async (name: string, contents: Record<string, string>, plan: typeof built | typeof plain) => {
        const more = { ...plan, start: null, port: null };
        const site = await bench.build(name, contents, more, { claim: (folder) => claimed.push(folder) });
        if (site.kind !== "site") throw new Error(site.kind);
        return site.folder;
      };
      const first = await build("same-built", { page: "same" }, built);
      expect(await build("same-plain", { "index.html": "same" }, plain)).toBe(first);
      const other = await build("other-plain", { "index.html": "other" }, plain);
      expect(claimed).toEqual([first, first, other]);
      await bench.runtime.removeArtifact({ kind: "site", folder: other, bytes: 0 });
      expect(await bench.runtime.artifactExists({ kind: "site", folder: other, bytes: 0 })).toBe(false);
      expect(await readFile(join(first, "index.html"), "utf8")).toBe("same");
    });

    test("refuses a site with a link that leads out of it", async () => {
      const plan = { kind: "static" as const, output: ".", start: null, port: null };
      const request = await bench.request("link", { "index.html": "x" }, plan);
      await symlink("/etc/passwd", join(request.workspace, "passwd"));
      await expect(bench.runtime.build(request)).rejects.toMatchObject({ code: "link_leaves_site" });
      expect((await readdir(join(bench.folder, "sites"))).filter((name) => name.includes(request.name))).toEqual([]);
    });

    test.each(["../..", "linked"])("refuses to build %s, which leaves the source", async (path) => {
      const request = await bench.request("climb", { "index.html": "x" }, { path, context: path });
      await symlink("/etc", join(request.workspace, "linked")).catch(() => {});
      await expect(bench.runtime.build(request)).rejects.toMatchObject({ field: "path", status: 422 });
    });

    test("tells a service that only loopback can reach from one that all can", async () => {
      const open = await start("open");
      const closed = await start("closed", { variables: { BIND: "127.0.0.1" } });
      const listening = (name: string) =>
        eventually(
          () => bench.runtime.listening(name),
          (ports) => ports.length > 0,
        );
      expect(await listening(open.name)).toEqual([{ port: Number(open.port), loopbackOnly: false }]);
      expect(await listening(closed.name)).toEqual([{ port: Number(closed.port), loopbackOnly: true }]);
    });

    test("counts restarts of a service that ends", async () => {
      const { name } = await start("crashes", { command: "sh -c 'exit 4'" });
      const inspect = () => bench.runtime.inspect(name);
      await eventually(inspect, (state) => state.name !== "missing" && state.restarts >= 2);
      expect(await eventually(inspect, exited)).toMatchObject({ exitCode: 4, outOfMemory: false });
    });

    test("a service that has crashed once answers again", async () => {
      const instance = await start("revives");
      const before = await answer(instance);
      await fetch(`http://${instance.address}:${instance.port}/crash`).catch(() => null);
      await eventually(
        () => bench.runtime.inspect(instance.name),
        (s) => s.name === "running" && s.restarts === 1,
      );
      const state = await bench.runtime.inspect(instance.name);
      if (state.name !== "running") throw new Error(state.name);
      expect(await answer(state.instance)).toStartWith("hello from ");
      expect(before).toStartWith("hello from ");
    });

    test("replaces what an ended service of the same name has left", async () => {
      const { name } = await start("replaced", { command: "true" });
      await eventually(() => bench.runtime.inspect(name), exited);
      // It is started again and again: in the moments in which it runs it is no left-over, and start gives it as it is.
      const isNew = (state: InstanceState) => state.name === "running" && state.restarts === 0;
      await eventually(async () => {
        await start("replaced");
        return bench.runtime.inspect(name);
      }, isNew);
      expect(await answer(await start("replaced"))).toStartWith("hello from ");
    });

    test("stops with SIGTERM, so that the service can say goodbye, and forgets it", async () => {
      const instance = await start("stops");
      await answer(instance);
      const lines: string[] = [];
      const options = { follow: true, tail: 10, after: null, signal: AbortSignal.timeout(10_000) };
      const reading = (async () => {
        for await (const line of bench.runtime.logs(instance.name, options)) lines.push(line.text);
      })();
      await eventually(async () => lines.length >= 2);
      await bench.runtime.stop(instance.name, 5000);
      await reading;
      expect(lines.sort()).toEqual(["bye", "listening", "starting"]);
      expect(await bench.runtime.inspect(instance.name)).toEqual({ name: "missing" });
      await bench.runtime.stop(instance.name, 0);
    });

    test("kills a service that will not go", async () => {
      const command = "trap '' TERM; echo ready; while true; do sleep 0.1; done";
      const { name } = await start("stubborn", { command });
      const ready = async () => (await tail(bench, name)).includes("ready");
      await eventually(ready);
      const before = Date.now();
      await bench.runtime.stop(name, 1000);
      expect(Date.now() - before).toBeLessThan(8000);
      expect(await bench.runtime.inspect(name)).toEqual({ name: "missing" });
    });

    test("shows as many of the last lines as are wanted", async () => {
      const command = "i=1; while [ $i -le 20 ]; do echo line $i; i=$((i+1)); done; sleep 60";
      const { name } = await start("tail", { command });
      await eventually(async () => (await tail(bench, name)).includes("line 20"));
      expect(await tail(bench, name, 3)).toEqual(["line 18", "line 19", "line 20"]);
    });

    test("a log goes on, without a gap or a repeat, when its service is started again", async () => {
      const command = "echo begin $$; sleep 0.2; echo end $$; sleep 0.1; false";
      const { name } = await start("log-restarts", { command });
      const stop = new AbortController();
      const words: string[] = [];
      for await (const { text } of bench.runtime.logs(name, {
        follow: true,
        tail: 100,
        after: null,
        signal: stop.signal,
      })) {
        words.push(text.split(" ")[0] ?? "");
        if (words.length === 6) stop.abort();
      }
      expect(words).toEqual(["begin", "end", "begin", "end", "begin", "end"]);
    });

    test("runs one command to its end with the service's variables", async () => {
      const lines: string[] = [];
      const request = bench.startRequest("one-off", server, { variables: { COLOUR: "blue" } });
      const signal = new AbortController().signal;
      const log = (_: string, text: string) => lines.push(text);
      expect(await bench.runtime.run(request, 'echo "is $COLOUR"; exit 5', log, signal)).toBe(5);
      expect(lines).toEqual(["is blue"]);
      expect((await bench.runtime.list()).filter(({ name }) => name.startsWith(request.name))).toEqual([]);
      expect(await bench.runtime.inspect(request.name)).toEqual({ name: "missing" });
    });

    test("a cancelled command leaves nothing behind", async () => {
      const cancel = new AbortController();
      const request = bench.startRequest("one-off-cancel", server);
      const run = bench.runtime.run(request, "echo go; sleep 63.5", () => cancel.abort(), cancel.signal);
      await expect(run).rejects.toHaveProperty("name", "AbortError");
      await eventually(
        () => running("sleep 63.5"),
        (count) => count === 0,
      );
      expect((await bench.runtime.list()).filter(({ name }) => name.startsWith(request.name))).toEqual([]);
    });

    test("an AutoStack that starts later finds the services", async () => {
      const instance = await start("found");
      const later = bench.newRuntime();
      expect(await later.list()).toContainEqual(instance);
      expect(await later.inspect(instance.name)).toMatchObject({ name: "running", instance });
    });

    test("closing leaves services alone where they outlive AutoStack, and ends them where they do not", async () => {
      const instance = await start("closing");
      const before = await answer(instance);
      await bench.newRuntime(true).close();
      expect(await answer(instance)).toBe(before);
      await bench.runtime.close();
      expect(await bench.runtime.inspect(instance.name)).not.toHaveProperty("name", "running");
    });

    test("refuses to start what was never built", async () => {
      await bench.runtime.removeArtifact(await bench.build("gone", { "server.js": "" }));
      const gone = {
        ...server,
        ...(server.kind === "image" ? { image: `sha256:${"0".repeat(64)}` } : { folder: "/nope" }),
      };
      const started = bench.runtime.start(bench.startRequest("gone", gone));
      await expect(started).rejects.toMatchObject({ status: 409 });
    });
  });
}

async function tail(bench: RuntimeBench, name: string, count = 100): Promise<string[]> {
  const options = { follow: false, tail: count, after: null, signal: new AbortController().signal };
  return (await Array.fromAsync(bench.runtime.logs(name, options))).map(({ text }) => text);
}

/** How many processes of this machine, in containers too, run exactly this. */
async function running(command: string): Promise<number> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")));
  return lines.filter((line) => line.split("\0").join(" ").trim() === command).length;
}
