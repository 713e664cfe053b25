const PAUSE_MS = 5;

/** Asks an app without a pause worth the name until `end`, which tells each answer that was none and the texts in their order. */
export function watchAnswers(ask: () => Promise<Response>) {
  let stopped = false;
  const failures: string[] = [];
  const texts: string[] = [];
  const watch = async () => {
    while (!stopped) {
      try {
        const response = await ask();
        const text = await response.text();
        if (!response.ok) failures.push(`${response.status} ${text.slice(0, 100)}`);
        else if (texts.at(-1) !== text) texts.push(text);
      } catch (error) {
        failures.push(String(error));
      }
      await Bun.sleep(PAUSE_MS);
    }
  };
  const watching = watch();
  return {
    async end() {
      stopped = true;
      await watching;
      return { failures, texts };
    },
  };
}

/** What was answered first and last. Old and new take turns in between; a third answer would show as well. */
export function firstAndLast(texts: readonly string[]): readonly (string | undefined)[] {
  const kinds = new Set(texts);
  return kinds.size > 2 ? [...kinds] : [texts[0], texts.at(-1)];
}
