import type { Folder } from "../folder.ts";
import { finding } from "../folder.ts";
import type { AppPlan, Finding } from "../plan.ts";
import { readPython } from "./project.ts";

/** Servers that a start names, and the packages that bring each beside its own. */
const SERVERS: Record<string, readonly string[]> = {
  gunicorn: [],
  hypercorn: ["quart"],
  daphne: ["channels"],
  "waitress-serve": ["waitress"],
  uvicorn: ["uvicorn-worker", "fastapi", "fastapi-cli", "litestar", "chainlit", "gradio", "mcp"],
};
const CALLED =
  /^(?:\w{1,60}=\S{0,200} ){0,9}(?:exec )?(?:poetry run |pipenv run |uv run |python3? -m )?([\w-]{1,40})(?= )/;
const LOCKS = ["uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock", "pylock.toml"];

const words = (file: string, server: string) => ({
  title: `${file} starts the program with ${server}, which is not among its dependencies.`,
  fix: `Add \`${server === "waitress-serve" ? "waitress" : server}\` to the dependencies; without it the program does not start.`,
});

/** Whether something that is run in the build may install it: what it is, nobody reads here. */
function isInstalled(folder: Folder, { install, build }: AppPlan, server: string): boolean {
  const scripts = [...(build ?? "").matchAll(/[\w./-]{1,100}\.sh\b/g)].map(([path]) => path.replace(/^\.\//, ""));
  const texts = [install, build, ...[...scripts, ...LOCKS].map((file) => folder.read(file))];
  return texts.some((text) => text?.includes(server.replace(/-serve$/, "")));
}

/** A server that another platform's file starts, and that nothing installs. */
export function startFindings(folder: Folder, plan: AppPlan): Finding[] {
  const { decided, start, language, dockerfile } = plan;
  const place = decided.start;
  if (language !== "python" || dockerfile !== null || place === undefined) return [];
  const server = CALLED.exec(start ?? "")?.[1] ?? "";
  if (!Object.hasOwn(SERVERS, server)) return [];
  const python = readPython(folder);
  const isKnown = plan.findings.some(({ id }) => id === `no-${server}`);
  if (isKnown || python.has(server, ...(SERVERS[server] ?? [])) || isInstalled(folder, plan, server)) return [];
  const at = place.lastIndexOf(":");
  const file = place.slice(0, at);
  return [finding("warning", "server-not-installed", words(file, server), { file, line: Number(place.slice(at + 1)) })];
}
