import { AppError } from "../lib/errors.ts";

/** There is no release to restart. */
export function nothingLive(): AppError {
  return new AppError({
    code: "nothing_live",
    status: 409,
    summary: "Nothing is live here that could be restarted.",
    hint: "Deploy first.",
  });
}

/** Older releases are removed to save disk. */
export function releaseGone(): AppError {
  return new AppError({
    code: "release_gone",
    status: 409,
    summary: "The release of this deployment is not kept any more.",
    hint: "Redeploy it instead: that builds its code again.",
  });
}
