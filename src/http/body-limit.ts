import { formatBytes, MEGABYTE } from "../lib/bytes.ts";
import { AppError } from "../lib/errors.ts";

const FORM_BYTES = 2 * MEGABYTE;

/**
 * For `app.onRequest(bodyLimit(isUpload))`, after `api`. Forms and JSON are read into memory before a route sees them, also for
 * strangers, so their size is checked first. Routes that stream their body (`isUpload`) set a limit of their own.
 */
export function bodyLimit(isUpload: (path: string) => boolean) {
  return ({ request }: { request: Request }): void => {
    if (!request.body || isUpload(new URL(request.url).pathname)) return;
    const length = request.headers.get("content-length");
    if (length === null && request.headers.has("transfer-encoding")) throw lengthMissing();
    if (Number(length ?? 0) > FORM_BYTES) throw tooLarge();
  };
}

function lengthMissing(): AppError {
  return new AppError({
    code: "length_required",
    status: 411,
    summary: "The request does not say how long it is.",
    hint: "Send it with a Content-Length.",
  });
}

function tooLarge(): AppError {
  return new AppError({
    code: "too_large",
    status: 413,
    summary: `The request is larger than ${formatBytes(FORM_BYTES)}.`,
    hint: "Send large files as an upload.",
  });
}
