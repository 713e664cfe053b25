import type { AppPlan } from "../plan.ts";
import { comments, type Generator, MADE, oneFile, whyOnlyContained } from "./generator.ts";

/** What the channel of `.replit` has: the versions by name, and the package for all others. */
const RUNTIMES: Record<string, { by(version: string): string; known: readonly string[]; other: readonly string[] }> = {
  node: {
    by: (version) => `nodejs_${major(version)}`,
    known: ["nodejs_18", "nodejs_20", "nodejs_22"],
    other: ["nodejs_22"],
  },
  bun: { by: () => "bun", known: ["bun"], other: [] },
  deno: { by: () => "deno", known: ["deno"], other: [] },
  python: {
    by: (version) => `python3${minor(version)}`,
    known: ["python310", "python311", "python312", "python313"],
    other: ["python312"],
  },
  go: { by: (version) => `go_1_${minor(version)}`, known: ["go_1_22", "go_1_23"], other: ["go"] },
  rust: { by: () => "", known: [], other: ["cargo", "rustc", "gcc"] },
  dotnet: {
    by: (version) => `dotnetCorePackages.sdk_${major(version)}_0`,
    known: ["dotnetCorePackages.sdk_8_0", "dotnetCorePackages.sdk_9_0"],
    other: ["dotnetCorePackages.sdk_8_0"],
  },
  elixir: { by: (version) => `elixir_1_${minor(version)}`, known: ["elixir_1_16", "elixir_1_17"], other: ["elixir"] },
  java: { by: (version) => `jdk${major(version)}`, known: ["jdk17", "jdk21"], other: ["jdk21"] },
  ruby: {
    by: (version) => `ruby_3_${minor(version)}`,
    known: ["ruby_3_1", "ruby_3_2", "ruby_3_3"],
    other: ["ruby_3_3"],
  },
  jekyll: { by: () => "", known: [], other: ["jekyll"] },
  dart: { by: () => "", known: [], other: ["dart"] },
  hugo: { by: () => "", known: [], other: ["hugo"] },
  zola: { by: () => "", known: [], other: ["zola"] },
};

const MANAGERS: Record<string, readonly string[]> = {
  pnpm: ["pnpm"],
  yarn: ["yarn"],
  bun: ["bun"],
  uv: ["uv"],
  poetry: ["poetry"],
  pdm: ["pdm"],
  pipenv: ["pipenv"],
  maven: ["maven"],
  gradle: ["gradle"],
};

const major = (version: string) => version.split(".")[0] ?? "";
const minor = (version: string) => version.split(".")[1] ?? "";

/** Only names of our own get in: a plan's version and packages may be anybody's words. */
export const replitNix: Generator = {
  title: "replit.nix",
  about: "The programs that Replit needs to build and run the project.",
  generate({ plan }) {
    const why = plan.kind === "static" ? null : whyOnlyContained(plan);
    if (why) return why;
    const packages = [...new Set([...runtimePackages(plan), ...managerPackages(plan)])].sort();
    if (packages.length === 0) return { why: "The project needs no program to be built and run there." };
    return oneFile(
      "replit.nix",
      `${comments(MADE)}{ pkgs }: {\n  deps = [\n${packages.map((name) => `    pkgs.${name}\n`).join("")}  ];\n}\n`,
    );
  },
};

function runtimePackages({ runtime }: AppPlan): readonly string[] {
  const found = Object.hasOwn(RUNTIMES, runtime.name) ? RUNTIMES[runtime.name] : undefined;
  if (!found) return [];
  const exact = found.by(runtime.version);
  return found.known.includes(exact) ? [exact] : found.other;
}

export const managerPackages = ({ packageManager: name }: AppPlan): readonly string[] =>
  name !== null && Object.hasOwn(MANAGERS, name) ? (MANAGERS[name] ?? []) : [];
