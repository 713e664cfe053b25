/**
 * The last `count` of the processors in a list as the kernel writes it (`0-3,8`), in the same form; all of them where there are
 * no more. Empty for a text that is no such list.
 */
export function lastProcessors(list: string, count: number): string {
  return toList(numbersIn(list).slice(-count));
}

function numbersIn(list: string): number[] {
  return list
    .trim()
    .split(",")
    .filter(Boolean)
    .flatMap((range) => {
      const [from = Number.NaN, to = from] = range.split("-").map(Number);
      return Array.from({ length: to - from + 1 || 0 }, (_, index) => from + index);
    });
}

/** In the kernel's own words, so that what it shows can be compared. */
function toList(processors: readonly number[]): string {
  const ranges: [from: number, to: number][] = [];
  for (const processor of processors) {
    const last = ranges.at(-1);
    if (last && last[1] === processor - 1) last[1] = processor;
    else ranges.push([processor, processor]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(",");
}
