// `npm run seed`: fills a data folder with demo data, to look at the pages with and to measure by. The same each time but for ids,
// the password, and that it always ends today.
import { parseArgs } from "node:util";
import { openApp } from "../src/app.ts";
import { readConfig } from "../src/config.ts";
import { realHost } from "../src/host/real-host.ts";
import { errorText } from "../src/lib/errors.ts";
import { fillWithDemoData } from "./seed/demo-data.ts";

try {
  await main();
} catch (error) {
  console.error(`Nothing was seeded, or not all of it: ${errorText(error)}`);
  process.exit(1);
}
process.exit(0);

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { force: { type: "boolean", default: false } } });
  const config = readConfig({ AUTOSTACK_DATA: "./data", ...process.env });
  const clock = { at: Date.now() };
  const app = await openApp(config, { ...realHost(config), now: () => clock.at });
  try {
    if (app.accounts.hasOwner() && !values.force) {
      throw new Error(
        `${config.dataFolder} is in use: it has an owner. Name another folder by AUTOSTACK_DATA, or add --force.`,
      );
    }
    const { email, password } = await fillWithDemoData(app, clock, Date.now());
    console.log(`
  ${config.dataFolder} now has ${app.projects.all().length} projects. Start AutoStack on it:

    AUTOSTACK_DATA=${config.dataFolder} npm start

  Sign in with:  ${email}
  Password:      ${password}
`);
  } finally {
    app.db.close();
  }
}
