export type Counts = {
  passed: number;
  failed: number;
  skipped: number;
  /** Suites that could not run at all. */
  notRun: number;
};

/** Reads the counts that `bun test` ends with. A run that failed without a failed test counts as one. */
export function countsOf(ending: string, exitCode: number): Counts {
  const said = (word: string) => {
    const lines = [...Bun.stripANSI(ending).matchAll(new RegExp(`^ *(\\d+) ${word}$`, "gm"))];
    return Number(lines.at(-1)?.[1] ?? 0);
  };
  const failed = said("fail");
  return {
    passed: said("pass"),
    failed: exitCode === 0 ? failed : Math.max(failed, 1),
    skipped: said("skip") + said("todo"),
    notRun: 0,
  };
}

export function addCounts(a: Counts, b: Counts): Counts {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    notRun: a.notRun + b.notRun,
  };
}

/** The last line, and whether all is well. In CI a test or a suite that did not run is a failure like any other. */
export function verdict({ passed, failed, skipped, notRun }: Counts, ci: boolean): { summary: string; ok: boolean } {
  const failures = failed + (ci ? skipped + notRun : 0);
  return { summary: `${passed} passed, ${failures} failed`, ok: failures === 0 };
}
