// An app that writes its log as fast as it can: `bun test/faults/log-flood.ts`, as root (it looks into the Engine's folder).
import { percentile } from "../../bench/lib/figures.ts";
import { run } from "../../scripts/lib/run.ts";
import { AutoStackProcess } from "../support/autostack-process.ts";
import { docker, objectsWith } from "../support/docker.ts";
import { OWNER } from "../support/running-autostack.ts";
import { nodeApp, zipOf } from "../support/sample-apps.ts";

const SLUG = "flood";
const CAP = 1_000_000;
/**
 * More than a deployment's log may hold; new each time, because a cached step prints nothing, and in portions, because BuildKit itself
 * drops what comes faster than 200 KiB/s.
 */
const longBuild = () =>
  `echo ${crypto.randomUUID()}; for i in 1 2 3 4 5 6 7 8; do yes $(printf '%0100d' 0) | head -n 1200; sleep 1; done`;
const FLOOD = `
const line = "x".repeat(200) + "\\n";
const flood = () => { while (process.stdout.write(line)); };
process.stdout.on("drain", flood);
flood();
`;

/** How pages do meanwhile, with somebody who watches the flood, and what of it stays on the disk. */
export async function measureLogFlood(durationMs: number) {
  await using autostack = await AutoStackProcess.start({ AUTOSTACK_LOG_LIMIT: "1MB" });
  const { api, url, installation } = autostack;
  const { deployment } = await api.launchUpload(SLUG, zipOf(nodeApp("here", { before: FLOOD, build: longBuild() })));
  await api.live(SLUG, deployment);
  const cookie = await cookieOf(url);
  const watching = new AbortController();
  const watched = watch(`${url}/projects/${SLUG}/logs/events`, cookie, watching.signal);
  const pagesMs: number[] = [];
  for (const until = Date.now() + durationMs; Date.now() < until; await Bun.sleep(50)) {
    for (const path of ["/", `/projects/${SLUG}`]) {
      const asked = performance.now();
      const page = await fetch(`${url}${path}`, { headers: { cookie } });
      await page.text();
      if (!page.ok) throw new Error(`${path} answers with ${page.status}.`);
      pagesMs.push(performance.now() - asked);
    }
  }
  watching.abort();
  const { containers } = await objectsWith(`autostack.installation=${installation}`);
  const logBytes = await bytesOfLog(containers[0]?.Id ?? "");
  const deploymentLog = await api.log(SLUG, deployment);
  return {
    p95Ms: percentile(pagesMs, 0.95),
    pages: pagesMs.length,
    watched: await watched,
    logBytes,
    deploymentLogBytes: deploymentLog.length,
    dropped: /[\d,]+ lines were dropped[^\n]*/.exec(deploymentLog)?.[0] ?? null,
    cap: CAP,
  };
}

async function cookieOf(url: string): Promise<string> {
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ email: OWNER.email, password: OWNER.password });
  const response = await fetch(`${url}/login`, { method: "POST", headers, body, redirect: "manual" });
  return (response.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
}

/** As a browser does that has the log open: it comes back when the stream is cut. That none is cut is part of the promise. */
async function watch(url: string, cookie: string, signal: AbortSignal): Promise<{ bytes: number; cuts: string[] }> {
  const seen = { bytes: 0, cuts: [] as string[] };
  while (!signal.aborted) {
    try {
      const { body } = await fetch(url, { headers: { cookie, accept: "text/event-stream" }, signal });
      for await (const chunk of body ?? []) seen.bytes += chunk.length;
      throw new Error("The stream ended.");
    } catch (error) {
      if (signal.aborted) break;
      seen.cuts.push(String(error));
      await Bun.sleep(100);
    }
  }
  return seen;
}

/** What the Engine keeps of a container's output. */
async function bytesOfLog(container: string): Promise<number> {
  const { DockerRootDir } = await docker.info();
  return Number.parseInt(await run(["du", "-sb", `${DockerRootDir}/containers/${container}/local-logs`]), 10);
}

if (import.meta.main) {
  const { p95Ms, pages, watched, logBytes, deploymentLogBytes, dropped, cap } = await measureLogFlood(60_000);
  console.log(`An app that floods its log for 60 s: pages p95 ${p95Ms.toFixed(1)} ms (target ≤ 100 ms, n = ${pages}).`);
  console.log(`  ${watched.bytes} bytes watched, and cut ${watched.cuts.length} times: ${watched.cuts.join(", ")}`);
  console.log(`  The Engine keeps ${logBytes}, the deployment's log ${deploymentLogBytes} of ${cap} bytes: ${dropped}`);
}
