import type { EnvironmentSettings } from "../projects/environment-settings.ts";
import type { Release } from "./deployment.ts";
import type { Run } from "./run.ts";

/**
 * What the release's file says of how the environment is run counts from here on; what it leaves open stays as it was set. As long as it is
 * on trial the environment is run as what is live says.
 */
export function usePlannedSettings(run: Run, { plan }: Release): void {
  if (plan.settings === null || run.deployment.canary !== null) return;
  const { projects } = run.world;
  const { id, settings } = projects.environment(run.environment.id);
  const { switch: kind, sleepAfterMs, ...replicas } = plan.settings;
  const asked: EnvironmentSettings = {
    ...settings,
    ...(kind !== undefined && { switch: kind }),
    ...(sleepAfterMs !== undefined && { sleepAfterMs }),
    replicas: { ...settings.replicas, ...replicas },
  };
  const { fewest, most } = asked.replicas;
  const fitting = { ...asked, replicas: { ...asked.replicas, most: Math.max(fewest, most) } };
  if (JSON.stringify(fitting) === JSON.stringify(settings)) return;
  projects.setSettings(id, fitting);
  run.note("The environment is run as autostack.yml says from here on.");
}
