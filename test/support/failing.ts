// Failures that can be repeated: test/fixtures/failing/<rule>.sh makes one happen with the real tools, and what it prints is
// what diagnosis has to read. `<rule>--<variant>.sh` is another way to the same finding; `nothing--…` goes well, and must prove nothing.
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import type { Diagnosis, LogKind, RuleLanguage } from "../../src/diagnosis/rule.ts";

const FAILING = join(import.meta.dir, "../fixtures/failing");
const KEPT = join(import.meta.dir, "../fixtures/diagnoses");
/** Tools that failures want are fetched once. */
const TOOLS = join(homedir(), ".cache/autostack-failing");
export const NOTHING = "nothing";
const MOST_SECONDS = 300;

export type Failing = {
  /** The name of its file. */
  name: string;
  /** The finding that must come first. */
  rule: string;
  when: LogKind;
  language: RuleLanguage;
  /** Programs that must be there already. */
  needs: string[];
  npm: string[];
  pip: string[];
  python: string;
  script: string;
};

/** All of them, by name. */
export async function failingFixtures(): Promise<Failing[]> {
  const files = (await readdir(FAILING)).filter((file) => file.endsWith(".sh")).sort();
  return Promise.all(files.map((file) => readFailing(file)));
}

/** Its first lines say, as comments, which log it makes and what it needs: `# when: build`, `# npm: pnpm@10`. */
async function readFailing(file: string): Promise<Failing> {
  const script = await readFile(join(FAILING, file), "utf8");
  const said = (name: string) => new RegExp(`^# ${name}: (.+)$`, "m").exec(script)?.[1] ?? "";
  const words = (name: string) => said(name).split(" ").filter(Boolean);
  const name = file.slice(0, -".sh".length);
  const when = said("when");
  if (when !== "build" && when !== "runtime") throw new Error(`${file} does not say which log it makes.`);
  return {
    ...{ name, when, script, needs: words("needs"), npm: words("npm"), pip: words("pip") },
    rule: name.split("--")[0] ?? name,
    language: (said("language") || "any") as RuleLanguage,
    python: said("python") || "python3",
  };
}

/** What it printed when it was last kept. */
export const keptLog = ({ name }: Failing): Promise<string> => readFile(join(KEPT, `${name}.log`), "utf8");

export const canFail = ({ needs, python }: Failing): boolean =>
  [...needs, python].every((name) => Bun.which(name) !== null);

/** Whether a log was read as the failure's name promises. */
export const isExplained = ({ rule }: Failing, found: readonly Diagnosis[]): boolean =>
  rule === NOTHING ? found.length === 0 : found[0]?.rule === rule;

/**
 * Runs a failure in a folder of its own and gives what it printed, with names of this machine made neutral. The folder above is the
 * failure's own too: scripts open it for other users, and must not open everybody's temporary files with it.
 */
export async function fail(failing: Failing): Promise<string> {
  const place = await mkdtemp(join(tmpdir(), "failing-"));
  const [folder, home] = [join(place, "app"), join(place, "home")];
  try {
    await Promise.all([mkdir(folder), mkdir(home)]);
    const { path, modules } = await tools(failing);
    await Bun.write(join(home, "run.sh"), `exec 2>&1\n${failing.script}`);
    const env = {
      ...ownEnvironment(),
      HOME: home,
      PATH: path,
      NODE_MODULES: modules,
      NO_COLOR: "1",
      LC_ALL: "C.UTF-8",
    };
    const command = ["timeout", "--kill-after=2", String(MOST_SECONDS), "bash", join(home, "run.sh")];
    const child = Bun.spawn(command, { cwd: folder, env, stdout: "pipe", stderr: "inherit", stdin: "ignore" });
    const text = await new Response(child.stdout).text();
    await child.exited;
    return neutral(text, { [folder]: "/app", [home]: "/home/app", [TOOLS]: "/tools", [homedir()]: "/home/app" });
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

/** Caches and toolchains stay where they are, though the home folder is another. */
function ownEnvironment(): Record<string, string> {
  const home = homedir();
  const { NODE_OPTIONS, NODE_ENV, CI, PORT, PIP_FIND_LINKS, DATABASE_URL, ...own } = process.env as Record<
    string,
    string
  >;
  return {
    CARGO_HOME: join(home, ".cargo"),
    RUSTUP_HOME: join(home, ".rustup"),
    GOPATH: join(home, "go"),
    GOCACHE: join(home, ".cache/go-build"),
    npm_config_cache: join(home, ".npm"),
    npm_config_update_notifier: "false",
    ...own,
  };
}

/** Without the tools of this checkout, which no project has. */
const ownPath = () => (process.env.PATH ?? "").split(":").filter((folder) => !folder.endsWith("node_modules/.bin"));

async function tools({ npm, pip, python, name }: Failing): Promise<{ path: string; modules: string }> {
  const folder = join(
    TOOLS,
    [...npm, python, ...pip]
      .join("_")
      .replaceAll(/[^\w.@-]+/g, "-")
      .slice(0, 120) || name,
  );
  const [modules, venv] = [join(folder, "node_modules"), join(folder, "venv")];
  if (npm.length > 0 && !existsSync(modules)) {
    await mkdir(folder, { recursive: true });
    await install(["npm", "install", "--prefix", folder, "--no-audit", "--no-fund", "--loglevel=error", ...npm]);
  }
  if (pip.length > 0 && !existsSync(venv)) {
    await install([python, "-m", "venv", venv]);
    await install([join(venv, "bin/pip"), "install", "--quiet", ...pip]);
  }
  return { modules, path: [join(modules, ".bin"), join(venv, "bin"), ...ownPath()].join(":") };
}

async function install(command: string[]): Promise<void> {
  const child = Bun.spawn(command, { stdout: "ignore", stderr: "inherit" });
  if ((await child.exited) !== 0) throw new Error(`${command.join(" ")} failed.`);
}

const HOSTS = /https?:\/\/(registry|proxy|repo|deb|files|index)\.[\w.-]+/g;

function neutral(text: string, names: Record<string, string>): string {
  let plain = text.replaceAll(HOSTS, "https://$1.example");
  for (const [name, neutralName] of Object.entries(names)) plain = plain.replaceAll(name, neutralName);
  return plain
    .replaceAll(/(?<=\/)failing-[\w-]{6,}/g, "app")
    .replaceAll(/Updating \S+ index/g, "Updating the index")
    .replaceAll(/ on [\d.]{7,15}:53\b/g, " on 192.0.2.53:53");
}
