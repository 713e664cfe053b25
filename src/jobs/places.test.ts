import { expect, test } from "bun:test";
import { deploymentJob, deploymentWorker, openQueue } from "../../test/support/queue.ts";
import type { Job, Place } from "./job.ts";

const NEVER = new AbortController().signal;

/** A queue with one place. Its jobs fetch aside and build in their place, each as soon as the test lets it. */
function fetchingQueue(mostAside = 8) {
  const store = openQueue();
  const done: string[] = [];
  const held = new Map<string, PromiseWithResolvers<void>>();
  const gate = (name: string) => {
    const made = held.get(name) ?? Promise.withResolvers<void>();
    held.set(name, made);
    return made;
  };
  const cancelled = new AbortController();
  const handle = async ({ subject }: Job, _signal: AbortSignal, place: Place) => {
    const fetch = () => {
      done.push(`fetch ${subject}`);
      return gate(`fetch ${subject}`).promise;
    };
    const signal = subject === "cancelled" ? cancelled.signal : NEVER;
    await place.aside(fetch, { signal, onWait: () => done.push(`${subject} waits`) });
    done.push(`build ${subject}`);
    await gate(`build ${subject}`).promise;
  };
  const worker = deploymentWorker(store, handle, { mostAside });
  const add = (...subjects: string[]) => {
    for (const subject of subjects) store.add(deploymentJob(subject), 1);
    worker.wake();
  };
  const isEnded = (subject: string) => !store.isPending("deployment", subject);
  worker.start();
  return { store, worker, done, gate, add, isEnded, cancelled };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}

test("a job that has stepped aside leaves its place to others, and takes it again in turn", async () => {
  const { worker, done, gate, add, isEnded } = fetchingQueue();
  add("slow", "quick", "next");
  await until(() => done.length === 3);
  expect(done).toEqual(["fetch slow", "fetch quick", "fetch next"]);
  gate("fetch quick").resolve();
  await until(() => done.includes("build quick"));
  gate("fetch next").resolve();
  await until(() => done.includes("next waits"));
  gate("fetch slow").resolve();
  await until(() => done.includes("slow waits"));
  gate("build quick").resolve();
  await until(() => done.includes("build next"));
  expect(done).not.toContain("build slow");
  gate("build next").resolve();
  await until(() => done.includes("build slow"));
  gate("build slow").resolve();
  await until(() => isEnded("slow"));
  await worker.stop();
});

test("one that comes back goes before those that have not begun", async () => {
  const { worker, done, gate, add } = fetchingQueue(1);
  add("first", "second");
  await until(() => done.length === 1);
  expect(done).toEqual(["fetch first"]);
  gate("fetch first").resolve();
  await until(() => done.length === 2);
  expect(done).toEqual(["fetch first", "build first"]);
  gate("build first").resolve();
  await until(() => done.length === 3);
  expect(done).toEqual(["fetch first", "build first", "fetch second"]);
  for (const name of ["fetch second", "build second"]) gate(name).resolve();
  await worker.stop();
});

test("what fails aside or is cancelled while it waits keeps nobody from the place", async () => {
  const { worker, done, gate, add, isEnded, cancelled } = fetchingQueue();
  add("failing", "building", "cancelled");
  await until(() => done.length === 3);
  gate("fetch failing").reject(new Error("no such repository"));
  gate("fetch building").resolve();
  await until(() => isEnded("failing") && done.includes("build building"));
  gate("fetch cancelled").resolve();
  await until(() => done.includes("cancelled waits"));
  cancelled.abort(new Error("cancelled"));
  await until(() => isEnded("cancelled"));
  gate("build building").resolve();
  await until(() => isEnded("building"));
  add("last");
  gate("fetch last").resolve();
  await until(() => done.includes("build last"));
  expect(done).not.toContain("build cancelled");
  gate("build last").resolve();
  await worker.stop();
});

test("two jobs of one subject do not run at once, wherever the first one is; the second begins as soon as that has ended", async () => {
  const { store, worker, done, gate, add } = fetchingQueue();
  add("blog", "blog");
  await until(() => done.length === 1);
  gate("fetch blog").reject(new Error("no such repository"));
  await until(() => done.length === 2);
  expect(done).toEqual(["fetch blog", "fetch blog"]);
  await until(() => !store.isPending("deployment", "blog"));
  await worker.stop();
});
