import { expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DockerEngine } from "./docker-engine.ts";

test("an Engine that takes the connection and says nothing is a problem, not a wait without end", async () => {
  const folder = await mkdtemp(join(tmpdir(), "autostack-silent-"));
  const unix = join(folder, "docker.sock");
  const silent = Bun.listen({ unix, socket: { data() {} } });
  try {
    expect(await new DockerEngine(unix, 50).problem()).toStartWith(`Docker does not answer at ${unix}.`);
  } finally {
    silent.stop(true);
    await rm(folder, { recursive: true });
  }
});
