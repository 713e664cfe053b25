import { join } from "node:path";
import type { Files } from "../host/files.ts";
import { VERSION } from "../lib/version.ts";
import { edgePage, maintenance, noSuchPage } from "./edge-page.ts";
import { hostnameOf } from "./hostname-of.ts";
import { Sites } from "./sites.ts";

type Options = { files: Files; sitesFolder: string; port: number };

const SITE_NAME = /^[a-z0-9][a-z0-9._-]{0,127}$/;

/** What the proxy is told for a site: its name stands first in the path, so that this server needs no list of sites. */
export const sitePath = (name: string) => `/sites/${name}`;
export const maintenancePath = (message: string) => `/maintenance/${Buffer.from(message).toString("base64url")}`;
export const isSiteName = (name: string) => SITE_NAME.test(name);

/** Serves all published sites and the maintenance pages to the proxy on this machine. Loopback only. */
export function serveStatic({ files, sitesFolder, port }: Options): Bun.Server<undefined> {
  const sites = new Sites(files);
  return Bun.serve({
    hostname: "127.0.0.1",
    port,
    development: false,
    maxRequestBodySize: Number.MAX_SAFE_INTEGER,
    fetch(request) {
      const { kind, name, pathname, search } = readPath(request.url);
      if (kind === "sites" && isSiteName(name)) {
        return sites.answer({ folder: join(sitesFolder, name), pathname, search, request });
      }
      if (kind === "maintenance") {
        return edgePage(request, maintenance(hostnameOf(request), Buffer.from(name, "base64url").toString()));
      }
      return kind === "ping" ? new Response(VERSION) : edgePage(request, noSuchPage(pathname));
    },
  });
}

/** `http://host/sites/name/a/b?q` → the kind, the name, and what is left for the site. */
function readPath(url: string) {
  const start = url.indexOf("/", url.indexOf("//") + 2) + 1;
  const question = url.indexOf("?", start);
  const end = question === -1 ? url.length : question;
  const afterKind = endOfPart(url, start, end);
  const afterName = endOfPart(url, afterKind + 1, end);
  return {
    kind: url.slice(start, afterKind),
    name: url.slice(afterKind + 1, afterName),
    pathname: url.slice(afterName, end) || "/",
    search: url.slice(end),
  };
}

function endOfPart(url: string, start: number, end: number): number {
  const slash = url.indexOf("/", start);
  return slash === -1 || slash > end ? end : slash;
}
