import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { openPage } from "../support/chromium.ts";
import { OWNER, type RunningAutoStack } from "../support/running-autostack.ts";

/** What a real build may take on a busy machine. */
export const DEPLOY_MS = 30_000;

/** For everything that is no deployment. */
const WAIT_MS = 10_000;

/** Chromium's console also calls it an error when a form is refused or a line cut, which some tests do on purpose. */
const ON_PURPOSE = /status of 4(22|01|29)|net::ERR_|htmx:sse:error/;

type Archive = { name: string; bytes: Uint8Array };

/** Somebody with a browser, in front of a real AutoStack. */
export class Person {
  readonly page: Page;
  readonly #origin: string;
  readonly #noted: string[];

  private constructor(stack: RunningAutoStack, page: Page, noted: string[]) {
    this.page = page;
    this.#origin = `http://localhost:${stack.config.port}`;
    this.#noted = noted;
  }

  static async before(stack: RunningAutoStack, browser: Browser, options: BrowserContextOptions = {}): Promise<Person> {
    const { page, troubles } = await openPage(browser, options);
    page.setDefaultTimeout(WAIT_MS);
    return new Person(stack, page, troubles);
  }

  /** Errors of scripts and breaches of the page's policy, on all the pages so far. */
  troubles(): string[] {
    return this.#noted.filter((trouble) => !ON_PURPOSE.test(trouble));
  }

  async go(path: string): Promise<void> {
    await this.page.goto(new URL(path, this.#origin).href);
  }

  path(): string {
    return new URL(this.page.url()).pathname;
  }

  press(button: string): Promise<void> {
    return this.page.getByRole("button", { name: button, exact: true }).first().click();
  }

  /** Types into fields by their labels. */
  async fill(fields: Record<string, string>): Promise<void> {
    for (const [label, text] of Object.entries(fields)) await this.page.getByLabel(label, { exact: true }).fill(text);
  }

  async setUp(setupUrl: string): Promise<void> {
    await this.page.goto(setupUrl);
    await this.fill({ "Your name": OWNER.name, "E-mail": OWNER.email, Password: OWNER.password });
    await this.press("Create the owner");
    await this.page.waitForURL("**/dashboard");
  }

  async signIn(): Promise<void> {
    await this.go("/login");
    await this.fill({ "E-mail": OWNER.email, Password: OWNER.password });
    await this.press("Sign in");
    await this.page.waitForURL("**/dashboard");
  }

  /** Lets go of a file over the place for archives. */
  async drop({ name, bytes }: Archive): Promise<void> {
    const base64 = JSON.stringify(Buffer.from(bytes).toString("base64"));
    const transfer = await this.page.evaluateHandle(`(() => {
      const transfer = new DataTransfer();
      const bytes = Uint8Array.from(atob(${base64}), (letter) => letter.charCodeAt(0));
      transfer.items.add(new File([bytes], ${JSON.stringify(name)}, { type: "application/zip" }));
      return transfer;
    })()`);
    await this.page.dispatchEvent(".drop", "dragover", { dataTransfer: transfer });
    await this.page.dispatchEvent(".drop", "drop", { dataTransfer: transfer });
  }

  async choose({ name, bytes }: Archive): Promise<void> {
    const file = { name, mimeType: "application/zip", buffer: Buffer.from(bytes) };
    await this.page.locator("input[type=file]").setInputFiles(file);
  }

  /** Waits on a deployment's page, without loading it again, until it has ended so. */
  async sees(state: "live" | "canary" | "cancelled" | "failed" | "running"): Promise<void> {
    await this.page.locator(`#deployment-status[data-state=${state}]`).waitFor({ timeout: DEPLOY_MS });
  }

  /** Opens the app by its link, as a new tab does, and gives what it says. */
  async visit(): Promise<string> {
    const [tab] = await Promise.all([
      this.page.context().waitForEvent("page"),
      this.page.getByRole("link", { name: "Visit" }).first().click(),
    ]);
    await tab.waitForLoadState();
    const text = (await tab.locator("body").textContent()) ?? "";
    await tab.close();
    return text;
  }

  /** The numbers of the log's lines as they stand in the page. */
  logNumbers(): Promise<number[]> {
    return this.page.locator("#log .log-row").evaluateAll((rows) => rows.map((row) => Number(row.id.slice(1))));
  }
}
