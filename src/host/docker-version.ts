import { translateDockerError } from "./docker-errors.ts";

/** The version of the Engine behind a socket. Throws an `AppError` that says why there is none. */
export async function dockerVersion(socketPath: string): Promise<string> {
  try {
    const { default: Engine } = await import("dockerode");
    return (await new Engine({ socketPath, timeout: 5000 }).version()).Version;
  } catch (error) {
    throw translateDockerError(error, socketPath);
  }
}

/** Whether its containers run on while the Engine itself is restarted. */
export async function dockerLiveRestore(socketPath: string): Promise<boolean> {
  const { default: Engine } = await import("dockerode");
  const { LiveRestoreEnabled } = await new Engine({ socketPath, timeout: 5000 }).info();
  return Boolean(LiveRestoreEnabled);
}

export const NO_LIVE_RESTORE = {
  says: "Apps end when Docker itself is restarted or upgraded.",
  fix: 'Add "live-restore": true to /etc/docker/daemon.json, then run systemctl reload docker.',
};
