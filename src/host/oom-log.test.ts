import { afterEach, beforeEach, expect, test } from "bun:test";
import { appendFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OomLog, oomKillsIn } from "./oom-log.ts";

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "autostack-oom-"));
  path = join(folder, "kmsg");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const record = (exhausted: string, victim: string) =>
  `6,9859,3394878637,-;oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=x,mems_allowed=0,${exhausted}task_memcg=${victim},task=node,pid=7,uid=0\n`;
const OTHERS = "4,9858,3394878628,-;node invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0\n";

test("tells whose memory ran out and who was ended for it", () => {
  expect(oomKillsIn(OTHERS + record("oom_memcg=/docker/buildkit,", "/docker/buildkit/a"))).toEqual([
    { victim: "/docker/buildkit/a", exhausted: "/docker/buildkit" },
  ]);
  expect(oomKillsIn(record("global_oom,", "/docker/buildkit/a"))).toEqual([
    { victim: "/docker/buildkit/a", exhausted: null },
  ]);
});

test("tells only of those since then", async () => {
  await writeFile(path, record("oom_memcg=/a,", "/a/1"));
  const log = new OomLog(path);
  const count = await log.count();
  expect(count).toBe(1);
  expect(await log.after(1)).toEqual([]);
  await appendFile(path, OTHERS + record("oom_memcg=/b,", "/b/1"));
  expect(await log.after(1)).toEqual([{ victim: "/b/1", exhausted: "/b" }]);
  expect(await Promise.all([log.count(), log.count()])).toEqual([2, 2]);
});

test("knows nothing where it may not read", async () => {
  expect(await new OomLog(join(folder, "none")).count()).toBeNull();
});
