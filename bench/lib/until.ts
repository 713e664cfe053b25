const LONGEST_MS = 60_000;

/** Asks every few milliseconds until the address answers with a page that is as wanted. Gives the time that it took. */
export async function untilPage(
  url: string,
  isWanted: (page: string) => boolean,
  headers: Record<string, string> = {},
): Promise<number> {
  const began = performance.now();
  for (; performance.now() - began < LONGEST_MS; await Bun.sleep(5)) {
    const page = await fetch(url, { headers, signal: AbortSignal.timeout(2000) }).then(
      (response) => response.text(),
      () => "",
    );
    if (isWanted(page)) return performance.now() - began;
  }
  throw new Error(`${url} did not answer as it should.`);
}
