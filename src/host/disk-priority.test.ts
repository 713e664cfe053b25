import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdir, mkdtemp, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { whyNoDiskPriority } from "./disk-priority.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "autostack-disk-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** A machine whose disk has this scheduler, on a partition of it or without one. */
async function why(scheduler: string, groups: Record<string, string> = {}, part = ""): Promise<string | null> {
  const { dev } = await stat(root);
  const numbers = `${(dev >> 8) & 0xfff}:${(dev & 0xff) | ((dev >> 12) & 0xfff00)}`;
  const files = { "sys/block/vda/queue/scheduler": `${scheduler}\n`, "sys/dev/block/x": "", ...groups };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  await mkdir(join(root, "sys/block/vda", part), { recursive: true });
  await symlink(join(root, "sys/block/vda", part), join(root, "sys/dev/block", numbers));
  return whyNoDiskPriority(root, { sys: join(root, "sys"), cgroups: join(root, "groups") });
}

const SAYS = "The disk's scheduler (none) puts nobody first, so builds share the disk with everything else as equals.";
const V2 = { "groups/cgroup.controllers": "io\n" };

test("a disk without an order is named by its scheduler, on a partition too", async () => {
  expect(await why("[none] mq-deadline kyber bfq", V2)).toBe(SAYS);
  await rm(join(root, "sys"), { recursive: true });
  expect(await why("[none] mq-deadline", V2, "vda1")).toBe(SAYS);
});

test.each([
  ["bfq, which knows weights", "none [bfq]", V2, true],
  ["mq-deadline, which knows classes", "[mq-deadline] none", V2, true],
  ["kyber, which knows neither", "[kyber]", V2, false],
  ["costs that the kernel accounts for", "[none]", { ...V2, "groups/io.cost.qos": "253:0 enable=1 ctrl=auto\n" }, true],
  ["costs that it does not", "[none]", { ...V2, "groups/io.cost.qos": "253:0 enable=0 ctrl=auto\n" }, false],
])("%s", async (_what, scheduler, groups, isOrdered) => {
  expect((await why(scheduler, groups)) === null).toBe(isOrdered);
});

test("nothing is said of a folder whose disk is not known", async () => {
  expect(await whyNoDiskPriority(root, { sys: join(root, "none"), cgroups: root })).toBeNull();
  expect(await whyNoDiskPriority(join(root, "none"))).toBeNull();
});
