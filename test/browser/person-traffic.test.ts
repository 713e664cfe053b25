import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Browser } from "playwright-core";
import { openChromium } from "../support/chromium.ts";
import { eventually } from "../support/eventually.ts";
import { RunningAutoStack } from "../support/running-autostack.ts";
import { nodeApp, zipOf } from "../support/sample-apps.ts";
import { DEPLOY_MS, Person } from "./person.ts";

let stack: RunningAutoStack;
let browser: Browser;
let ada: Person;

beforeAll(async () => {
  stack = await RunningAutoStack.start({ runtime: "process", edge: "embedded" });
  const { deployment } = await stack.api.launchUpload("shop", zipOf(nodeApp("one")));
  await stack.api.live("shop", deployment);
  browser = await openChromium();
  ada = await Person.before(stack, browser, { colorScheme: "light" });
  await ada.signIn();
}, DEPLOY_MS);

afterAll(async () => {
  await browser?.close();
  await stack?.close();
}, DEPLOY_MS);

const step = (promise: string, body: () => Promise<void>) => test(promise, body, DEPLOY_MS);
const basic = (user: string, password: string) => ({
  headers: { authorization: `Basic ${btoa(`${user}:${password}`)}` },
});

/** The texts of so many visitors, each of whom comes for the first time. */
async function textsOf(visitors: number): Promise<string[]> {
  const texts: string[] = [];
  for (let index = 0; index < visitors; index++) texts.push(await stack.textAt("shop"));
  return texts;
}

/** Saves the settings, and waits until the page shows what came of it. */
async function save(): Promise<void> {
  const shown = await ada.page.locator("#traffic").elementHandle();
  await ada.press("Save");
  await shown?.waitForElementState("hidden");
}

describe("who gets in", () => {
  step("only what belongs to the choice is asked for, and a password stands before the app", async () => {
    const { page } = ada;
    await ada.go("/projects/shop");
    await page.getByRole("link", { name: "Traffic" }).click();
    expect(await page.getByLabel("What the page says").isVisible()).toBe(false);
    await page.getByLabel("Let in").selectOption("password");
    await ada.fill({ Name: "mira", Password: "open sesame" });
    await save();
    await page.locator("#toasts").getByText("Saved. It counts from now on.").first().waitFor();
    await page.getByText("They get in now").waitFor();
    expect((await stack.visit("shop")).status).toBe(401);
    expect((await stack.visit("shop", "/", basic("mira", "wrong"))).status).toBe(401);
    expect(await (await stack.visit("shop", "/", basic("mira", "open sesame"))).text()).toBe("one");
    expect(await page.content()).not.toContain("open sesame");
  });

  step("a maintenance page says what was written, until everybody is let in again", async () => {
    const { page } = ada;
    await page.getByLabel("Let in").selectOption("maintenance");
    await ada.fill({ "What the page says": "Back at noon." });
    await save();
    expect((await stack.visit("shop")).status).toBe(503);
    expect(await stack.textAt("shop")).toContain("Back at noon.");
    await page.getByLabel("Let in").selectOption("open");
    await save();
    expect(await stack.textAt("shop")).toBe("one");
  });

  step("what cannot be is refused beside its field", async () => {
    await ada.fill({ "At most": "0" });
    await save();
    await ada.page.locator("[aria-invalid=true]:focus").waitFor();
    await ada.fill({ "At most": "1" });
    await save();
    expect(await ada.page.locator("[aria-invalid=true]").count()).toBe(0);
  });
});

describe("a release that is tried out", () => {
  const upload = async (name: string, text: string, share: string) => {
    await ada.go("/projects/shop/deployments");
    await ada.page.getByLabel("Goes to").selectOption(share);
    await ada.choose({ name: `${name}.zip`, bytes: zipOf(nodeApp(text)) });
    await ada.page.waitForURL("**/projects/shop/deployments/*");
  };
  const trial = () => ada.page.locator(".trial-table tbody tr");

  step("gets its share of visitors, and its page counts what both answered", async () => {
    await upload("two", "two", "50");
    await ada.sees("canary");
    const texts = await textsOf(20);
    const fresh = texts.filter((text) => text === "two").length;
    expect(new Set(texts)).toEqual(new Set(["one", "two"]));
    const counts = [String(fresh), "0", String(20 - fresh), "0"];
    await eventually("the counts", async () => Bun.deepEquals(await trial().locator("td").allInnerTexts(), counts));
  });

  step("gets another share by one click", async () => {
    await ada.press("5 %");
    await ada.page.getByRole("button", { name: "5 %", exact: true, pressed: true }).waitFor();
    await ada.page.getByText("5 % of visitors", { exact: true }).waitFor();
  });

  step("goes live for everybody when it is promoted", async () => {
    await ada.press("Promote");
    await ada.sees("live");
    expect(new Set(await textsOf(10))).toEqual(new Set(["two"]));
    await ada.page.getByText(/^0 of \d+ requests lost$/).waitFor();
  });

  step("leaves everything as it was when it is aborted", async () => {
    await upload("three", "three", "25");
    await ada.sees("canary");
    await ada.press("Abort");
    await ada.sees("cancelled");
    expect(new Set(await textsOf(10))).toEqual(new Set(["two"]));
  });
});

describe("a project with a source of its own", () => {
  step("is deployed to everybody, or to a share of visitors first", async () => {
    const { page } = ada;
    const { deployment } = await stack.api.launch({ slug: "hello", source: "example", example: "static" });
    await stack.api.live("hello", deployment);
    for (const [share, state] of [
      ["", "live"],
      ["10", "canary"],
    ] as const) {
      await ada.go("/projects/hello/deployments");
      await page.getByLabel("Goes to").selectOption(share);
      await ada.press("Deploy the newest version");
      await page.waitForURL("**/projects/hello/deployments/*");
      await ada.sees(state);
    }
  });
});

describe("what runs", () => {
  step("is restarted by a button, with the variables of now", async () => {
    const { page } = ada;
    await ada.go("/projects/shop/variables");
    await ada.fill({ Name: "GREETING", Value: "hello, " });
    await ada.press("Add");
    await ada.press("Restart with these");
    await page.waitForURL("**/projects/shop/deployments/*");
    await ada.sees("live");
    expect(await ada.visit()).toBe("hello, two");
    await ada.go("/projects/shop");
    await ada.press("Restart");
    await page.waitForURL("**/projects/shop/deployments/*");
    await ada.sees("live");
  });

  step("is compared with what ran before, by names and never by values", async () => {
    const { page } = ada;
    await ada.go("/projects/shop/deployments");
    await page.getByRole("link", { name: "Compare" }).last().click();
    await page.getByRole("heading", { name: "From #1 to #5" }).waitFor();
    expect(await page.locator("#variables .changes li").allInnerTexts()).toEqual(["GREETING\nAdded"]);
    expect(await page.locator("main").textContent()).not.toContain("hello, ");
  });

  step("goes back to the release that is proposed, for the reason that stands beside it", async () => {
    const { page } = ada;
    await ada.go("/projects/shop");
    const proposal = page.locator(".rollback");
    expect(await proposal.locator("p").first().textContent()).toMatch(/^#\d .*ran/);
    await proposal.getByRole("button", { name: /^Roll back to #\d$/ }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Roll back" }).click();
    await page.waitForURL("**/projects/shop/deployments/*");
    await ada.sees("live");
  });
});

describe("a split between what is live and another release", () => {
  const counts = () => ada.page.locator("#split tbody td");

  step("begins by a form, and what came of both sides goes on by itself", async () => {
    const { page } = ada;
    await ada.go("/projects/shop/environments/production/settings");
    await page.getByLabel("Side B").selectOption({ index: 0 });
    await page.getByLabel("Gets", { exact: true }).selectOption("50");
    await ada.press("Start the split");
    await page.waitForURL("**/projects/shop/deployments/*");
    await ada.sees("canary");
    await ada.go("/projects/shop/environments/production/settings");
    await counts().first().waitFor();
    const asked: string[] = [];
    page.on("request", (request) => request.url().endsWith("/split") && asked.push(request.url()));
    await textsOf(20);
    await eventually(
      "the counts",
      async () => {
        const texts = await counts().allInnerTexts();
        const [a, b] = [Number(texts[0]), Number(texts[2])];
        return a > 0 && b > 0 && a + b >= 20;
      },
      20_000,
    );
    const before = asked.length;
    await page.waitForRequest("**/split");
    await page.waitForRequest("**/split");
    // What is put in place asks on, and does not ask twice.
    expect(asked.length - before).toBeLessThanOrEqual(3);
  });

  step("ends with A, or B, by a button", async () => {
    await ada.press("Keep A");
    await ada.page.waitForURL("**/projects/shop/deployments/*");
    await ada.sees("cancelled");
    expect(new Set(await textsOf(10)).size).toBe(1);
  });
});

test("all of it ran clean, under the policy of its pages", () => {
  expect(ada.troubles()).toEqual([]);
});
