import type { Detector, Draft } from "../detector.ts";
import type { Folder, Hit } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import type { FrameworkBase } from "../javascript/framework.ts";
import { builtForAnother, configNames, frameworkBase, serverOf, siteOf, unfinished } from "../javascript/framework.ts";
import type { PackageJson } from "../javascript/package-json.ts";
import { placeOf, readPackage } from "../javascript/package-json.ts";

const CONFIGS = [...configNames("svelte"), ...configNames("vite")];
const ADAPTER = /["'](@sveltejs\/adapter-[\w-]+|svelte-adapter-[\w-]+|@[\w-]+\/svelte-adapter[\w-]*)["']/;
const OUT = /\badapter\(\s*\{[^}]{0,300}?\bout:\s*["'`](?:\.\/)?([\w./-]{1,100}?)\/?["'`]/;
const PAGES = /\badapter\(\s*\{[^}]{0,300}?\bpages:\s*["'`](?:\.\/)?([\w./-]{1,100}?)\/?["'`]/;
const FALLBACK = /\bfallback:\s*["'`]([\w./-]{1,100})["'`]/;
const ENV_PREFIX = /\benvPrefix:\s*["'`](\w{1,50})["'`]/;
const SVELTEKIT = {
  name: "SvelteKit",
  dependency: "@sveltejs/kit",
  build: "vite build",
  node: [
    [3, "22.17.0"],
    [2, "18.13.0"],
  ],
} as const;

const INSTEAD = "Install `@sveltejs/adapter-node` and import it in the configuration.";
const AUTO = {
  title: "adapter-auto fetches the adapter for Node during every build.",
  fix: "Install `@sveltejs/adapter-node` and import it in place of adapter-auto: then its version is fixed.",
};
const prefixed = (prefix: string) => ({
  title: `The server reads its port from ${prefix}PORT and not from PORT.`,
  fix: `Take envPrefix out of the adapter's options, or set the variable ${prefix}PORT to the plan's port.`,
});

const named = (name: string, hit: Hit | null) => (hit?.match[1] ? [fact(name, hit.match[1], hit)] : []);

function nodeServer(folder: Folder, pkg: PackageJson, base: FrameworkBase): Draft {
  const out = folder.find(CONFIGS, OUT);
  const prefix = folder.find(CONFIGS, ENV_PREFIX);
  const findings = prefix ? [finding("error", "port-not-read", prefixed(prefix.match[1] ?? ""), prefix)] : [];
  const found = { ...base, facts: [...base.facts, ...named("output", out)], findings: [...base.findings, ...findings] };
  return serverOf(folder, pkg, found, {
    // Behind a proxy only this header tells that the visitor came by HTTPS; forms are refused otherwise.
    start: `PROTOCOL_HEADER=x-forwarded-proto node ${out?.match[1] ?? "build"}`,
    port: 3000,
    bundled: true,
  });
}

function site(folder: Folder, base: FrameworkBase): Draft {
  const [pages, fallback] = [folder.find(CONFIGS, PAGES), folder.find(CONFIGS, FALLBACK)];
  const facts = [...base.facts, ...named("output", pages), ...named("fallback", fallback)];
  return siteOf({ ...base, facts }, pages?.match[1] ?? "build");
}

/** It asks the environment where it is; this answer makes it take the adapter for Node. */
function automatic(
  folder: Folder,
  pkg: PackageJson,
  base: FrameworkBase,
  at: Hit | { file: string; line: number },
): Draft {
  const findings = [...base.findings, finding("info", "adapter-auto", AUTO, at)];
  return nodeServer(folder, pkg, { ...base, build: `GCP_BUILDPACKS=1 ${base.build}`, findings });
}

function detect(folder: Folder): Draft | null {
  const pkg = readPackage(folder);
  if (!pkg?.dependencies.has("@sveltejs/kit")) return null;
  const read = frameworkBase(folder, pkg, SVELTEKIT);
  const hit = folder.find(CONFIGS, ADAPTER);
  const adapter = hit?.match[1] ?? "@sveltejs/adapter-auto";
  const base = { ...read, facts: [...read.facts, ...named("adapter", hit)] };
  switch (adapter) {
    case "@sveltejs/adapter-node":
      return nodeServer(folder, pkg, base);
    case "@sveltejs/adapter-static":
      return site(folder, base);
    case "@sveltejs/adapter-auto":
      return automatic(folder, pkg, base, hit ?? placeOf(pkg, "@sveltejs/kit"));
    default:
      return unfinished(base, builtForAnother("SvelteKit", adapter, INSTEAD, hit ?? placeOf(pkg, adapter)));
  }
}

export const sveltekitDetector: Detector = {
  name: "SvelteKit",
  looksFor: "`@sveltejs/kit` among the dependencies of package.json",
  detect,
};
