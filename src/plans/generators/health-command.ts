import type { AppPlan } from "../plan.ts";
import { SITE_PORT } from "./nginx-site.ts";

const CODE: Record<string, (url: string) => string[]> = {
  node: (url) => ["node", "--eval", fetching(url, "process.exit")],
  bun: (url) => ["bun", "--eval", fetching(url, "process.exit")],
  deno: (url) => ["deno", "eval", fetching(url, "Deno.exit")],
};

/** As AutoStack asks: everything below 500 is an answer, also a redirect. */
const fetching = (url: string, exit: string) =>
  `fetch(${JSON.stringify(url)}, { redirect: "manual" }).then((answer) => ${exit}(answer.status < 500 ? 0 : 1), () => ${exit}(1))`;

const PYTHON = `import http.client, sys
server = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]), timeout=4)
server.request("GET", sys.argv[2])
sys.exit(server.getresponse().status >= 500)`;

// Debian's images have neither curl nor wget, but a shell that can connect.
const BASH = `exec 3<>"/dev/tcp/127.0.0.1/$0" && printf 'GET %s HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' "$1" >&3 && read -r -t 4 _ status _ <&3 && [ "$status" -lt 500 ]`;

/** Asks a program in its container whether it answers; `null` where nothing is known of what the image has. */
export function healthCommand({ kind, dockerfile, port, health, runtime }: AppPlan): string[] | null {
  if (dockerfile || kind === "worker") return null;
  if (kind === "static") return ["CMD", "wget", "--quiet", "--spider", `http://127.0.0.1:${SITE_PORT}/`];
  if (port === null) return null;
  const path = isPath(health) ? health : "/";
  const code = Object.hasOwn(CODE, runtime.name) ? CODE[runtime.name] : undefined;
  if (code) return ["CMD", ...code(`http://127.0.0.1:${port}${path}`)];
  if (runtime.name === "python") return ["CMD", "python", "-c", PYTHON, String(port), path];
  return ["CMD", "bash", "-c", BASH, String(port), path];
}

/** One word of a request's first line. */
const isPath = (health: string | null): health is string => health !== null && /^\/[\x21-\x7e]{0,500}$/.test(health);
