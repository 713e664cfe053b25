import type { Detector, Draft } from "../detector.ts";
import type { Folder, Hit } from "../folder.ts";
import { fact } from "../folder.ts";
import { pythonDetector } from "../python/member.ts";
import type { PythonProject } from "../python/project.ts";
import { readPython } from "../python/project.ts";

/** A kit for pages whose own command serves a file of them. */
type Kit = { name: string; dependency: string; page: RegExp; port: number; start(file: string): string };

const KITS: readonly Kit[] = [
  {
    name: "Chainlit",
    dependency: "chainlit",
    page: /^[ \t]*@(?:cl|chainlit)\.on_(?:message|chat_start)\b/m,
    port: 8000,
    start: (file) => `chainlit run ${file} --headless --host 0.0.0.0 --port $PORT`,
  },
  {
    name: "Shiny",
    dependency: "shiny",
    page: /^app\s{0,9}=\s{0,9}(?:shiny\.)?App\(|^from shiny\.express\b|^from shiny import [^\n]{0,200}\bexpress\b/m,
    port: 8000,
    start: (file) => `shiny run --host 0.0.0.0 --port $PORT ${file}`,
  },
  {
    name: "Panel",
    dependency: "panel",
    page: /\.servable\(/,
    port: 5006,
    // It refuses the sockets of every other name than its own until it is told which ones are meant.
    start: (file) => `panel serve ${file} --address 0.0.0.0 --port $PORT --allow-websocket-origin='*'`,
  },
  {
    name: "marimo",
    dependency: "marimo",
    page: /^app\s{0,9}=\s{0,9}marimo\.App\(/m,
    port: 8080,
    start: (file) => `marimo run ${file} --headless --host 0.0.0.0 --port $PORT`,
  },
  {
    name: "Solara",
    dependency: "solara",
    page: /^[ \t]*@solara\.component\b/m,
    port: 8765,
    start: (file) => `solara run ${file} --production --host 0.0.0.0 --port $PORT`,
  },
];

const NAMES = ["app.py", "main.py", "src/app.py", "src/main.py", "app/main.py"];

function pageOf(folder: Folder, { page }: Kit): Hit | null {
  const others = folder.code.filter((file) => file.endsWith(".py"));
  return (
    folder.find(
      NAMES.filter((file) => folder.has(file)),
      page,
    ) ?? folder.find(others, page)
  );
}

function draftOf(folder: Folder, python: PythonProject, kit: Kit): Draft | null {
  const dependency = python.find(kit.dependency);
  const page = dependency ? pageOf(folder, kit) : null;
  if (!dependency || !page) return null;
  return {
    ...python.base(),
    kind: "server",
    framework: kit.name,
    start: kit.start(page.file),
    port: kit.port,
    health: "/",
    facts: [...python.facts, fact("framework", kit.name, dependency), fact("start", page.file, page)],
    findings: python.findings,
  };
}

export const pythonPagesDetector: Detector = pythonDetector({
  name: "Chainlit, Shiny, Panel, marimo, Solara",
  looksFor: "Chainlit, Shiny, Panel, marimo or Solara among Python's dependencies, and the file that holds its pages",
  detect(folder) {
    const python = readPython(folder);
    for (const kit of KITS) {
      const draft = draftOf(folder, python, kit);
      if (draft) return draft;
    }
    return null;
  },
});
