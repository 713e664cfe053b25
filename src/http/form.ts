import type { FormState } from "../../views/form.ts";
import { AppError, type ErrorFields } from "../lib/errors.ts";
import { wantsJson } from "./request.ts";

/** A form as it came, with the error that refused it, whose status the answer has. */
export type SentForm = { values: Record<string, string>; problem: ErrorFields | null };

const NEVER_SENT_BACK = ["password", "current", "token"];

/**
 * Runs what a form asks for. When it is refused, `refill` shows the form again with what was typed; for the API, and
 * for anything that is not the form's fault, the error goes on.
 */
export async function submitted(
  request: Request,
  body: object,
  act: () => Response | Promise<Response>,
  refill: (form: FormState & { problem: ErrorFields }) => Response | Promise<Response>,
): Promise<Response> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500 || wantsJson(request)) throw error;
    return await refill({ values: typedValues(body), problem: error.toJSON() });
  }
}

function typedValues(body: object): Record<string, string> {
  const typed = Object.entries(body).filter(([name]) => !NEVER_SENT_BACK.includes(name));
  return Object.fromEntries(typed.map(([name, value]) => [name, [value].flat().join(" ")]));
}
