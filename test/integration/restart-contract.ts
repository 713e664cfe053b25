import { expect, test } from "bun:test";
import { eventually } from "../support/eventually.ts";
import { type Options, RunningAutoStack } from "../support/running-autostack.ts";
import { nodeApp, zipOf } from "../support/sample-apps.ts";

const MINUTES_MS = 120_000;

const slow = (promise: string, body: () => Promise<void>) => test(promise, body, MINUTES_MS);

/** AutoStack ends and begins again on the same data; so does the machine. */
export function restarts(running: () => RunningAutoStack, options: Options): void {
  slow("a build that is under way when AutoStack stops is taken up again and goes live", async () => {
    const stack = running();
    const { api } = stack;
    const first = await api.launchUpload("resumed", zipOf(nodeApp("before")));
    await api.live("resumed", first.deployment);
    const next = await api.deployUpload("resumed", zipOf(nodeApp("after", { build: "echo begun && sleep 3" })));
    await api.says("resumed", next, "begun");
    await stack.stop();
    // With Traefik before it, an app does not notice that AutoStack is away.
    if (options.edge === "traefik") expect(await stack.textAt("resumed")).toBe("before");
    await stack.open();
    expect(await stack.textAt("resumed")).toBe("before");
    const { stages } = await api.live("resumed", next);
    expect(stages.every(({ endedAt }) => endedAt !== null)).toBe(true);
    expect(await stack.textAt("resumed")).toBe("after");
    await api.remove("resumed");
  });

  slow("what ended while AutoStack was away is brought back at its start", async () => {
    const stack = running();
    const { api } = stack;
    const { deployment } = await api.launchUpload("revived", zipOf(nodeApp("here")));
    await api.live("revived", deployment);
    await stack.stop();
    await stack.killAll();
    await expect(stack.visit("revived")).rejects.toThrow();
    await stack.open();
    await eventually("the app answering", async () => (await stack.textAt("revived")) === "here");
  });

  slow("told to end all with itself, it leaves nothing running, and brings it back at its next start", async () => {
    await using stack = await RunningAutoStack.start({ ...options, env: { AUTOSTACK_ON_STOP: "end" } });
    const { deployment } = await stack.api.launchUpload("ended", zipOf(nodeApp("here")));
    await stack.api.live("ended", deployment);
    const { runtime } = stack.app.world;
    await stack.stop();
    for (const { name } of await runtime.list()) expect((await runtime.inspect(name)).name).not.toBe("running");
    await expect(stack.visit("ended")).rejects.toThrow();
    await stack.open();
    await eventually("the app answering", async () => (await stack.textAt("ended")) === "here");
  });
}
