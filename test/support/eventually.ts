const PAUSE_MS = 25;

/** Asks again and again until the answer is neither false, nothing nor an error, and gives it; throws at the deadline. */
export async function eventually<Answer>(
  what: string,
  ask: () => Answer | Promise<Answer>,
  timeoutMs = 10_000,
  pauseMs = PAUSE_MS,
): Promise<NonNullable<Exclude<Answer, false>>> {
  const deadline = performance.now() + timeoutMs;
  let cause: unknown;
  do {
    try {
      const answer = await ask();
      if (answer !== false && answer !== null && answer !== undefined) {
        return answer as NonNullable<Exclude<Answer, false>>;
      }
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    await Bun.sleep(pauseMs);
  } while (performance.now() < deadline);
  throw new Error(`${what} did not happen within ${timeoutMs} ms`, { cause });
}
