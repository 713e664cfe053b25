import { expect, test } from "bun:test";
import { AppError } from "../lib/errors.ts";
import { tellingSilence } from "./docker-silence.ts";

const LIMITS = { memoryBytes: 1, cpus: 1, pids: 1, logBytes: 1, buildTimeoutMs: 1_800_000 };
const limits = { ...LIMITS, build: { memoryBytes: 1, cpus: 1, pids: 1 } };

/** A build of an Engine whose minutes pass when the test says so. */
function building(liveRestore: () => Promise<boolean> = async () => true) {
  const said: (string | null)[] = [];
  const minute = Promise.withResolvers<void>();
  const slept: number[] = [];
  const sleep = (durationMs: number, signal?: AbortSignal) => {
    slept.push(durationMs);
    signal?.addEventListener("abort", () => minute.resolve());
    return minute.promise;
  };
  const made = Promise.withResolvers<string>();
  const begun = Promise.withResolvers<() => void>();
  const request = { limits, onWait: (reason: string | null) => said.push(reason) };
  const image = tellingSilence({ sleep, docker: { liveRestore } }, request, (onBegin) => {
    begun.resolve(onBegin);
    return made.promise;
  });
  const passMinute = async () => {
    minute.resolve();
    while (said.length === 0) await Promise.resolve();
  };
  return { said, slept, made, image, passMinute, begin: async () => (await begun.promise)() };
}

const timeout = () => new AppError({ code: "build_timeout", status: 422, summary: "The build took longer than 30m." });

test("a build that begins is spoken of by nobody else", async () => {
  const { said, made, image, begin } = building();
  await begin();
  made.resolve("sha256:1");
  expect(await image).toBe("sha256:1");
  expect(said).toEqual([]);
});

test("one that Docker has not begun after a minute says so, with what to do, until it begins", async () => {
  const { said, slept, made, image, passMinute, begin } = building();
  await passMinute();
  expect(slept).toEqual([60_000]);
  expect(said).toEqual([
    "Docker has not begun this build for a minute. If it stays so: restart Docker with systemctl restart docker. Apps run on meanwhile.",
  ]);
  await begin();
  expect(said.slice(1)).toEqual([null]);
  made.resolve("sha256:1");
  expect(await image).toBe("sha256:1");
  expect(said).toHaveLength(2);
});

test("where apps may end with Docker that is said too", async () => {
  for (const liveRestore of [async () => false, () => Promise.reject(new Error("Docker does not answer"))]) {
    const { said, made, image, passMinute } = building(liveRestore);
    await passMinute();
    expect(said[0]).toEndWith("Apps end and start again with it, as live-restore is not known to be on.");
    made.resolve("sha256:1");
    await image;
  }
});

test("one that never begins ends with that reason at its time limit; one that began ends as before", async () => {
  const never = building();
  await never.passMinute();
  never.made.reject(timeout());
  await expect(never.image).rejects.toMatchObject({
    code: "build_not_begun",
    summary: "Docker did not begin this build within 30m 0s.",
    hint: expect.stringContaining("systemctl restart docker"),
  });
  const late = building();
  await late.begin();
  late.made.reject(timeout());
  await expect(late.image).rejects.toMatchObject({ code: "build_timeout" });
  const cancelled = building();
  cancelled.made.reject("cancelled");
  await expect(cancelled.image).rejects.toBe("cancelled");
  expect(cancelled.said).toEqual([]);
});
