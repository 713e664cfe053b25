export type ErrorFields = {
  /** Stable and machine-readable, in snake case: `slug_taken`. */
  code: string;
  /** The HTTP status that a page or the API answers with. */
  status: number;
  /** What happened, as one sentence for a person. */
  summary: string;
  /** What to do next. */
  hint?: string;
  /** The form field that the error stands beside. */
  field?: string;
};

/** An error that a person may read. Anything else that is thrown is shown as an incident id only. */
export class AppError extends Error {
  readonly code: string;
  readonly status: number;
  readonly summary: string;
  readonly hint: string | undefined;
  readonly field: string | undefined;

  constructor(fields: ErrorFields, options?: { cause?: unknown }) {
    super(fields.summary, options);
    this.name = "AppError";
    this.code = fields.code;
    this.status = fields.status;
    this.summary = fields.summary;
    this.hint = fields.hint;
    this.field = fields.field;
  }

  toJSON(): ErrorFields {
    const { code, status, summary, hint, field } = this;
    return { code, status, summary, ...(hint !== undefined && { hint }), ...(field !== undefined && { field }) };
  }
}

/** A form field that cannot be accepted: 422, named, with the way out. */
export function invalid(field: string, summary: string, hint?: string): AppError {
  return new AppError({ code: `invalid_${field}`, status: 422, field, summary, ...(hint !== undefined && { hint }) });
}

/** Also the answer for things of other people, so that an id tells nothing about what exists. */
export function notFound(what: string): AppError {
  return new AppError({
    code: "not_found",
    status: 404,
    summary: `There is no such ${what}, or it is not yours.`,
    hint: "It may have been deleted. Go back to the dashboard.",
  });
}

/** One line for a log about anything that was thrown. */
export function errorText(error: unknown): string {
  if (error instanceof AppError) return error.hint ? `${error.summary} ${error.hint}` : error.summary;
  return error instanceof Error ? error.message : String(error);
}
