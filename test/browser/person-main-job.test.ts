import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Browser } from "playwright-core";
import { openChromium } from "../support/chromium.ts";
import { eventually } from "../support/eventually.ts";
import { OWNER, RunningAutoStack } from "../support/running-autostack.ts";
import { nodeApp, zipOf } from "../support/sample-apps.ts";
import { CuttableLine } from "./cuttable-line.ts";
import { DEPLOY_MS, Person } from "./person.ts";

const LINES = 40;
/** Speaks for about six seconds, so that somebody can watch it. */
const talkative = `node -e "let n = 0; const t = setInterval(() => { console.log('step ' + ++n); if (n === ${LINES}) clearInterval(t); }, 150)"`;

const first = nodeApp("the first version", { build: talkative });
const second = nodeApp("the second version");
const broken = nodeApp("never", { build: "echo cannot find module left-pad && exit 3" });
/** Large enough that sending it takes a while on a slow line. */
const photo = Buffer.from(crypto.getRandomValues(new Uint8Array(60_000)))
  .toString("base64")
  .repeat(2);

let stack: RunningAutoStack;
let browser: Browser;
let ada: Person;

beforeAll(async () => {
  stack = await RunningAutoStack.start({ runtime: "process", edge: "embedded", withoutOwner: true });
  browser = await openChromium();
  ada = await Person.before(stack, browser, { colorScheme: "light" });
}, DEPLOY_MS);

afterAll(async () => {
  await browser?.close();
  await stack?.close();
}, DEPLOY_MS);

const step = (promise: string, body: () => Promise<void>) => test(promise, body, DEPLOY_MS);

describe("the main job, by somebody with a browser", () => {
  step("the link of the console makes the owner, who lands on an empty dashboard that says what to do", async () => {
    await ada.setUp(stack.setupUrl);
    await ada.page.getByRole("heading", { name: "Deploy your first project" }).waitFor();
    await ada.page.getByRole("link", { name: "Try an example" }).waitFor();
  });

  step("a wrong password is refused beside its field and keeps the e-mail; the right one leads in", async () => {
    const { page } = ada;
    await page.getByLabel("Your account").click();
    await ada.press("Sign out");
    await page.waitForURL("**/login");
    await ada.fill({ "E-mail": OWNER.email, Password: "something else" });
    await ada.press("Sign in");
    await page.locator("#field-password[aria-invalid=true]").waitFor();
    const problem = await page.locator("#field-password").getAttribute("aria-describedby");
    expect(await page.locator(`#${problem?.split(" ").at(-1)}`).textContent()).toContain("wrong");
    expect(await page.getByLabel("E-mail").inputValue()).toBe(OWNER.email);
    await ada.fill({ Password: OWNER.password });
    await ada.press("Sign in");
    await page.waitForURL("**/dashboard");
  });

  step("an archive that is dropped shows its progress, then what was detected and where it was read", async () => {
    const { page } = ada;
    const line = await page.context().newCDPSession(page);
    await line.send("Network.emulateNetworkConditions", {
      ...{ offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 60_000 },
    });
    await ada.go("/new");
    await ada.drop({ name: "My Shop.zip", bytes: zipOf({ ...first, "photo.txt": photo }) });
    await page.getByText(/^\d+\.\d kB of \d+\.\d kB$/).waitFor();
    await page.getByRole("heading", { name: "Detected" }).waitFor();
    await line.detach();
    expect(await page.getByLabel("Project name").inputValue()).toBe("my-shop");
    expect(await page.getByLabel("Start", { exact: true }).inputValue()).toBe("node server.js");
    await page.getByText("package.json:1").first().waitFor();
  });

  step("with variables pasted and a field edited, Deploy now leads to a log that grows by itself", async () => {
    const { page } = ada;
    await ada.fill({
      "Project name": "My shop",
      Slug: "shop",
      "Health path": "/health",
      "Variables, one NAME=value a line": "# pasted\nGREETING='hello, '\nAPI_KEY=k3y-of-the-shop\n",
    });
    await ada.press("Deploy now");
    await page.waitForURL("**/projects/shop/deployments/*");
    await ada.page.locator("#log").getByText("step 2", { exact: true }).waitFor();
    const shown = (await ada.logNumbers()).length;
    await eventually("more lines", async () => (await ada.logNumbers()).length > shown + 2);
    await page.locator("#stages li[data-state=running]").getByText("Build").waitFor();
  });

  step("the log goes on without a gap or a repeat after the connection was cut", async () => {
    const { page } = ada;
    using line = await CuttableLine.to(stack.config.port);
    await page.goto(`http://localhost:${line.port}${ada.path()}`);
    const written = () => stack.app.world.logs.read(ada.path().split("/").at(-1) ?? "");
    await page.locator("#log").getByText("step 12", { exact: true }).waitFor();
    line.cut();
    const seen = (await ada.logNumbers()).length;
    await eventually("lines that are missed", async () => (await written()).length > seen + 5);
    expect((await ada.logNumbers()).length).toBe(seen);
    line.mend();
    await ada.sees("live");
    expect(await ada.logNumbers()).toEqual((await written()).map(({ id }) => id));
    expect(await page.locator("#stages li[data-state=done]").count()).toBe(8);
    await ada.go(ada.path());
  });

  step("the app opens at its own address, with what was pasted and edited", async () => {
    await ada.page.locator("#log").getByText("Answers at /health with 200.").waitFor();
    expect(await ada.visit()).toBe("hello, the first version");
    const url = await ada.page.locator(".big-url a").getAttribute("href");
    expect(url).toBe(`http://shop.localhost:${stack.config.port}`);
  });

  step("a second archive, through the file field of the Deployments tab, takes its place", async () => {
    const { page } = ada;
    await page.getByRole("link", { name: "Deployments" }).click();
    await page.waitForURL("**/projects/shop/deployments");
    await ada.choose({ name: "shop-2.zip", bytes: zipOf(second) });
    await page.waitForURL("**/projects/shop/deployments/*");
    await ada.sees("live");
    expect(await ada.visit()).toBe("hello, the second version");
  });

  step("a build that fails says first what failed and what to do, and changes nothing for visitors", async () => {
    const { page } = ada;
    await ada.go("/projects/shop/deployments");
    await ada.choose({ name: "shop-3.zip", bytes: zipOf(broken) });
    await page.waitForURL("**/projects/shop/deployments/*");
    await ada.sees("failed");
    const failure = page.getByRole("alert");
    expect(await failure.textContent()).toMatch(/exit code 3[\s\S]*What to do/);
    await page.locator("#log").getByText("cannot find module left-pad").first().waitFor();
    await page.getByRole("button", { name: "Retry" }).waitFor();
    expect(await stack.textAt("shop")).toBe("hello, the second version");
  });

  step("its button rolls back to the first version, after asking", async () => {
    const { page } = ada;
    await ada.go("/projects/shop/deployments");
    await ada.press("Roll back");
    await page.getByRole("dialog").getByRole("button", { name: "Roll back" }).click();
    await page.waitForURL("**/projects/shop/deployments/*");
    await ada.sees("live");
    expect(await ada.visit()).toBe("hello, the first version");
    expect(await page.locator("#stages li").filter({ hasText: "Build" }).getAttribute("data-state")).toBe("left-out");
  });

  step("all of it ran clean, under the policy of its pages", async () => {
    expect(ada.troubles()).toEqual([]);
  });
});
