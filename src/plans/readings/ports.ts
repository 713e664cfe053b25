import type { Folder, Hit } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import type { Fact, Finding } from "../plan.ts";
import { filesWith } from "./files-with.ts";
import type { PortPatterns } from "./ports-compiled.ts";
import { GO_PORTS, RUST_PORTS } from "./ports-compiled.ts";
import { JVM_PORTS, RUBY_PORTS } from "./ports-objects.ts";

export type PortReading = { port: number; facts: Fact[]; findings: Finding[] };

const FROM_ENVIRONMENT = [
  // process.env.PORT || 3000, Number(Bun.env.PORT ?? "3000"), parseInt(env.PORT, 10) || 3000
  /\benv(?:\.PORT\b|\[["']PORT["']\])[^\n;]{0,20}?(?:\|\||\?\?)\s*["'`]?(\d{2,5})\b/,
  // Number(Deno.env.get("PORT") ?? 8002)
  /\bDeno\.env\.get\(\s{0,9}["']PORT["']\s{0,9}\)[^\n;]{0,20}?(?:\|\||\?\?)\s{0,9}["'`]?(\d{2,5})\b/,
  // { PORT = 3000 } = process.env
  /\bPORT\s*=\s*["']?(\d{2,5})["']?[^\n]{0,200}\}\s*=\s*(?:process|Bun)\.env/,
  // os.environ.get("PORT", 5000), os.getenv("PORT", "5000"), os.environ.get("PORT") or 5000
  /(?:environ\.get|getenv)\(\s*["']PORT["']\s*,\s*["']?(\d{2,5})/,
  /(?:environ\.get|getenv)\(\s*["']PORT["']\s*\)\s*or\s*["']?(\d{2,5})/,
];

const READS_PORT = /\benv(?:iron)?(?:\.PORT\b|\[["']PORT["']\])|(?:environ\.get|getenv)\(\s*["']PORT["']/;

const LITERAL = [
  /\.listen\(\s*(\d{2,5})\b/,
  /\.listen\(\s*\{[^}]{0,400}?\bport:\s*(\d{2,5})\b/,
  /(?:Bun\.serve|\bserve)\(\s*\{[^}]{0,400}?\bport:\s*(\d{2,5})\b/,
  // export default { port: 8787, fetch: app.fetch } (Bun)
  /^export default \{(?=[^{}]{0,300}?\bfetch\b)[^{}]{0,200}?\bport:\s{0,9}(\d{2,5})\b/m,
  // startStandaloneServer(server, { listen: { port: 4000 } })
  /\blisten:\s{0,9}\{[^}]{0,200}?\bport:\s{0,9}(\d{2,5})\b/,
  /(?:const|let|var)\s+port\s*=\s*(\d{2,5})\b/i,
  /\.run\([^)]{0,400}?\bport\s*=\s*(\d{2,5})\b/,
  /HTTPServer\(\s*\(\s*["'][^"']*["']\s*,\s*(\d{2,5})\b/,
];

const LOOPBACK = [
  /\.listen\([^;\n]{0,200}["'`](?:127\.0\.0\.1|localhost)["'`]/,
  /(?:\.listen|Bun\.serve)\(\s*\{[^}]{0,400}?\bhost(?:name)?:\s*["'`](?:127\.0\.0\.1|localhost)["'`]/,
  // Hapi.server({ port: process.env.PORT || 3000, host: "localhost" })
  /\b[hH]api\.[sS]erver\(\s{0,9}\{[^}]{0,400}?\bhost:\s{0,9}["'`](?:127\.0\.0\.1|localhost)["'`]/,
  /HTTPServer\(\s*\(\s*["'](?:127\.0\.0\.1|localhost)["']/,
  /\b(?:app|uvicorn|server)\.run\([^)]{0,400}?\bhost\s*=\s*["'](?:127\.0\.0\.1|localhost)["']/,
];

const SCRIPT_PORTS: PortPatterns = {
  files: /\.(?!(?:go|rs|java|kts?|scala|rb|ru)$)\w+$|^bin\/www$/,
  fromEnvironment: FROM_ENVIRONMENT,
  reads: [READS_PORT],
  literal: LITERAL,
  loopback: LOOPBACK,
};

type What = Exclude<keyof PortPatterns, "files">;

/** Of these every pattern of a loopback address needs one, and most files have none. */
const LOOPBACK_WORDS = ["127", "localhost"];

function firstHit(folder: Folder, files: readonly string[], what: What): Hit | null {
  const hinted = what === "loopback" ? filesWith(folder, LOOPBACK_WORDS, files) : files;
  for (const language of [SCRIPT_PORTS, GO_PORTS, RUST_PORTS, JVM_PORTS, RUBY_PORTS]) {
    const written = hinted.filter((file) => language.files.test(file));
    for (const pattern of language[what]) {
      const hit = folder.find(written, pattern);
      if (hit) return hit;
    }
  }
  return null;
}

const hardCoded = (port: string) => ({
  title: `The port ${port} is written into the code.`,
  fix: `It works as long as the plan says ${port}. Read the environment variable PORT, with ${port} as its default.`,
});

const ONLY_LOOPBACK = {
  title: "The program listens on this machine's loopback address only.",
  fix: "Listen on 0.0.0.0, otherwise nothing outside its container can reach it.",
};

/** The port that a program's own code listens on, read from the code; `fallback` where the code does not say. */
export function readPort(folder: Folder, fallback: number, files: readonly string[] = folder.code): PortReading {
  const loopback = firstHit(folder, files, "loopback");
  const findings = loopback ? [finding("error", "loopback-only", ONLY_LOOPBACK, loopback)] : [];
  const wanted = firstHit(folder, files, "fromEnvironment");
  if (wanted) {
    const port = wanted.match[1] ?? String(fallback);
    return { port: Number(port), facts: [fact("port", `$PORT, else ${port}`, wanted)], findings };
  }
  const reads = firstHit(folder, files, "reads");
  if (reads) return { port: fallback, facts: [fact("port", "$PORT", reads)], findings };
  const literal = firstHit(folder, files, "literal");
  if (!literal?.match[1]) return { port: fallback, facts: [], findings };
  const port = literal.match[1];
  findings.push(finding("warning", "hard-coded-port", hardCoded(port), literal));
  return { port: Number(port), facts: [fact("port", port, literal)], findings };
}

const HEALTH = /["'`](\/(?:api\/)?(?:healthz?|healthcheck|livez|readyz|up))["'`]/;

/** A path that the code seems to answer health checks on. */
export function readHealth(folder: Folder): { health: string; facts: Fact[] } {
  const hit = folder.find(folder.code, HEALTH);
  const path = hit?.match[1];
  return hit && path ? { health: path, facts: [fact("health", path, hit)] } : { health: "/", facts: [] };
}
