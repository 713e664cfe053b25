import { join } from "node:path";
import type { AppPlan } from "#src/plans/plan.ts";
import type { BuildFixture } from "./build-fixtures.ts";

/** How a line that nobody reads is written, by a file's extension. */
const COMMENTS: [RegExp, (words: string) => string][] = [
  [/\.(?:[cm]?[jt]sx?|go|rs|java|kts?|cs|dart|php)$/, (words) => `// ${words}`],
  [/\.(?:py|rb|exs?)$/, (words) => `# ${words}`],
  [/\.(?:html?|vue|svelte|md|xml)$/, (words) => `<!-- ${words} -->`],
  [/\.(?:s?css)$/, (words) => `/* ${words} */`],
  [/\.astro$/, (words) => `<!-- ${words} -->`],
];

const NOT_SOURCE =
  /(?:^|\/)(?:package|composer|pom|pyproject|Cargo|go)\.[a-z]+$|lock|config|settings|\.d\.ts$|(?:^|\/)\./;

/**
 * One more line in one file of the program, which is no manifest. `null` where the app has no such file: nothing to prove.
 * The file that the fixture names, else the first one of a kind whose comments are known.
 */
export async function changeOf(
  workspace: string,
  { change }: BuildFixture,
  plan: AppPlan,
): Promise<{ file: string; text: string } | null> {
  if (change) {
    const text = await Bun.file(join(workspace, change.file)).text();
    return { file: change.file, text: text.replace(change.from, change.to) };
  }
  const files = [...new Bun.Glob("**/*").scanSync({ cwd: workspace })].sort();
  for (const [pattern, comment] of COMMENTS) {
    const file = files.find((name) => pattern.test(name) && !NOT_SOURCE.test(name) && !plan.manifests.includes(name));
    if (!file) continue;
    const text = await Bun.file(join(workspace, file)).text();
    return { file, text: `${text.trimEnd()}\n${comment(`changed ${crypto.randomUUID()}`)}\n` };
  }
  return null;
}
