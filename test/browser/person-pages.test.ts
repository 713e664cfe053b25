import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Browser } from "playwright-core";
import { openChromium, seriousFindings } from "../support/chromium.ts";
import { RunningAutoStack } from "../support/running-autostack.ts";
import { nodeApp, zipOf } from "../support/sample-apps.ts";
import { Person } from "./person.ts";

const MINUTES_MS = 120_000;
const NOTHING_TO_RUN = { name: "notes.zip", bytes: zipOf({ "notes.txt": "nothing that runs" }) };
const SHOP = { name: "shop.zip", bytes: zipOf(nodeApp("shop")) };

let stack: RunningAutoStack;
let browser: Browser;
const found: string[] = [];
/** Paths of a project with something live, something that failed and something under way. */
const paths: string[] = [];

beforeAll(async () => {
  stack = await RunningAutoStack.start({ runtime: "process", edge: "embedded", withoutOwner: true });
  browser = await openChromium();
}, MINUTES_MS);

afterAll(async () => {
  await browser?.close();
  await stack?.close();
}, MINUTES_MS);

/** Notes what axe finds and what is too wide, in both themes and at both ends of the widths. */
async function look({ page }: Person, name: string): Promise<void> {
  for (const width of [1440, 360]) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      const findings = await seriousFindings(page);
      found.push(...findings.map((finding) => `${name} (${width}, ${colorScheme}): ${finding}`));
    }
    const overhang = await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth");
    if (overhang > 0) found.push(`${name} is ${overhang} px too wide at ${width}`);
  }
}

async function lookAt(person: Person, path: string): Promise<void> {
  await person.go(path);
  await look(person, path);
}

function nothingWasFound(person: Person): void {
  expect(found.splice(0)).toEqual([]);
  expect(person.troubles()).toEqual([]);
}

test(
  "the pages before signing in are for everybody, on every screen",
  async () => {
    const stranger = await Person.before(stack, browser, { reducedMotion: "reduce" });
    await stranger.page.goto(stack.setupUrl);
    await look(stranger, "set-up");
    await stack.makeOwner();
    stack.app.accounts.setSignUpMode("open");
    for (const path of ["/", "/login", "/signup"]) await lookAt(stranger, path);
    nothingWasFound(stranger);
  },
  MINUTES_MS,
);

test(
  "the pages of somebody who begins are for everybody, on every screen",
  async () => {
    const ada = await Person.before(stack, browser, { reducedMotion: "reduce" });
    await ada.signIn();
    for (const path of ["/dashboard", "/new", "/settings"]) await lookAt(ada, path);
    await ada.go("/new");
    await ada.choose(SHOP);
    await ada.page.getByRole("heading", { name: "Detected" }).waitFor();
    await look(ada, "detected");
    await ada.go("/new");
    await ada.choose(NOTHING_TO_RUN);
    await ada.page.getByRole("heading", { name: "Nothing recognised" }).waitFor();
    await look(ada, "nothing recognised");
    nothingWasFound(ada);
  },
  MINUTES_MS,
);

test(
  "the pages of a project at work are for everybody, on every screen",
  async () => {
    const { api } = stack;
    const { deployment: first } = await api.launchUpload("shop", SHOP.bytes, {
      variables: "GREETING=hello\nAPI_KEY=k3y-of-the-shop",
    });
    await api.live("shop", first);
    const trial = await api.deployUpload("shop", zipOf(nodeApp("tried out")), { canary: 10 });
    await api.ended("shop", trial);
    paths.push(`/projects/shop/compare?from=${trial.id}`);
    const failing = await api.deployUpload("shop", zipOf(nodeApp("never", { build: "exit 3" })));
    await api.ended("shop", failing);
    const slow = await api.deployUpload("shop", zipOf(nodeApp("slow", { build: "echo begun && sleep 63.5" })));
    await api.says("shop", slow, "begun");
    for (const { id } of [first, trial, failing, slow]) paths.push(`/projects/shop/deployments/${id}`);
    const tabs = ["", "/deployments", "/logs", "/variables", "/environments/production/settings", "/settings"];
    for (const tab of tabs) paths.push(`/projects/shop${tab}`);

    const ada = await Person.before(stack, browser, { reducedMotion: "reduce" });
    await ada.signIn();
    for (const path of ["/dashboard", ...paths]) await lookAt(ada, path);
    await api.act("shop", slow, "cancel");
    nothingWasFound(ada);
  },
  MINUTES_MS,
);

test(
  "an address with nothing behind it says so, on every screen",
  async () => {
    const ada = await Person.before(stack, browser, { reducedMotion: "reduce" });
    await ada.signIn();
    await lookAt(ada, "/projects/nowhere");
    expect(await ada.page.locator("main").textContent()).toContain("no such project");
    expect(found.splice(0)).toEqual([]);
  },
  MINUTES_MS,
);
