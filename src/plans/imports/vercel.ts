import { command, folderOf, versionOf } from "./commands.ts";
import type { Desk } from "./desk.ts";
import type { Importer } from "./importer.ts";
import { addHeader, addRedirect, tellRule } from "./site-rules.ts";

/** `/blog/(.*)` and `/blog/:path*` as a site's rules write them; what is left of a pattern is no path and is refused. */
export const plainPath = (source: string) =>
  source.replace(/\/:(\w+)\*$/, "/*").replace(/\/?\(\.\*\)$/, (all) => (all.startsWith("/") ? "/*" : "*"));
const target = (to: string) => to.replace(/:\w+\*|\$1$/, ":splat");

function redirects(desk: Desk, list: "redirects" | "rewrites"): void {
  for (let index = 0; index < desk.count(list); index++) {
    const at = `${list}[${index}]`;
    const hasCondition = desk.below(`${at}.has`).length + desk.below(`${at}.missing`).length > 0;
    const permanent = desk.text(`${at}.permanent`) === "true" ? 308 : 307;
    const status = list === "rewrites" ? 200 : Number(desk.text(`${at}.statusCode`) ?? permanent);
    const rule = {
      from: plainPath(desk.text(`${at}.source`) ?? ""),
      to: target(desk.text(`${at}.destination`) ?? ""),
      status,
    };
    const isTaken = desk.plan.kind === "static" && !hasCondition && addRedirect(desk, rule);
    tellRule(desk, at, isTaken, "redirects");
  }
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
    redirects(desk, "redirects");
    redirects(desk, "rewrites");
    headers(desk);
    desk.tell(
      "cleanUrls",
      desk.text("cleanUrls") === "true" ? "honoured" : "approximated",
      "Pages answer without .html, and with it.",
    );
    desk.tell("trailingSlash", "approximated", "A page answers with and without the slash.");
    desk.tell("routes", "ignored", "These are rules of an older kind: write redirects, rewrites and headers.");
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
