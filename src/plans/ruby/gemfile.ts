import type { Folder } from "../folder.ts";
import type { Dependency } from "../readings/databases.ts";
import type { Wish } from "../readings/versions.ts";

export const GEMFILE = "Gemfile";
export const LOCK = "Gemfile.lock";

/** What a scan reads from a Gemfile and its lockfile. */
export type Gems = {
  /** Those that the Gemfile names, without those that only development or tests need. */
  dependencies: Dependency[];
  /** All that are installed, as far as the lockfile tells. */
  locked: ReadonlySet<string>;
  hasLock: boolean;
  platforms: readonly string[];
  ruby: Wish | null;
  /** Gems that stand in folders of the project, which an install reads. */
  hasPaths: boolean;
  find(...names: string[]): Dependency | null;
  has(...names: string[]): boolean;
};

const GEM = /^[ \t]{0,40}gem[ \t(]{1,9}["']([\w.-]{1,100})["']([^\n]{0,300})/;
const GROUP = /^[ \t]{0,40}group[ \t(]{1,9}([^\n]{0,200})\bdo\b/;
const BLOCK =
  /^[ \t]{0,40}(?:source|platforms?|install_if|path|git|if|unless)\b[^\n]{0,300}(?:\bdo\b|^[ \t]{0,40}(?:if|unless)\b)/;
const CONDITION = /^[ \t]{0,40}(?:if|unless|case|begin)\b/;
const END = /^[ \t]{0,40}end\b/;
const GROUPS_OF_ONE = /\bgroups?:[ \t]{0,9}(\[[^\]\n]{0,200}\]|:\w{1,40})/;

/** Whether none of the groups is one that runs. */
function isLeftOut(groups: string): boolean {
  const names = [...groups.matchAll(/:(\w{1,40})|["'](\w{1,40})["']/g)].map(([, symbol, text]) => symbol ?? text ?? "");
  return names.length > 0 && names.every((name) => name === "development" || name === "test");
}

/** Whether a line opens a block, and if so whether what stands in it is left out. */
function opens(line: string): boolean | null {
  const group = GROUP.exec(line);
  if (group) return isLeftOut(group[1] ?? "");
  return BLOCK.test(line) || CONDITION.test(line) ? false : null;
}

function readGems(text: string): Dependency[] {
  const around: boolean[] = [];
  return text.split("\n").flatMap((line, index) => {
    const leftOut = opens(line);
    if (leftOut !== null) around.push(leftOut);
    else if (END.test(line)) around.pop();
    const [, name, options = ""] = GEM.exec(line) ?? [];
    if (!name || around.includes(true) || isLeftOut(GROUPS_OF_ONE.exec(options)?.[1] ?? "")) return [];
    return [{ name, file: GEMFILE, line: index + 1 }];
  });
}

const RUBY_LINE = /^[ \t]{0,9}ruby[ \t(]{1,9}["']([^"'\n]{1,40})["']/m;

function rubyOf(folder: Folder): Wish | null {
  const named = folder.find([GEMFILE], RUBY_LINE);
  if (named?.match[1]) return { value: named.match[1], file: GEMFILE, line: named.line };
  const locked = folder.find([LOCK], /^RUBY VERSION\r?\n[ \t]{1,9}ruby (\d{1,2}\.\d{1,2}\.\d{1,2})/m);
  return locked?.match[1] ? { value: locked.match[1], file: LOCK, line: locked.line + 1 } : null;
}

const READ = new WeakMap<Folder, Gems | null>();

export function readGemfile(folder: Folder): Gems | null {
  const known = READ.get(folder);
  if (known !== undefined) return known;
  const text = folder.read(GEMFILE);
  const gems = text === null ? null : toGems(folder, text);
  READ.set(folder, gems);
  return gems;
}

function toGems(folder: Folder, text: string): Gems {
  const lock = folder.read(LOCK) ?? "";
  const dependencies = readGems(text);
  const named = new Set(dependencies.map(({ name }) => name));
  const locked = new Set([...lock.matchAll(/^ {4}([\w.-]{1,100}) \(/gm)].map((match) => match[1] ?? ""));
  const platforms = /^PLATFORMS\r?\n((?:[ \t]{1,9}[\w.-]{1,60}\r?\n){1,40})/m.exec(lock)?.[1] ?? "";
  return {
    dependencies,
    locked,
    hasLock: folder.has(LOCK),
    platforms: platforms
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean),
    ruby: rubyOf(folder),
    hasPaths:
      /^PATH\r?$/m.test(lock) ||
      /^[ \t]{0,9}gemspec\b|\bpath:|:path\b|\beval_gemfile\b|^[ \t]{0,9}path[ \t(]/m.test(text),
    find: (...names) => dependencies.find(({ name }) => names.includes(name)) ?? null,
    has: (...names) => names.some((name) => named.has(name)),
  };
}
