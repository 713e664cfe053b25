// `npm run screenshots`: deploys a few programs for real, and takes the pictures of docs/images. With a folder as its argument it
// takes every page into that instead, to look at.
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { openChromium } from "#test/support/chromium.ts";
import { zipOf } from "#test/support/sample-apps.ts";
import { openApp, startApp } from "../src/app.ts";
import { readConfig } from "../src/config.ts";
import { realHost } from "../src/host/real-host.ts";
import { realProcesses } from "../src/host/real-processes.ts";
import { storefront } from "./screenshots/apps.ts";
import { type Clock, History, type Past } from "./screenshots/history.ts";
import { squeezePng } from "./screenshots/png.ts";

const OWNER = { name: "Ada Lovelace", email: "ada@example.com", password: "only for the pictures" };

const LOOKS = [
  { width: 1440, height: 900, colorScheme: "light" },
  { width: 1440, height: 900, colorScheme: "dark" },
  { width: 360, height: 780, colorScheme: "light" },
  { width: 360, height: 780, colorScheme: "dark" },
] as const;

type Shot = {
  name: string;
  path: string;
  /** What is done on the page first. */
  before?: (page: Page) => Promise<void>;
  /** Taken only to look at. */
  isExtra?: boolean;
};

const folder = await mkdtemp(join(tmpdir(), "autostack-screenshots-"));
try {
  await main(process.argv[2]);
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exit(0);

async function main(wanted: string | undefined): Promise<void> {
  const into = wanted ?? join(import.meta.dir, "../docs/images");
  await mkdir(into, { recursive: true });
  const clock: Clock = { agoMs: 0 };
  const config = readConfig({
    AUTOSTACK_DATA: join(folder, "data"),
    AUTOSTACK_ADDRESS: "127.0.0.1",
    AUTOSTACK_PORT: await port(8080),
    AUTOSTACK_RUNTIME: "process",
    AUTOSTACK_EDGE: "embedded",
  });
  const app = await openApp(config, { ...realHost(config), now: () => Date.now() - clock.agoMs });
  const running = await startApp(app);
  try {
    const owner = await app.accounts.setUpOwner(app.accounts.setupToken() ?? "", OWNER);
    const past = await new History(app, clock, owner).make(folder);
    await takeAll({ url: running.url, into, shots: shotsOf(past, wanted !== undefined) });
    app.deployments.cancel(app.world.deployments.get(past.running.id));
  } finally {
    await running.stop();
  }
}

async function port(wanted: number): Promise<string> {
  try {
    await Bun.listen({ hostname: "127.0.0.1", port: wanted, socket: { data: () => {} } }).stop(true);
    return String(wanted);
  } catch {
    return String(await realProcesses.freePort());
  }
}

function shotsOf({ live, failed, running }: Past, withExtras: boolean): Shot[] {
  const detect = async (page: Page) => {
    const buffer = Buffer.from(zipOf(storefront(20)));
    await page
      .locator("input[type=file]")
      .setInputFiles({ name: "storefront.zip", mimeType: "application/zip", buffer });
    await page.getByRole("heading", { name: "Detected" }).waitFor();
  };
  const compare = async (page: Page) => {
    await page.getByRole("link", { name: "Compare" }).last().click();
    await page.getByRole("heading", { name: /^From #/ }).waitFor();
  };
  const shots: Shot[] = [
    { name: "dashboard", path: "/dashboard" },
    { name: "new", path: "/new" },
    { name: "detected", path: "/new", before: detect },
    { name: "deployment-live", path: `/projects/storefront/deployments/${live.id}` },
    { name: "deployment-failed", path: `/projects/newsletter/deployments/${failed.id}` },
    { name: "project", path: "/projects/storefront" },
    { name: "settings", path: "/settings" },
    { name: "deployment-running", path: `/projects/catalogue/deployments/${running.id}`, isExtra: true },
    { name: "deployments", path: "/projects/storefront/deployments", isExtra: true },
    { name: "upload-version", path: "/projects/newsletter/deployments", isExtra: true },
    { name: "newsletter", path: "/projects/newsletter", isExtra: true },
    { name: "logs", path: "/projects/storefront/logs", isExtra: true },
    { name: "variables", path: "/projects/storefront/variables", isExtra: true },
    { name: "traffic", path: "/projects/storefront/environments/production/settings", isExtra: true },
    { name: "compare", path: "/projects/storefront/deployments", before: compare, isExtra: true },
    { name: "project-settings", path: "/projects/storefront/settings", isExtra: true },
    { name: "eject", path: "/projects/storefront/eject", isExtra: true },
    { name: "missing", path: "/projects/nowhere", isExtra: true },
  ];
  return shots.filter(({ isExtra }) => withExtras || !isExtra);
}

async function takeAll({ url, into, shots }: { url: string; into: string; shots: Shot[] }): Promise<void> {
  const browser = await openChromium();
  try {
    for (const look of LOOKS) {
      const page = await signedIn(browser, url, look);
      for (const { name, path, before } of shots) {
        await page.goto(url + path);
        await before?.(page);
        const file = `${name}-${look.width}-${look.colorScheme}.png`;
        const bytes = await Bun.write(join(into, file), squeezePng(await page.screenshot()));
        console.log(`${file} ${Math.round(bytes / 1000)} kB`);
      }
      await page.context().close();
    }
  } finally {
    await browser.close();
  }
}

async function signedIn(browser: Browser, url: string, { width, height, colorScheme }: (typeof LOOKS)[number]) {
  const viewport = { width, height };
  const context = await browser.newContext({ viewport, colorScheme, reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.goto(`${url}/login`);
  await page.getByLabel("E-mail").fill(OWNER.email);
  await page.getByLabel("Password").fill(OWNER.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/dashboard");
  return page;
}
