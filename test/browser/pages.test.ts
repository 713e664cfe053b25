import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { answerGallery, policyFor } from "../../scripts/gallery.ts";
import type { User } from "../../src/accounts/user.ts";
import type { Html } from "../../src/lib/html.ts";
import { EMPTY_FORM } from "../../views/form.ts";
import { detectedBody } from "../../views/pages/detected.ts";
import { loginForm } from "../../views/pages/login.ts";
import { profilePanel } from "../../views/pages/settings.ts";
import { openChromium, openPage, seriousFindings } from "../support/chromium.ts";
import { madeUpPages } from "../support/made-up-pages.ts";

/** Of an answer, which has another nonce than the page that asked for it. */
const PART = { nonce: "b3RoZXI", now: Date.now() };

let browser: Browser;
let server: Bun.Server<undefined>;

beforeAll(async () => {
  server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: answer });
  browser = await openChromium();
}, 30_000);
afterAll(async () => {
  await browser?.close();
  await server?.stop(true);
});

async function answer(request: Request): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  if (request.method === "POST" && pathname === "/login")
    return refusedLogin(new URLSearchParams(await request.text()));
  if (request.method === "POST" && pathname === "/settings/profile") {
    return fragment(profilePanel(PART, await savedUser(request), EMPTY_FORM), 200);
  }
  if (request.method === "PUT" && pathname === "/uploads") {
    return upload(`${searchParams.get("name")}: ${(await request.arrayBuffer()).byteLength} bytes`);
  }
  return answerGallery(request);
}

async function savedUser(request: Request): Promise<User> {
  const name = new URLSearchParams(await request.text()).get("name") ?? "";
  return { id: "u1", email: "mira@example.com", name, role: "owner", createdAt: 0 };
}

function refusedLogin(typed: URLSearchParams): Response {
  const problem = { field: "password", summary: "E-mail or password is wrong." };
  const form = { values: { email: typed.get("email") ?? "" }, problem };
  return fragment(loginForm(PART, { form, next: "", signUpOpen: false }), 422);
}

function upload(sourceName: string): Response {
  const form = { values: {}, problem: null };
  const scan = { apps: [], lookedFor: ["Dockerfile"] };
  return fragment(detectedBody(PART, { scan, plan: null, form, draft: {}, suggestedSlug: "", sourceName }), 200);
}

function fragment(markup: Html, status: number): Response {
  const headers = { "content-type": "text/html; charset=utf-8", "content-security-policy": policyFor(PART.nonce) };
  return new Response(markup.toString(), { status, headers });
}

const visit = (page: Page, path: string) => page.goto(new URL(path, server.url).href);

describe.each([
  { width: 1440, colorScheme: "light" as const },
  { width: 360, colorScheme: "dark" as const },
])("at $width px, $colorScheme", ({ width, colorScheme }) => {
  test("every page fits, runs clean under the policy, and axe finds nothing serious", async () => {
    const { page, troubles } = await openPage(browser, { viewport: { width, height: 900 }, colorScheme });
    const found: string[] = [];
    for (const name of madeUpPages().keys()) {
      await visit(page, name);
      found.push(...(await seriousFindings(page)).map((finding) => `${name}: ${finding}`));
      const overhang = await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth");
      if (overhang > 0) found.push(`${name} is ${overhang} px too wide`);
    }
    expect(found).toEqual([]);
    expect(troubles).toEqual([]);
  }, 120_000);
});

test("a log grows line by line, without a repeat, until its deployment is live", async () => {
  const { page, troubles } = await openPage(browser);
  await visit(page, "deployment-running");
  await page.locator("#deployment-status[data-state=live]").waitFor();
  const lines = await page.locator("#log .log-row").evaluateAll((rows) => rows.map((row) => row.id));
  expect(lines).toEqual(lines.map((_, index) => `L${index + 1}`));
  expect(lines.length).toBeGreaterThan(12);
  expect(await page.locator("#stages li[data-state=done]").count()).toBe(8);
  expect(troubles).toEqual([]);
}, 20_000);

test("a log can be searched and narrowed to a stage, and opens at a line that was linked to", async () => {
  const { page } = await openPage(browser);
  await visit(page, "deployment-live#L10");
  expect(await page.getByLabel("Follow").isChecked()).toBe(false);
  await page.keyboard.press("/");
  await page.keyboard.type("warn");
  await page.getByText("1 of 18 lines").waitFor();
  await page.getByLabel("Search the log").fill("");
  await page.getByRole("button", { name: "Probe", exact: true }).click();
  await page.getByText("3 of 18 lines").waitFor();
}, 20_000);

test("a form that was refused keeps what was typed, says why beside the field, and can be sent again", async () => {
  const { page } = await openPage(browser);
  await visit(page, "login");
  await page.getByLabel("E-mail").fill("mira@example.com");
  for (const password of ["first guess", "second guess"]) {
    await page.getByLabel("Password").fill(password);
    const answered = page.waitForResponse((response) => response.status() === 422);
    await page.getByRole("button", { name: "Sign in" }).click();
    await answered;
    await page.locator("#field-password:focus[aria-invalid=true]").waitFor();
    expect(await page.getByLabel("Password").inputValue()).toBe("");
  }
  expect(await page.getByLabel("E-mail").inputValue()).toBe("mira@example.com");
  expect(page.url()).toEndWith("/login");
}, 20_000);

test("a change that was accepted is said", async () => {
  const { page } = await openPage(browser);
  await visit(page, "settings");
  await page.locator("#profile").getByRole("button", { name: "Save" }).click();
  await page.locator("#toasts").getByText("Your profile was saved.").waitFor();
}, 20_000);

test("a form works without JavaScript", async () => {
  const { page } = await openPage(browser, { javaScriptEnabled: false });
  await visit(page, "login");
  await page.getByLabel("E-mail").fill("mira@example.com");
  await page.getByLabel("Password").fill("a guess");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByText("E-mail or password is wrong.").waitFor();
}, 20_000);

test("an archive is sent as it is and leads to the next step", async () => {
  const { page, troubles } = await openPage(browser);
  await visit(page, "new");
  await page
    .locator("#file")
    .setInputFiles({ name: "my site.zip", mimeType: "application/zip", buffer: Buffer.alloc(3_000_000) });
  await page.getByText("my site.zip: 3000000 bytes").waitFor();
  expect(troubles).toEqual([]);
}, 20_000);

test("Ctrl-K finds a place by a few letters and goes there", async () => {
  const { page } = await openPage(browser);
  await visit(page, "dashboard");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("api");
  expect(await page.getByRole("option").allInnerTexts()).toEqual(["API tokens\nPage"]);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/settings#tokens");
}, 20_000);

test("what cannot be taken back is asked about first", async () => {
  const { page } = await openPage(browser);
  await visit(page, "project-deployments");
  const rollBack = page.getByRole("listitem").getByRole("button", { name: "Roll back" });
  await rollBack.click();
  await page.getByRole("dialog").getByRole("button", { name: "Keep as it is" }).click();
  expect(page.url()).toEndWith("/project-deployments");
  await rollBack.click();
  await page.getByRole("dialog").getByRole("button", { name: "Roll back" }).click();
  await page.waitForURL("**/rollback");
}, 20_000);

test("a theme that was chosen stays", async () => {
  const { page } = await openPage(browser, { colorScheme: "light" });
  await visit(page, "dashboard");
  await page.getByRole("button", { name: "Switch between light and dark" }).click();
  await page.reload();
  const scheme = await page.evaluate<string>("getComputedStyle(document.documentElement).colorScheme");
  expect(scheme).toBe("dark");
}, 20_000);
