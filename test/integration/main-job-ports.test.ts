import { expect, test } from "bun:test";
import { realProcesses } from "#src/host/real-processes.ts";
import { RunningAutoStack } from "../support/running-autostack.ts";
import { nodeApp, pageOf, zipOf } from "../support/sample-apps.ts";

const MINUTES_MS = 120_000;

test(
  "where no wildcard name exists, each project answers at a port of its own until the ports are used up",
  async () => {
    const first = await realProcesses.freePort();
    await using stack = await RunningAutoStack.start({
      runtime: "process",
      edge: "embedded",
      env: { AUTOSTACK_BASE_DOMAIN: "none", AUTOSTACK_APP_PORTS: `${first}-${first + 1}` },
    });
    const { api } = stack;
    const textAt = async (port: number) => (await fetch(`http://127.0.0.1:${port}/`)).text();

    const server = await api.launchUpload("server", zipOf(nodeApp("the server")));
    const page = await api.launchUpload("page", zipOf(pageOf("the page")));
    const { url } = await api.live("server", server.deployment);
    await api.live("page", page.deployment);
    expect(new URL(url ?? "").port).toBe(String(first));
    expect(await textAt(first)).toBe("the server");
    expect(await textAt(first + 1)).toContain("the page");

    const wish = { slug: "third", source: "example", example: "static" };
    const full = await api.send("POST", "/projects", { json: wish });
    expect(full.status).toBe(409);
    expect(await full.text()).toContain("AUTOSTACK_APP_PORTS");
    const preview = await api.send("POST", "/projects/server/deployments", { json: { branch: "next" } });
    expect(preview.status).toBe(422);

    await api.live("server", await api.deployUpload("server", zipOf(nodeApp("the next one"))));
    expect(await textAt(first)).toBe("the next one");
    await stack.stop();
    await stack.open();
    expect(await textAt(first + 1)).toContain("the page");

    await api.remove("server");
    const third = await api.launch(wish);
    await api.live("third", third.deployment);
    expect(await textAt(first)).toContain("Your page is");
  },
  MINUTES_MS,
);
