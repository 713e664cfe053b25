/**
 * An answer that changes rarely and takes long to get. Once there is one nobody waits: an old one is given while it is asked for anew.
 * A failure is told to whoever waits, and not remembered.
 */
export function remembered<Answer>(
  ask: () => Promise<Answer>,
  forMs: number,
  now: () => number = () => performance.now(),
): () => Promise<Answer> {
  let known: { answer: Answer; at: number } | null = null;
  let asking: Promise<Answer> | null = null;
  const renew = () => {
    asking ??= ask()
      .then(
        (answer) => {
          known = { answer, at: now() };
          return answer;
        },
        (error) => {
          known = null;
          throw error;
        },
      )
      .finally(() => {
        asking = null;
      });
    return asking;
  };
  return async () => {
    if (known === null) return renew();
    const { answer, at } = known;
    if (now() - at >= forMs) renew().catch(() => {});
    return answer;
  };
}
