import type { Files } from "../host/files.ts";
import { AppError } from "../lib/errors.ts";
import { appFolder, readBuilt } from "./process-build.ts";
import type { StartRequest } from "./runtime.ts";

/** For programs of whatever language. Python would otherwise keep its lines back for a while. */
const RUN_ENVIRONMENT = { NODE_ENV: "production", PYTHONUNBUFFERED: "1", PYTHONDONTWRITEBYTECODE: "1" };

/** Where a service's command runs, with what environment, and which command that is. */
export async function placeOf(files: Files, { artifact, command, variables }: StartRequest, port: number | null) {
  const built = artifact.kind === "folder" ? await readBuilt(files, artifact.folder) : null;
  if (artifact.kind !== "folder" || !built) throw artifactMissing();
  const start = command ?? built.start;
  if (!start) throw noCommand();
  const told = port === null ? {} : { PORT: String(port), HOST: "127.0.0.1" };
  const env = { ...RUN_ENVIRONMENT, ...built.environment, ...told, ...variables };
  return { start, cwd: appFolder(artifact.folder), env: { ...env, ...(port !== null && { PORT: String(port) }) } };
}

function artifactMissing(): AppError {
  return new AppError({
    code: "artifact_missing",
    status: 409,
    summary: "What this release's build made is no longer on the machine.",
    hint: "Deploy again: the source is kept and will be built anew.",
  });
}

function noCommand(): AppError {
  return new AppError({
    code: "no_start_command",
    status: 422,
    field: "start",
    summary: "The plan has no command that starts the app.",
    hint: "Set the start command, for example `node server.js`.",
  });
}
