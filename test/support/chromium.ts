import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"];

export function openChromium(): Promise<Browser> {
  const executablePath = process.env.AUTOSTACK_TEST_CHROMIUM ?? "/usr/bin/chromium";
  return chromium.launch({ executablePath, args: FLAGS });
}

/** A page that notes what went wrong in it: thrown errors, and what the console calls an error (the page's policy speaks there too). */
export async function openPage(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; troubles: string[] }> {
  const page = await (await browser.newContext(options)).newPage();
  const troubles: string[] = [];
  page.on("pageerror", (error) => troubles.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") troubles.push(message.text());
  });
  return { page, troubles };
}

type AxeResult = { violations: { id: string; impact: string | null; nodes: { html: string }[] }[] };
declare const axe: { run(): Promise<AxeResult> };

const AXE = `${import.meta.dir}/../../node_modules/axe-core/axe.min.js`;

/** What axe finds that is serious or critical, as `rule: element`. */
export async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(await Bun.file(AXE).text());
  const { violations } = await page.evaluate(() => axe.run());
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
