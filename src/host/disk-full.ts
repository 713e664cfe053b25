import { AppError } from "../lib/errors.ts";

export const isDiskFull = (error: unknown) => error instanceof Error && "code" in error && error.code === "ENOSPC";

export const diskFull = (cause?: unknown) =>
  new AppError(
    {
      code: "disk_full",
      status: 507,
      summary: "The server's disk has no room for this source.",
      hint: "Free some space on the server, then try again.",
    },
    { cause },
  );
