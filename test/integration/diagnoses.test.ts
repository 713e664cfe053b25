import { afterAll, beforeAll, expect, test } from "bun:test";
import { eventually } from "../support/eventually.ts";
import { RunningAutoStack } from "../support/running-autostack.ts";
import { type FileTexts, nodeApp, zipOf } from "../support/sample-apps.ts";

const MINUTES_MS = 120_000;
let stack: RunningAutoStack;
beforeAll(async () => {
  const env = { AUTOSTACK_HEALTH_TIMEOUT: "3" };
  stack = await RunningAutoStack.start({ runtime: "process", edge: "embedded", env });
}, MINUTES_MS);
afterAll(() => stack?.close(), MINUTES_MS);

const server = (code: string, scripts: Record<string, string> = {}, more: FileTexts = {}): FileTexts => ({
  ...{
    "package.json": JSON.stringify({ name: "shop", private: true, scripts: { start: "node server.js", ...scripts } }),
  },
  ...{ "server.js": code, ...more },
});
const listen = (where: string) => `require("http").createServer((_, response) => response.end("ok")).listen(${where});`;

/** Apps that fail, each as people bring them, and what must be said first. */
const FAILING: [rule: string, files: FileTexts][] = [
  ["tool-not-installed", server(listen("process.env.PORT"), { build: "vite build" })],
  [
    "typescript-errors",
    server("", {
      build: "echo \"main.ts(1,7): error TS2322: Type 'string' is not assignable to type 'number'.\" && exit 2",
    }),
  ],
  ["node-package-missing", server('require("express")().listen(process.env.PORT);')],
  [
    "require-in-module",
    { ...server(listen("process.env.PORT")), "package.json": '{"type":"module","scripts":{"start":"node server.js"}}' },
  ],
  ["port-not-read", server(listen("0"))],
  ["variable-missing", server('if (!process.env.STRIPE_SECRET_KEY) throw new Error("STRIPE_SECRET_KEY is not set");')],
  ["database-refused", server('require("net").connect(5432, "127.0.0.1");')],
];

test.each(FAILING)(
  "an app that fails by %s is told so first, with the lines of its log that prove it",
  async (rule, files) => {
    const { api } = stack;
    const { deployment } = await api.launchUpload(rule, zipOf(files));
    const { diagnosis } = await api.ended(rule, deployment);
    const log = await api.log(rule, deployment);
    const [first] = diagnosis?.findings ?? [];
    if (first?.rule !== rule) throw new Error(`${JSON.stringify(diagnosis)}\n${log}`);
    expect(first.evidence.length).toBeGreaterThan(0);
    for (const { text } of first.evidence) expect(log).toContain(text);
  },
  MINUTES_MS,
);

test(
  "a crash of what is live is explained on the page of its deployment",
  async () => {
    const { api } = stack;
    const crash = 'setTimeout(() => { throw new Error("MAIL_API_KEY is not set"); }, 3000);';
    const { deployment } = await api.launchUpload("crashing", zipOf(nodeApp("ok", { before: crash })));
    await api.live("crashing", deployment);
    const facts = await eventually("an explained crash", async () => {
      const found = await api.facts("crashing", deployment.id);
      return found.diagnosis ? found : false;
    });
    expect(facts.diagnosis).toMatchObject({ of: "crash", findings: [{ rule: "variable-missing" }] });
  },
  MINUTES_MS,
);
