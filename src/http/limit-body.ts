import { MEGABYTE } from "../lib/bytes.ts";
import { AppError } from "../lib/errors.ts";

/** Forms and JSON are small; whatever is larger was not made by a page or by the command line. */
const MOST_BYTES = 2 * MEGABYTE;

/**
 * For `app.onRequest(limitBody(…))`: refuses a large body before it is read into memory. Routes named in `except` take uploads; they
 * stream or limit them themselves.
 */
export function limitBody({ except }: { except: readonly string[] }) {
  return ({ request }: { request: Request }): void => {
    if (request.body === null) return;
    const { pathname } = new URL(request.url);
    if (except.includes(pathname) || pathname.endsWith("/deployments/upload")) return;
    const length = request.headers.get("content-length");
    // Over the wire a body without a length comes in chunks. A request made by a test has neither.
    if (length === null && request.headers.has("transfer-encoding")) {
      throw refused(411, "The length of the request's body is not known.", "Send a Content-Length.");
    }
    if (Number(length) > MOST_BYTES) throw refused(413, "The body of the request is larger than 2 MB.", "Send less.");
  };
}

function refused(status: number, summary: string, hint: string): AppError {
  return new AppError({ code: "body_too_large", status, field: "body", summary, hint });
}
