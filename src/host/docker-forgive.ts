import { isMissing } from "./docker-errors.ts";

/** `null` for what the Engine does not have. */
export const orNull = <Value>(work: Promise<Value>): Promise<Value | null> =>
  work.catch((error) => {
    if (isMissing(error)) return null;
    throw error;
  });

/** For changes that find things as they should be already. */
export async function ignoring(work: Promise<unknown>, ...expected: ((error: unknown) => boolean)[]): Promise<void> {
  await work.catch((error) => {
    if (!expected.some((matches) => matches(error))) throw error;
  });
}
