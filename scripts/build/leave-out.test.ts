import { expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../lib/run.ts";
import { leaveOut } from "./leave-out.ts";

const root = join(import.meta.dir, "../..");

/** Bundles a program of one file that stands in the checkout's own folder of packages. */
async function bundle(source: string): Promise<string> {
  const entry = join(root, "bundled-by-a-test.ts");
  const result = await Bun.build({
    entrypoints: [entry],
    files: { [entry]: source },
    target: "bun",
    plugins: [leaveOut],
  });
  return result.outputs[0]?.text() ?? "";
}

test("dockerode comes without gRPC and SSH and still talks to an Engine", async () => {
  const folder = await mkdtemp(join(tmpdir(), "autostack-leave-out-"));
  const engine = Bun.serve({ unix: join(folder, "docker.sock"), fetch: () => new Response("OK") });
  try {
    const code = await bundle(
      `import Docker from "dockerode";
       const answer = await new Docker({ socketPath: process.argv[2] }).ping();
       console.log(answer.toString());`,
    );
    expect(code).not.toContain("node_modules/@grpc/grpc-js/");
    expect(code).not.toContain("node_modules/ssh2/");
    const program = join(folder, "program.js");
    await Bun.write(program, code);
    expect(await run([process.execPath, program, join(folder, "docker.sock")])).toBe("OK\n");
  } finally {
    await engine.stop(true);
    await rm(folder, { recursive: true, force: true });
  }
});

test("a package is left out only for the one that does not use it", async () => {
  expect(await bundle(`import { Client } from "ssh2"; console.log(Client);`)).toContain("node_modules/ssh2/");
});
