// `bun bench/diagnoses.ts`: makes every failure of test/fixtures/failing happen here and prints which finding came first.
// `bun bench/diagnoses.ts npm- next-` only those whose names begin so; `--keep` writes what they printed to
// test/fixtures/diagnoses, where a unit test reads it.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { diagnose } from "../src/diagnosis/diagnose.ts";
import { canFail, type Failing, fail, failingFixtures, isExplained } from "../test/support/failing.ts";

const KEPT = join(import.meta.dir, "../test/fixtures/diagnoses");
const MOST_LINES = 60;
const LINES_BEFORE = 25;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { keep: { type: "boolean", default: false } },
});
const wanted = ({ name }: Failing) =>
  positionals.length === 0 || positionals.some((beginning) => name.startsWith(beginning));

let [tried, right, left] = [0, 0, 0];
for (const failing of (await failingFixtures()).filter(wanted)) {
  if (!canFail(failing)) {
    left++;
    console.log(`${failing.name.padEnd(36)} needs ${failing.needs.join(", ")}, which is not here`);
    continue;
  }
  const log = await fail(failing);
  const found = diagnose(log, failing);
  const isRight = isExplained(failing, found);
  tried++;
  if (isRight) right++;
  console.log(
    `${failing.name.padEnd(36)} ${isRight ? "right" : "WRONG"} ${found.map(({ rule }) => rule).join(", ") || "nothing"}`,
  );
  if (!isRight && !values.keep) console.log(log.trimEnd().split("\n").slice(-20).join("\n").replace(/^/gm, "    | "));
  if (values.keep) await Bun.write(join(KEPT, `${failing.name}.log`), part(log, found[0]?.evidence[0]?.line));
}
console.log(
  `\nFirst finding right: ${right} of ${tried} (${((100 * right) / Math.max(tried, 1)).toFixed(1)} %), ${left} not tried.`,
);

/** The lines around what proves the finding; the end when nothing does. */
function part(log: string, line: number | undefined): string {
  const lines = log.trimEnd().split("\n");
  const from = Math.max(0, Math.min(lines.length - MOST_LINES, (line ?? lines.length) - LINES_BEFORE));
  return `${lines.slice(from, from + MOST_LINES).join("\n")}\n`;
}
