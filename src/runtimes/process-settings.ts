import type { AppPlan } from "../plans/plan.ts";
import { managerOf, toolchainOf } from "../plans/toolchains.ts";

type Built = Pick<AppPlan, "runtime" | "packageManager">;

/** Where an image has the project. */
const IMAGE_APP = "/app/";

/** `NODE_ENV=production` and the like: what a plan's image sets for its program. `app` is where the project is on this machine. */
export function runSettings({ runtime }: Built, app: string): Record<string, string> {
  return settingsIn(toolchainOf(runtime.name).runSettings, app);
}

/** What the program's steps must be told as well: with `MIX_ENV=prod` it looks elsewhere for what was built. */
export function sharedSettings({ runtime, packageManager }: Built, app: string): Record<string, string> {
  const ofSteps = managerOf(packageManager).settings;
  return settingsIn(
    toolchainOf(runtime.name).runSettings.filter((setting) => ofSteps.includes(setting)),
    app,
  );
}

function settingsIn(settings: readonly string[], app: string): Record<string, string> {
  return Object.fromEntries(
    settings.map((setting) => {
      const end = setting.indexOf("=");
      const value = setting.slice(end + 1);
      return [setting.slice(0, end), value.startsWith(IMAGE_APP) ? `${app}/${value.slice(IMAGE_APP.length)}` : value];
    }),
  );
}
