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
