import { addDatabase, wantVariables } from "./app-json.ts";
import { asServer, command, folderOf } from "./commands.ts";
import type { Desk } from "./desk.ts";
import type { Importer } from "./importer.ts";
import { runtimeOf } from "./nix-packages.ts";
import { addNixPackages } from "./nixpacks.ts";

/** `["sh", "-c", "line"]` and `"line"` are the same command; other lists are words. */
function lineOf(desk: Desk, path: string): string | null {
  const plain = desk.text(path);
  if (plain !== null) return plain;
  const words = Array.from({ length: desk.count(path) }, (_, index) => desk.text(`${path}[${index}]`) ?? "");
  if (words.length === 0) return null;
  return /^(?:ba)?sh$/.test(words[0] ?? "") && words[1] === "-c" ? (words[2] ?? "") : words.join(" ");
}

function decide(desk: Desk, field: "start" | "build", path: string): void {
  const [entry] = desk.below(path);
  const line = lineOf(desk, path);
  if (!entry || line === null) return;
  if (field === "start") asServer(desk);
  desk.decideBy(field, entry, command(line));
  desk.tell(path, "honoured", "A word of the command.");
}

function publicPort(desk: Desk): void {
  for (let index = 0; index < desk.count("ports") && desk.plan.kind === "server"; index++) {
    const isPublic = [null, "80"].includes(desk.text(`ports[${index}].externalPort`));
    if (isPublic) desk.decide("port", `ports[${index}].localPort`, (value) => ({ value: Number(value) }));
  }
  desk.tell("ports", "ignored", "One port is public: the one that the plan names.");
}

/** `python-3.11:v18`, `nodejs-20`, `postgresql-16`: runtimes with their versions, and the database. */
function modules(desk: Desk): void {
  for (const entry of desk.below("modules")) {
    const runtime = runtimeOf(String(entry.value));
    if (runtime && runtime.runtime === desk.plan.runtime.name) {
      desk.decide("runtimeVersion", entry.path, () => ({ value: runtime.version }));
    } else if (/^postgresql-/.test(String(entry.value))) {
      addDatabase(desk, "postgresql");
      desk.tell(entry.path, "approximated", "The program wants postgresql; put its address under Variables.");
    }
  }
}

const NIX_WORD = /\bpkgs\.([\w.-]{1,80})/g;

/** The packages that replit.nix names, a line each. */
export const replitNix: Importer = {
  platform: "Replit",
  files: ["replit.nix"],
  parse(text) {
    const names = text
      .split(/\r?\n/)
      .flatMap((line, index) =>
        [...line.replace(/#.*$/, "").matchAll(NIX_WORD)].map(([, value = ""]) => ({ value, line: index + 1 })),
      );
    return { entries: names.slice(0, 200).map((each, index) => ({ ...each, path: `deps[${index}]` })), problem: null };
  },
  take(desk) {
    addNixPackages(desk, "deps");
  },
};

/** Replit's .replit: its deployment counts; what runs in the editor does so only where nothing else is known. */
export const replit: Importer = {
  platform: "Replit",
  files: [".replit"],
  take(desk) {
    const isSite = desk.text("deployment.deploymentTarget") === "static";
    decide(desk, "build", "deployment.build");
    if (isSite) desk.decide("output", "deployment.publicDir", folderOf);
    else if (!desk.plan.dockerfile) decide(desk, "start", "deployment.run");
    // Replit knows no Dockerfile: the line is for its own machine.
    if (desk.plan.dockerfile) desk.tell("deployment.run", "ignored", `${desk.plan.dockerfile} says how it is started.`);
    else if (desk.plan.start === null && desk.plan.kind !== "static") decide(desk, "start", "run");
    desk.tell("run", "ignored", "It starts the project in Replit's editor; the plan starts it as in production.");
    desk.tell(
      "deployment.deploymentTarget",
      "approximated",
      isSite ? "Its files are served." : "It runs all the time; let it sleep in the environment's settings.",
    );
    publicPort(desk);
    wantVariables(desk, "env");
    modules(desk);
    addNixPackages(desk, "nix.packages");
    for (const name of ["modules", "nix"]) desk.tell(name, "ignored", "The code itself tells which runtimes it needs.");
    for (const name of [
      "entrypoint",
      "hidden",
      "language",
      "workflows",
      "gitHubImport",
      "languages",
      "debugger",
      "packager",
      "unitTest",
    ]) {
      desk.tell(name, "ignored", "It is for Replit's editor.");
    }
  },
};
