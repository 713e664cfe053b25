import { PACKINGS, type Packing } from "../runtimes/site-pack.ts";

const MOST_KNOWN = 256;
const known = new Map<string, readonly Packing[]>();

/** The packings that a visitor takes, the smallest first. Browsers send few different headers, so they are remembered. */
export function acceptedPackings(header: string | null): readonly Packing[] {
  if (header === null) return [];
  const found = known.get(header);
  if (found) return found;
  if (known.size >= MOST_KNOWN) known.clear();
  const packings = readPackings(header);
  known.set(header, packings);
  return packings;
}

function readPackings(header: string): readonly Packing[] {
  const accepted = new Set<string>();
  for (const part of header.toLowerCase().split(",")) {
    const [name = "", ...parameters] = part.split(";").map((text) => text.trim());
    const isRefused = parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter));
    if (!isRefused) accepted.add(name);
  }
  return PACKINGS.filter((packing) => accepted.has(packing));
}
