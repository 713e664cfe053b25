import type { Client } from "../accounts/sessions.ts";

type Server = { requestIP(request: Request): { address: string } | null } | null;

/**
 * The address that a request comes from. `X-Forwarded-For` counts only when a proxy is known to stand before us and
 * the request comes from this machine; then its last entry, which that proxy wrote itself.
 */
export function clientAddress(request: Request, server: Server, publicUrl: string | null): string {
  const peer = (server?.requestIP(request)?.address ?? "unknown").replace(/^::ffff:/, "");
  const forwarded = request.headers.get("x-forwarded-for")?.split(",").at(-1)?.trim();
  return publicUrl !== null && forwarded && isLoopback(peer) ? forwarded : peer;
}

export function clientOf(request: Request, address: string): Client {
  return { address, userAgent: request.headers.get("user-agent") ?? "" };
}

function isLoopback(address: string): boolean {
  return address === "::1" || address.startsWith("127.");
}
