// Runs the tests: `npm test`, or one suite of them: `npm test -- unit`. Sets up what they need first.
import { join } from "node:path";
import { addCounts, type Counts, countsOf, verdict } from "./test-setup/counts.ts";
import { type Need, type Setup, setUpTests } from "./test-setup.ts";

type Suite = { name: string; folders: readonly string[]; needs: readonly Need[] };

const SUITES: readonly Suite[] = [
  { name: "unit", folders: ["src", "views", "scripts", "test/unit", "test/support"], needs: [] },
  { name: "integration", folders: ["test/integration"], needs: ["engine", "traefik"] },
  { name: "faults", folders: ["test/faults"], needs: ["engine", "traefik"] },
  { name: "browser", folders: ["test/browser"], needs: ["engine", "traefik", "chromium"] },
];
// Real engines on two busy processors need more than Bun's five seconds.
const TEST_TIMEOUT_MS = 60_000;
const NOTHING: Setup = { env: {}, problems: new Map(), stop: async () => {} };

const root = join(import.meta.dir, "..");
const say = (line: string) => console.error(line);

const wanted = process.argv[2];
const suites = SUITES.filter(({ name }) => wanted === undefined || name === wanted);
if (suites.length === 0) {
  say(`There is no suite "${wanted}". The suites are ${SUITES.map(({ name }) => name).join(", ")}.`);
  process.exit(2);
}
let running: Bun.Subprocess | null = null;
let interrupted = false;
// This process stays until the suite has ended, to stop what it started.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    interrupted = true;
    // Ctrl-C in a terminal reaches the suite by itself.
    if (signal !== "SIGINT") running?.kill(signal);
  });
}
const setup = suites.some(({ needs }) => needs.length > 0) ? await setUpTests(say) : NOTHING;
const counts: Counts[] = [];
try {
  for (const suite of suites) counts.push(await runSuite(suite));
} finally {
  await setup.stop();
}
const { summary, ok } = verdict(counts.reduce(addCounts), process.env.CI === "true");
console.log(summary);
process.exit(ok ? 0 : 1);

async function runSuite({ name, folders, needs }: Suite): Promise<Counts> {
  if (interrupted) return cannotRun(name, "the run was interrupted");
  const problems = needs.flatMap((need) => setup.problems.get(need) ?? []);
  if (problems.length > 0) return cannotRun(name, problems.join("; "));
  const files = folders.flatMap((folder) => [...new Bun.Glob(`${folder}/**/*.test.ts`).scanSync(root)]);
  if (files.length === 0) return cannotRun(name, "it has no tests");
  say(`\nThe ${name} tests:`);
  const argv = ["test", `--timeout=${TEST_TIMEOUT_MS}`, ...files.sort().map((file) => `./${file}`)];
  const child = Bun.spawn([process.execPath, ...argv], {
    cwd: root,
    env: { ...process.env, ...setup.env },
    stdin: "ignore",
    stdout: "inherit",
    stderr: "pipe",
  });
  running = child;
  let ending = "";
  // Bun reports on its standard error and ends with the counts.
  for await (const chunk of child.stderr) {
    process.stderr.write(chunk);
    ending = (ending + new TextDecoder().decode(chunk)).slice(-2000);
  }
  return countsOf(ending, await child.exited);
}

function cannotRun(name: string, reason: string): Counts {
  say(`\nThe ${name} tests cannot run here: ${reason}.`);
  return { passed: 0, failed: 0, skipped: 0, notRun: 1 };
}
