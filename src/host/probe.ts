import { request } from "node:http";
import { connect } from "node:net";
import type { ProbeResult } from "./host.ts";

/** One TCP connection, closed at once: `answered` with status 0 when something listens. */
export function probeTcp(address: string, port: number, timeoutMs: number): Promise<ProbeResult> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port });
    const end = (result: ProbeResult) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(result);
    };
    const timer = setTimeout(() => end({ kind: "timeout" }), timeoutMs);
    socket.once("connect", () => end({ kind: "answered", status: 0 }));
    socket.once("error", (error) => end(failure(error)));
  });
}

/**
 * One GET that follows no redirect and reads no body. `*.localhost` is this machine, as it is for browsers, whatever the resolver
 * says; a `host` header asks for another site at the same address.
 */
export function probeHttp(url: string, timeoutMs: number, headers: Record<string, string> = {}): Promise<ProbeResult> {
  return new Promise((resolve) => {
    const target = new URL(url);
    const host = isLocalhost(target.hostname) ? "127.0.0.1" : target.hostname.replace(/^\[|\]$/g, "");
    const call = request({
      host,
      port: target.port || 80,
      path: target.pathname + target.search,
      // Every probe is a connection of its own: a kept one would tell of the process that answered last time.
      agent: false,
      headers: { host: target.host, "user-agent": "AutoStack-Probe", ...headers },
    });
    const end = (result: ProbeResult) => {
      clearTimeout(timer);
      call.destroy();
      resolve(result);
    };
    const timer = setTimeout(() => end({ kind: "timeout" }), timeoutMs);
    call.once("response", (response) => end({ kind: "answered", status: response.statusCode ?? 0 }));
    call.on("error", (error) => end(failure(error)));
    call.end();
  });
}

const isLocalhost = (hostname: string) => hostname === "localhost" || hostname.endsWith(".localhost");

function failure(error: Error): ProbeResult {
  const code = "code" in error ? error.code : undefined;
  if (code === "ECONNREFUSED") return { kind: "refused" };
  if (code === "ETIMEDOUT") return { kind: "timeout" };
  return { kind: "failed", reason: error.message };
}
