import ignoreRules from "@balena/dockerignore";

/** As Docker reads a `.dockerignore`. Paths in `keep` are never ignored. */
export function ignoredBy(patterns: string, keep: readonly string[] = []): (path: string) => boolean {
  const rules = ignoreRules({ ignorecase: false }).add(patterns);
  const taken = patterns.split("\n").flatMap((line) => /^\s*!\s*\/?(\S.*?)\/?\s*$/.exec(line)?.[1] ?? []);
  // An ignored folder is still walked where `!folder/part` takes a part of it back.
  const leadsToKept = [...keep, ...taken].map((path) => `${path}/`);
  return (path) => rules.ignores(path) && !leadsToKept.some((kept) => kept.startsWith(`${path}/`));
}
