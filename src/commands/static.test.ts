import { expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Io } from "./command.ts";
import { EXIT } from "./exit.ts";
import { staticCommand } from "./static.ts";

function ioThat(out: (text: string) => void, signal: AbortSignal): Io {
  const input = { isTerminal: false, readAll: async () => "", readHidden: async () => null };
  return { env: {}, cwd: "/", out, err: out, isTerminal: false, columns: 80, signal, input };
}

test("serves the sites of a data folder until it is asked to stop", async () => {
  const data = await mkdtemp(join(tmpdir(), "autostack-static-"));
  try {
    await Bun.write(join(data, "sites/blog/index.html"), "hello");
    const stopping = new AbortController();
    const started = Promise.withResolvers<string>();
    const ended = staticCommand.run(["--data", data, "--port", "0"], ioThat(started.resolve, stopping.signal));
    const [url] = /http:\S+\d/.exec(await started.promise) ?? [];
    expect(await (await fetch(`${url}/sites/blog/`)).text()).toBe("hello");
    stopping.abort();
    expect(await ended).toBe(EXIT.ok);
    await expect(fetch(`${url}/sites/blog/`)).rejects.toThrow();
  } finally {
    await rm(data, { recursive: true });
  }
});

test.each([[["--port", "1"]], [["--data", "/x"]], [["--data", "/x", "--port", "many"]]])(
  "%j is a wrong usage",
  async (args) => {
    const io = ioThat(() => undefined, new AbortController().signal);
    await expect(staticCommand.run(args, io)).rejects.toMatchObject({ code: "wrong_usage" });
  },
);
