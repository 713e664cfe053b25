import type { AppPlan, Finding, ImportedLine } from "../../src/plans/plan.ts";
import { HARMLESS, plan, type Words } from "./made-up-code.ts";

/** A project about which there is much to say: findings of each level, and a long file of another platform. */
export function manyFindings(words: Words): AppPlan {
  const say = (text: string) => (words === HARMLESS ? text : words.text);
  return {
    ...plan(words),
    findings: FINDINGS.map((one) => ({
      ...one,
      title: say(one.title),
      fix: say(one.fix),
      file: one.file && say(one.file),
    })),
    imports: IMPORTS.map((line) => ({ ...line, value: say(line.value), why: say(line.why) })),
    decided: { build: say("netlify.toml:2"), output: "netlify.toml:3" },
  };
}

const FINDINGS: Finding[] = [
  {
    id: "ephemeral-uploads",
    level: "warning",
    title: "Uploads are written to `public/uploads`, which is empty again after each deployment.",
    fix: "Keep them in a volume or in object storage.",
    ...{ file: "src/routes/upload.ts", line: 41 },
  },
  {
    id: "node-end-of-life",
    level: "info",
    title: "Node 18 gets no security fixes any more.",
    fix: "Ask for 22 in `engines.node` of package.json.",
    ...{ file: "package.json", line: 6 },
  },
  {
    id: "localhost-database",
    level: "error",
    title: "The database is looked for on `localhost`, where none runs.",
    fix: "Read its address from DATABASE_URL.",
    ...{ file: "src/very/deep/folder/of/a/storefront/that/grew/database.ts", line: 7 },
  },
];

const line = (number: number, name: string, value: string, verdict: ImportedLine["verdict"], why: string) => ({
  ...{ file: "netlify.toml", line: number, name, value, verdict, why },
});

const IMPORTS: ImportedLine[] = [
  line(2, "build.command", "npm run build", "honoured", "Sets how it is built."),
  line(3, "build.publish", "dist", "honoured", "Sets the folder of its files."),
  line(6, "build.environment.NODE_VERSION", "18", "approximated", "Another 18 may be taken, with its newest fixes."),
  line(9, "functions.directory", "netlify/functions", "ignored", "Functions run on Netlify alone."),
  line(12, "redirects.0", "/old/* /new/:splat 301", "honoured", "Visitors are sent on."),
  line(17, "headers.0.values.X-Frame-Options", "DENY", "honoured", "Sent with each answer."),
  line(20, "plugins.0.package", "@netlify/plugin-lighthouse", "ignored", "Plugins run on Netlify alone."),
];
