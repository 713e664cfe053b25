import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Browser } from "playwright-core";
import { openChromium } from "../support/chromium.ts";
import { eventually } from "../support/eventually.ts";
import { OWNER, RunningAutoStack } from "../support/running-autostack.ts";
import { pageOf, zipOf } from "../support/sample-apps.ts";
import { DEPLOY_MS, Person } from "./person.ts";

const SECRET = "k3y-that-nobody-sees";

let stack: RunningAutoStack;
let browser: Browser;
let ada: Person;

beforeAll(async () => {
  stack = await RunningAutoStack.start({ runtime: "process", edge: "embedded" });
  const { deployment } = await stack.api.launchUpload("shop", zipOf(pageOf("shop")));
  await stack.api.live("shop", deployment);
  browser = await openChromium();
  ada = await Person.before(stack, browser, { colorScheme: "light" });
  await ada.signIn();
}, DEPLOY_MS);

afterAll(async () => {
  await browser?.close();
  await stack?.close();
}, DEPLOY_MS);

/** What has the focus; a card's link shows it around the card, by `::after`. */
const FOCUSED = `(() => {
  const at = document.activeElement;
  const isSeen = [null, "::after"].some((part) => getComputedStyle(at, part).outlineStyle !== "none");
  return { name: at === document.body ? "" : at.getAttribute("aria-label") ?? at.textContent.trim(), isSeen };
})()`;

const step = (promise: string, body: () => Promise<void>) => test(promise, body, DEPLOY_MS);
const row = (name: string) => ada.page.locator(`#variable-${name}`);

describe("variables", () => {
  step("one is added, a secret without ever being shown again", async () => {
    await ada.go("/projects/shop/variables");
    await ada.fill({ Name: "API_KEY", Value: SECRET });
    await ada.page.locator("#add-variable").getByLabel("Secret: never shown again").check();
    await ada.press("Add");
    await row("API_KEY").getByText("Secret, not shown").waitFor();
    expect(await ada.page.content()).not.toContain(SECRET);
    await ada.page.reload();
    expect(await ada.page.content()).not.toContain(SECRET);
  });

  step("a name that cannot be one is refused beside its field and stays there", async () => {
    await ada.fill({ Name: "A=B", Value: "kept" });
    await ada.press("Add");
    await ada.page.locator("#field-name[aria-invalid=true]:focus").waitFor();
    expect(await ada.page.getByLabel("Name", { exact: true }).inputValue()).toBe("A=B");
    expect(await ada.page.getByLabel("Value", { exact: true }).inputValue()).toBe("kept");
  });

  step("a whole .env is pasted, and one of it is deleted after asking", async () => {
    await ada.fill({ "One NAME=value a line": 'GREETING="hello there"\n# a comment\nLOG_LEVEL=info\n' });
    await ada.press("Add all");
    expect(await row("GREETING").locator(".variable-value").textContent()).toBe("hello there");
    await row("LOG_LEVEL").getByRole("button", { name: "Delete" }).click();
    await ada.page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await row("LOG_LEVEL").waitFor({ state: "detached" });
    expect(await row("GREETING").count()).toBe(1);
  });
});

describe("a person's own settings", () => {
  step("a token is shown once, works, and stops when it is revoked", async () => {
    await ada.go("/settings");
    const tokens = ada.page.locator("#tokens");
    await tokens.getByLabel("Name").fill("laptop");
    await ada.press("Create a token");
    const secret = (await tokens.locator(".secret-once code").textContent()) ?? "";
    const ask = () => fetch(`${stack.url}/api/v1/projects`, { headers: { authorization: `Bearer ${secret}` } });
    expect((await ask()).status).toBe(200);
    await ada.page.reload();
    expect(await ada.page.content()).not.toContain(secret);
    await tokens.getByRole("button", { name: "Revoke" }).click();
    await ada.page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
    await tokens.getByText("laptop").waitFor({ state: "detached" });
    expect((await ask()).status).toBe(401);
  });

  step("another session is ended, and is asked to sign in again and led back", async () => {
    const elsewhere = await Person.before(stack, browser, { userAgent: "Mozilla/5.0 (X11; Linux) Firefox/150.0" });
    await elsewhere.signIn();
    await ada.go("/settings");
    const other = ada.page.locator("#sessions li").filter({ hasText: "Firefox on Linux" });
    await other.getByRole("button", { name: "End" }).click();
    await other.waitFor({ state: "detached" });
    await elsewhere.go("/projects/shop/variables");
    expect(elsewhere.path()).toBe("/login");
    await elsewhere.fill({ "E-mail": OWNER.email, Password: OWNER.password });
    await elsewhere.press("Sign in");
    await elsewhere.page.waitForURL("**/projects/shop/variables");
    expect(elsewhere.troubles()).toEqual([]);
  });
});

describe("getting about", () => {
  step("Ctrl-K goes to a project by a few letters, / to the search, which narrows the list", async () => {
    const { page } = ada;
    await ada.go("/settings");
    await page.keyboard.press("Control+k");
    await page.keyboard.type("sho");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/projects/shop");
    await ada.go("/dashboard");
    await page.keyboard.press("/");
    await page.keyboard.type("nothing like it");
    await page.locator("#project-shop").waitFor({ state: "hidden" });
    await page.keyboard.press("Control+a");
    await page.keyboard.type("SHOP");
    await page.locator("#project-shop").waitFor();
  });

  step("every control of the dashboard is reached by Tab, with a focus that can be seen", async () => {
    const { page } = ada;
    await ada.go("/dashboard");
    const reached = new Set<string>();
    for (let presses = 0; presses < 30; presses++) {
      await page.keyboard.press("Tab");
      const { name, isSeen } = await page.evaluate<{ name: string; isSeen: boolean }>(FOCUSED);
      if (name !== "") expect({ name, isSeen }).toEqual({ name, isSeen: true });
      reached.add(name);
    }
    for (const name of ["Skip to the content", "New project", "Your account", "shop", "Visit", "Deploy"]) {
      expect([...reached]).toContain(name);
    }
  });

  step("a theme that is chosen stays, on the next page too", async () => {
    await ada.go("/settings");
    await ada.press("Dark");
    await ada.go("/dashboard");
    const scheme = await ada.page.evaluate<string>("getComputedStyle(document.documentElement).colorScheme");
    expect(scheme).toBe("dark");
  });
});

describe("a project's settings", () => {
  step("a new name counts at once", async () => {
    await ada.go("/projects/shop/settings");
    await ada.fill({ "Project name": "The shop" });
    await ada.press("Save");
    await eventually("the new name", async () => stack.app.projects.all()[0]?.name === "The shop");
    await ada.go("/projects/shop");
    await ada.page.getByRole("heading", { name: "The shop", level: 1 }).waitFor();
  });

  step("deleting it needs its slug typed, and takes it off the air", async () => {
    const { page } = ada;
    await ada.go("/projects/shop/settings");
    await page.getByLabel("Type shop to confirm").fill("something else");
    await ada.press("Delete the project");
    await page.locator("#field-confirm[aria-invalid=true]").waitFor();
    expect((await stack.visit("shop")).status).toBe(200);
    await page.getByLabel("Type shop to confirm").fill("shop");
    await ada.press("Delete the project");
    await page.waitForURL("**/dashboard");
    expect((await stack.visit("shop")).status).toBe(404);
  });

  step("all of it ran clean, under the policy of its pages", async () => {
    expect(ada.troubles()).toEqual([]);
  });
});
