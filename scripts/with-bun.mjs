// The way from a machine that has only Node and npm to Bun: installs what package-lock.json names, then runs Bun with the
// arguments given. Plain JavaScript for old Node versions, because nothing else is there yet.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const bun = join(root, "node_modules/bun/bin/bun.exe");
const stamp = join(root, "node_modules/.autostack-installed");

function isInstalled() {
  if (!existsSync(bun) || !existsSync(stamp)) return false;
  return readFileSync(stamp, "utf8") === readFileSync(join(root, "package-lock.json"), "utf8");
}

function must(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ["ignore", 2, 2] });
  if (status === 0) return;
  console.error(
    `\n${command} ${args.join(" ")} failed${error ? `: ${error.message}` : ""}. AutoStack cannot start without it.`,
  );
  process.exit(1);
}

if (!isInstalled()) {
  console.error("Installing Bun and AutoStack's packages…");
  // Only Bun's own script runs (it puts its binary in place); the optional native parts of other packages are not needed.
  must("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
  if (!existsSync(bun) || statSync(bun).size < 1_000_000)
    must(process.execPath, [join(root, "node_modules/bun/install.js")]);
  writeFileSync(stamp, readFileSync(join(root, "package-lock.json"), "utf8"));
}

const env = { ...process.env, PATH: `${join(root, "node_modules/.bin")}:${process.env.PATH}` };
const child = spawn(bun, process.argv.slice(2), { cwd: process.cwd(), env, stdio: "inherit" });
// The terminal sends Ctrl-C to both; the child decides when all is stopped.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
  process.on(signal, () => signal !== "SIGINT" && child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
