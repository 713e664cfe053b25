import type { Host } from "../host/host.ts";
import { AppError } from "../lib/errors.ts";
import { formatDuration, MINUTE_MS } from "../lib/time.ts";
import type { BuildRequest } from "./runtime.ts";

/** An Engine that is well begins a build within seconds, whatever else it builds. Docker 20.10 was seen never to begin one again. */
const SILENT_MS = MINUTE_MS;

type SilenceHost = Pick<Host, "sleep"> & { docker: Pick<Host["docker"], "liveRestore"> };

/** Builds, and says so when the Engine does not begin. `build` gets what it calls as soon as the Engine says anything of it. */
export async function tellingSilence<Result>(
  host: SilenceHost,
  request: Pick<BuildRequest, "onWait" | "limits">,
  build: (onBegin: () => void) => Promise<Result>,
): Promise<Result> {
  const begun = new AbortController();
  const telling = tellWhenSilent(host, request, begun.signal);
  try {
    return await build(() => begun.abort());
  } catch (error) {
    const isLate = error instanceof AppError && error.code === "build_timeout" && !begun.signal.aborted;
    throw isLate ? await neverBegun(host, request, error) : error;
  } finally {
    begun.abort();
    await telling;
  }
}

async function tellWhenSilent(host: SilenceHost, { onWait }: Pick<BuildRequest, "onWait">, begun: AbortSignal) {
  await host.sleep(SILENT_MS, begun);
  if (begun.aborted) return;
  const remedy = await remedyFor(host);
  if (begun.aborted) return;
  onWait?.(`Docker has not begun this build for a minute. If it stays so: ${remedy}`);
  begun.addEventListener("abort", () => onWait?.(null), { once: true });
}

async function neverBegun(host: SilenceHost, { limits }: Pick<BuildRequest, "limits">, cause: AppError) {
  const summary = `Docker did not begin this build within ${formatDuration(limits.buildTimeoutMs)}.`;
  const hint = `Before you deploy again: ${await remedyFor(host)}`;
  return new AppError({ code: "build_not_begun", status: 503, summary, hint }, { cause });
}

async function remedyFor({ docker }: SilenceHost): Promise<string> {
  const isLiveRestored = await docker.liveRestore().catch(() => false);
  const apps = isLiveRestored
    ? "Apps run on meanwhile."
    : "Apps end and start again with it, as live-restore is not known to be on.";
  return `restart Docker with systemctl restart docker. ${apps}`;
}
