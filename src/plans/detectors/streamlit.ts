import type { Detector, Draft } from "../detector.ts";
import type { Folder, Hit } from "../folder.ts";
import { fact } from "../folder.ts";
import { pythonDetector } from "../python/member.ts";
import { readPython } from "../python/project.ts";

const NAMES = [
  "streamlit_app.py",
  "app.py",
  "main.py",
  "Home.py",
  "home.py",
  "src/app.py",
  "src/main.py",
  "src/streamlit_app.py",
];
const IMPORT = /^[ \t]*(?:import streamlit|from streamlit)\b/m;

/** The page that the others hang on: one of the usual names, else the first that imports Streamlit. */
function pageOf(folder: Folder): Hit | null {
  const python = folder.code.filter((file) => file.endsWith(".py") && !/(?:^|\/)pages\//.test(file));
  const named = NAMES.filter((file) => folder.has(file));
  return folder.find(named, IMPORT) ?? folder.find(python, IMPORT);
}

function detect(folder: Folder): Draft | null {
  const python = readPython(folder);
  const dependency = python.find("streamlit");
  const page = dependency ? pageOf(folder) : null;
  if (!dependency || !page) return null;
  return {
    ...python.base(),
    kind: "server",
    framework: "Streamlit",
    start: `streamlit run ${page.file} --server.address 0.0.0.0 --server.port $PORT --server.headless true --browser.gatherUsageStats false`,
    port: 8501,
    health: "/_stcore/health",
    facts: [...python.facts, fact("framework", "Streamlit", dependency), fact("start", page.file, page)],
    findings: python.findings,
  };
}

export const streamlitDetector: Detector = pythonDetector({
  name: "Streamlit",
  looksFor: "Streamlit among Python's dependencies, and a page that imports it",
  detect,
});
