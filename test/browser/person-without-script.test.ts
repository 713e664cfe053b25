import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Browser } from "playwright-core";
import { openChromium } from "../support/chromium.ts";
import { eventually } from "../support/eventually.ts";
import { OWNER, RunningAutoStack } from "../support/running-autostack.ts";
import { nodeApp, zipOf } from "../support/sample-apps.ts";
import { DEPLOY_MS, Person } from "./person.ts";

let stack: RunningAutoStack;
let browser: Browser;
let ada: Person;

beforeAll(async () => {
  stack = await RunningAutoStack.start({ runtime: "process", edge: "embedded", withoutOwner: true });
  browser = await openChromium();
  ada = await Person.before(stack, browser, { javaScriptEnabled: false });
}, DEPLOY_MS);

afterAll(async () => {
  await browser?.close();
  await stack?.close();
}, DEPLOY_MS);

const step = (promise: string, body: () => Promise<void>) => test(promise, body, DEPLOY_MS);

/** Loads the page again until the deployment is live: nothing moves by itself here. */
const reloadUntilLive = () =>
  eventually(
    "a live deployment",
    async () => {
      await ada.page.reload();
      return (await ada.page.locator("#deployment-status[data-state=live]").count()) === 1;
    },
    DEPLOY_MS,
  );

async function upload(name: string, text: string): Promise<void> {
  await ada.choose({ name, bytes: zipOf(nodeApp(text)) });
  await ada.press("Upload");
}

describe("the main job with JavaScript switched off", () => {
  step("set-up, signing out and signing in again", async () => {
    await ada.setUp(stack.setupUrl);
    await ada.page.locator("summary[aria-label='Your account']").click();
    await ada.press("Sign out");
    await ada.fill({ "E-mail": OWNER.email, Password: "something else" });
    await ada.press("Sign in");
    await ada.page.getByText("wrong").first().waitFor();
    expect(await ada.page.getByLabel("E-mail").inputValue()).toBe(OWNER.email);
    await ada.signIn();
  });

  step("from an archive to a live app", async () => {
    await ada.go("/new");
    await upload("shop.zip", "the first version");
    await ada.page.getByRole("heading", { name: "Detected" }).waitFor();
    await ada.press("Deploy now");
    await ada.page.waitForURL("**/projects/shop/deployments/*");
    await reloadUntilLive();
    expect(await ada.visit()).toBe("the first version");
    expect((await ada.logNumbers()).length).toBeGreaterThan(3);
  });

  step("a second version, and back to the first", async () => {
    await ada.go("/projects/shop/deployments");
    await upload("shop-2.zip", "the second version");
    await reloadUntilLive();
    expect(await ada.visit()).toBe("the second version");
    await ada.go("/projects/shop/deployments");
    await ada.press("Roll back");
    await reloadUntilLive();
    expect(await ada.visit()).toBe("the first version");
  });

  step("a variable, a new name, and the end of the project", async () => {
    await ada.go("/projects/shop/variables");
    await ada.fill({ Name: "GREETING", Value: "hello" });
    await ada.press("Add");
    await ada.page.locator("#variable-GREETING").waitFor();
    await ada.go("/projects/shop/settings");
    await ada.fill({ "Project name": "The shop" });
    await ada.press("Save");
    await ada.page.getByRole("heading", { name: "The shop", level: 1 }).waitFor();
    await ada.page.getByLabel("Type shop to confirm").fill("shop");
    await ada.press("Delete the project");
    await ada.page.waitForURL("**/dashboard");
    await ada.page.getByRole("heading", { name: "Deploy your first project" }).waitFor();
  });
});
