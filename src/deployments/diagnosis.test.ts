import { afterEach, beforeEach, expect, spyOn, test } from "bun:test";
import { FakeWorld } from "../../test/support/fake-world.ts";
import type { Project } from "../projects/project.ts";
import type { Instance } from "../runtimes/runtime.ts";
import { CrashWatch } from "./crash-watch.ts";
import type { LogLine } from "./deployment.ts";
import { readLog } from "./diagnosis.ts";

const OUT_OF_STEP =
  "npm error `npm ci` can only install packages when your package.json and package-lock.json are in sync.";

let fake: FakeWorld;
let project: Project;
beforeEach(() => {
  fake = new FakeWorld();
  project = fake.project("blog");
});
afterEach(() => fake.close());

const failBuild = async (...lines: string[]) => {
  fake.runtime.buildLines = lines;
  fake.runtime.failBuild = "The build failed.";
  return fake.deploy(project);
};
const line = (stage: LogLine["stage"], text: string, id = 1): LogLine => ({ id, at: 0, stage, stream: "out", text });

test("a failed build keeps its cause, with the ids of the log's lines that prove it", async () => {
  const deployment = await failBuild("npm warn something", OUT_OF_STEP);
  const kept = fake.world.deployments.diagnosis(deployment.id);
  const proof = (await fake.world.logs.read(deployment.id)).find(({ text }) => text === OUT_OF_STEP);
  expect(kept).toMatchObject({ of: "failure", findings: [{ rule: "npm-ci-out-of-sync" }] });
  expect(kept?.findings[0]?.evidence).toEqual([{ line: proof?.id ?? 0, text: OUT_OF_STEP }]);
});

test("nothing is kept when the log proves nothing, nor for what went well", async () => {
  const failed = await failBuild("It did not work.");
  expect(fake.world.deployments.diagnosis(failed.id)).toBeNull();
  fake.runtime.failBuild = null;
  fake.runtime.buildLines = [OUT_OF_STEP];
  expect(fake.world.deployments.diagnosis((await fake.deploy(project)).id)).toBeNull();
});

test("a deployment fails all the same when its log cannot be read", async () => {
  const read = spyOn(fake.world.logs, "read").mockRejectedValue(new Error("The disk is gone."));
  const said = spyOn(console, "error").mockImplementation(() => {});
  const deployment = await failBuild(OUT_OF_STEP);
  read.mockRestore();
  expect(said.mock.calls.flat().join(" ")).toContain("The disk is gone.");
  said.mockRestore();
  expect(fake.state(deployment.id).name).toBe("failed");
});

test("only lines of the stages that failed are read, as the kind of log that they are", async () => {
  const inUse = "Error: listen EADDRINUSE: address already in use :::3000";
  const read = (...lines: LogLine[]) => readLog(fake.world, lines, "probe", "node");
  expect(await read(line("build", inUse), line("build", OUT_OF_STEP, 2))).toEqual([]);
  expect(await read(line("build", OUT_OF_STEP), line("start", inUse, 7))).toMatchObject([
    { rule: "port-in-use", evidence: [{ line: 7 }] },
  ]);
});

test("a line that holds a line break counts once", async () => {
  const found = await readLog(
    fake.world,
    [line("build", "one\ntwo\r\nthree"), line("build", OUT_OF_STEP, 9)],
    "build",
    "node",
  );
  expect(found[0]?.evidence[0]?.line).toBe(9);
});

test("a crash of what is live keeps why, by the service's last lines, without secrets", async () => {
  const secret = { name: "TOKEN", value: "hunter2hunter2", secret: true, use: "both" } as const;
  fake.world.variables.set(project.id, "production", secret);
  const deployment = await fake.deploy(project);
  const [web] = [...fake.runtime.instances.values()] as [Instance];
  fake.runtime.said = ["Error: connect ECONNREFUSED 127.0.0.1:5432 hunter2hunter2"];
  const watch = new CrashWatch(fake.world);
  watch.start();
  fake.runtime.happened.tell({
    ...{ at: ++fake.now, name: web.name, labels: web.labels },
    kind: { name: "died", exitCode: 1, outOfMemory: false },
  });
  await fake.until(() => fake.world.deployments.diagnosis(deployment.id) !== null);
  await watch.stop();
  expect(fake.world.deployments.diagnosis(deployment.id)).toMatchObject({
    of: "crash",
    findings: [{ rule: "database-refused", evidence: [{ text: "Error: connect ECONNREFUSED 127.0.0.1:5432 ••••••" }] }],
  });
});

test("a crash for want of memory needs no word of the program", async () => {
  const deployment = await fake.deploy(project);
  const [web] = [...fake.runtime.instances.values()] as [Instance];
  const watch = new CrashWatch(fake.world);
  watch.start();
  fake.runtime.happened.tell({
    ...{ at: ++fake.now, name: web.name, labels: web.labels },
    kind: { name: "died", exitCode: 137, outOfMemory: true },
  });
  await fake.until(() => fake.world.deployments.diagnosis(deployment.id) !== null);
  await watch.stop();
  expect(fake.world.deployments.diagnosis(deployment.id)?.findings[0]?.rule).toBe("killed");
});
