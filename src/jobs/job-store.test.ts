import { describe, expect, test } from "bun:test";
import { deploymentJob, openQueue } from "../../test/support/queue.ts";
import type { Job } from "./job.ts";

describe("the queue", () => {
  test("hands out jobs in the order of their time, one of a subject at once", () => {
    const store = openQueue();
    store.add(deploymentJob("blog", "first"), 1);
    store.add(deploymentJob("blog", "second"), 2);
    store.add(deploymentJob("shop", "third"), 3);
    expect(store.claim("deployment", 10, 20)?.payload).toBe("first");
    expect(store.claim("deployment", 10, 20)?.payload).toBe("third");
    expect(store.claim("deployment", 10, 20)).toBeNull();
  });

  test("hands out the next job of a subject when the running one has ended", () => {
    const store = openQueue();
    store.add(deploymentJob("blog", "first"), 1);
    store.add(deploymentJob("blog", "second"), 2);
    const first = store.claim("deployment", 10, 20) as Job;
    store.finish(first.id, null);
    expect(store.claim("deployment", 10, 20)?.payload).toBe("second");
  });

  test("keeps a job back until its time has come", () => {
    const store = openQueue();
    store.add({ ...deploymentJob("blog"), runAt: 100 }, 1);
    expect(store.claim("deployment", 99, 200)).toBeNull();
    expect(store.claim("deployment", 100, 200)?.subject).toBe("blog");
  });

  test("lets no job overtake one of its subject that has begun and was put off", () => {
    const store = openQueue();
    store.add(deploymentJob("blog", "first"), 1);
    const first = store.claim("deployment", 10, 20) as Job;
    store.add(deploymentJob("blog", "second"), 11);
    store.putOff(first.id, 1000);
    store.add(deploymentJob("shop", "third"), 12);
    expect(store.claim("deployment", 100, 200)?.payload).toBe("third");
    expect(store.claim("deployment", 100, 200)).toBeNull();
    expect(store.claim("deployment", 1000, 1100)?.payload).toBe("first");
  });

  test("looks at once at what was put off when another job of its subject waits behind it", () => {
    const store = openQueue();
    store.add(deploymentJob("blog", "first"), 1);
    store.putOff((store.claim("deployment", 10, 20) as Job).id, 3010);
    store.add(deploymentJob("blog", "second"), 11);
    const first = store.claim("deployment", 11, 20) as Job;
    expect(first.payload).toBe("first");
    store.finish(first.id, null);
    expect(store.claim("deployment", 11, 20)?.payload).toBe("second");
  });

  test("hands a job out again when its lease ran out, and counts the attempt", () => {
    const store = openQueue();
    store.add(deploymentJob("blog"), 1);
    expect(store.claim("deployment", 10, 20)?.attempts).toBe(1);
    expect(store.release(20)).toBe(0);
    expect(store.release(21)).toBe(1);
    expect(store.claim("deployment", 30, 40)?.attempts).toBe(2);
  });
});

test("what is written together is written as a whole or not at all", () => {
  const store = openQueue();
  const failing = () =>
    store.together(() => {
      store.add(deploymentJob("blog"), 1);
      throw new Error("the second half failed");
    });
  expect(failing).toThrow("the second half failed");
  expect(store.isPending("deployment", "blog")).toBe(false);
});
