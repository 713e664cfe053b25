import { formatBytes, MEGABYTE } from "../lib/bytes.ts";
import { AppError } from "../lib/errors.ts";

/** Forms and JSON are small; whatever is larger was not made by a page or by the command line. */
const MOST_BYTES = 2 * MEGABYTE;
/** A file in a form is held in memory whole, before it is known who sends it. */
const MOST_FORM_FILE_BYTES = 64 * MEGABYTE;

export type BodyLimits = {
  /** Paths whose routes stream the body and limit it themselves. */
  streamed: readonly string[];
  /** Ends of paths that take a file in a form, for browsers without JavaScript. */
  formFiles: readonly string[];
};

/** For `app.onRequest(limitBody(…))`: refuses a large body before it is read into memory. */
export function limitBody({ streamed, formFiles }: BodyLimits) {
  return ({ request }: { request: Request }): void => {
    if (request.body === null) return;
    const { pathname } = new URL(request.url);
    if (streamed.includes(pathname)) return;
    const bytes = lengthOf(request);
    const hasFile = formFiles.some((end) => pathname.endsWith(end));
    if (hasFile && bytes > MOST_FORM_FILE_BYTES) throw largeFile();
    if (!hasFile && bytes > MOST_BYTES) throw largeBody();
  };
}

function lengthOf({ headers }: Request): number {
  const length = headers.get("content-length");
  // Over the wire a body without a length comes in chunks. A request made by a test has neither.
  if (length === null && headers.has("transfer-encoding")) {
    throw refused(411, "body", "The length of the request's body is not known.", "Send a Content-Length.");
  }
  return Number(length);
}

const largeBody = () => refused(413, "body", "The body of the request is larger than 2 MB.", "Send less.");

const largeFile = () =>
  refused(
    413,
    "file",
    `The file is larger than ${formatBytes(MOST_FORM_FILE_BYTES)}, the most that a form can send.`,
    "Allow JavaScript for this page, or use `autostack deploy`: both send larger files piece by piece.",
  );

function refused(status: number, field: string, summary: string, hint: string): AppError {
  return new AppError({ code: "body_too_large", status, field, summary, hint });
}
