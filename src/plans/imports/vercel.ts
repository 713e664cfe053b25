import { command, folderOf, versionOf } from "./commands.ts";
import type { Desk } from "./desk.ts";
import type { Importer } from "./importer.ts";
import { addHeader, addRedirect, tellRule } from "./site-rules.ts";

/** `/blog/(.*)` and `/blog/:path*` as a site's rules write them; what is left of a pattern is no path and is refused. */
export const plainPath = (source: string) =>
  source.replace(/\/:(\w+)\*$/, "/*").replace(/\/?\(\.\*\)$/, (all) => (all.startsWith("/") ? "/*" : "*"));
/** Every path, or every one but some: `/(.*)`, `/((?!api/).*)`, `/[^.]+`. */
function isEverything(source: string): boolean {
  const pattern = source.replace(/^\^/, "").replace(/^\//, "").replace(/\$$/, "");
  if (["(.*)", ".*", "(.+)", ".+", "[^.]+", "([^.]+)"].includes(pattern) || /^:\w+\*$/.test(pattern)) return true;
  return pattern.startsWith("((?!") && pattern.endsWith(").*)");
}
const isPage = (to: string) => /^\/?(?:[\w-]+\/){0,5}(?:[\w-]+\.html)?$/.test(to);

/** One page for all that is no file, as programs in the browser want it. */
function fallback(desk: Desk, at: string, from: string, to: string): boolean {
  if (desk.plan.kind !== "static" || !isEverything(from) || !isPage(to)) return false;
  const page = `/${to.replace(/^\//, "")}`;
  if (!addRedirect(desk, { from: "/*", to: page === "/" ? "/index.html" : page, status: 200 })) return false;
  const isAll = !from.includes("(?!");
  desk.tell(at, isAll ? "honoured" : "approximated", "Every path that is no file answers with this page.");
  return true;
}

/** Rules of the older kind: of them the one that a program in the browser wants is taken. */
function routes(desk: Desk): void {
  for (let index = 0; index < desk.count("routes"); index++) {
    const at = `routes[${index}]`;
    const [from, to] = [desk.text(`${at}.src`), desk.text(`${at}.dest`)];
    if (desk.text(`${at}.handle`) === "filesystem") {
      desk.tell(at, desk.plan.kind === "static" ? "honoured" : "ignored", "Files are answered before rules are.");
    } else if (from && to) fallback(desk, at, from, to);
  }
  desk.tell("routes", "ignored", "These are rules of an older kind: write redirects, rewrites and headers.");
}

const target = (to: string) => to.replace(/:\w+\*|\$1$/, ":splat");

function redirect(desk: Desk, at: string, status: number): void {
  const [source, destination] = [desk.text(`${at}.source`) ?? "", desk.text(`${at}.destination`) ?? ""];
  const hasCondition = desk.below(`${at}.has`).length + desk.below(`${at}.missing`).length > 0;
  if (status === 200 && !hasCondition && fallback(desk, at, source, destination)) return;
  const rule = { from: plainPath(source), to: target(destination), status };
  tellRule(desk, at, desk.plan.kind === "static" && !hasCondition && addRedirect(desk, rule), "redirects");
}

function redirects(desk: Desk): void {
  for (let index = 0; index < desk.count("redirects"); index++) {
    const at = `redirects[${index}]`;
    const usual = desk.text(`${at}.permanent`) === "true" ? 308 : 307;
    redirect(desk, at, Number(desk.text(`${at}.statusCode`) ?? usual));
  }
  for (let index = 0; index < desk.count("rewrites"); index++) redirect(desk, `rewrites[${index}]`, 200);
}

function headers(desk: Desk): void {
  for (let index = 0; index < desk.count("headers"); index++) {
    const at = `headers[${index}]`;
    const path = plainPath(desk.text(`${at}.source`) ?? "");
    for (let each = 0; each < desk.count(`${at}.headers`); each++) {
      const [name, value] = [desk.text(`${at}.headers[${each}].key`), desk.text(`${at}.headers[${each}].value`)];
      const isTaken = desk.plan.kind === "static" && addHeader(desk, path, name ?? "", value ?? "");
      tellRule(desk, `${at}.headers[${each}]`, isTaken, "headers");
      tellRule(desk, `${at}.source`, isTaken, "headers");
    }
  }
}

/** Vercel's vercel.json. */
export const vercel: Importer = {
  platform: "Vercel",
  files: ["vercel.json"],
  take(desk) {
    desk.decide("install", "installCommand", command);
    desk.decide("build", "buildCommand", command);
    if (desk.plan.kind === "static") desk.decide("output", "outputDirectory", folderOf);
    else desk.tell("outputDirectory", "ignored", "The program itself answers; no folder is served.");
    desk.tell("devCommand", "ignored", "Nothing is run for development here.");
    desk.tell("framework", "ignored", "The code itself tells the framework.");
    desk.decide("runtimeVersion", "build.env.NODE_VERSION", versionOf);
    redirects(desk);
    headers(desk);
    desk.tell(
      "cleanUrls",
      desk.text("cleanUrls") === "true" ? "honoured" : "approximated",
      "Pages answer without .html, and with it.",
    );
    desk.tell("trailingSlash", "approximated", "A page answers with and without the slash.");
    routes(desk);
    desk.tell("crons", "ignored", "Start them from outside, or let a process of the project wait for their time.");
    desk.tell("functions", "ignored", "The project runs as one program, not as functions.");
    desk.tell("regions", "ignored", "There is one place: this machine.");
    desk.tell("git", "ignored", "Which branches are deployed is a setting of the project.");
    desk.tell("$schema", "ignored", "It is for editors.");
    for (const name of [...desk.keys("env"), ...desk.keys("build.env")]) {
      const entry = desk.at(`env.${name}`) ?? desk.at(`build.env.${name}`);
      if (entry) desk.want(entry, name, { example: String(entry.value ?? "") });
    }
  },
};
