import type { Detector, Draft } from "../detector.ts";
import type { Folder, Hit } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import type { Finding } from "../plan.ts";
import { pythonDetector } from "../python/member.ts";
import { readPython } from "../python/project.ts";
import { readSpace, withKit, withPackagesFile } from "../python/space.ts";
import { filesWith } from "../readings/files-with.ts";

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
function pageOf(folder: Folder, program?: string): Hit | null {
  const python = folder.code.filter((file) => file.endsWith(".py") && !/(?:^|\/)pages\//.test(file));
  const named = [...(program ? [program] : []), ...NAMES].filter((file) => folder.has(file));
  return folder.find(named, IMPORT) ?? folder.find(python, IMPORT);
}

const SECRETS = {
  title: "The pages read st.secrets, which Streamlit takes from a file that is not in the repository.",
  fix: "Read them with os.environ and put them under Variables, or write .streamlit/secrets.toml before the start.",
};

function missingSecrets(folder: Folder): Finding[] {
  if (folder.has(".streamlit/secrets.toml")) return [];
  const hit = folder.find(filesWith(folder, ["st.secrets"]), /\bst\.secrets(?:\[|\.)/);
  return hit ? [finding("warning", "streamlit-secrets", SECRETS, hit)] : [];
}

function detect(folder: Folder): Draft | null {
  const python = readPython(folder);
  const space = readSpace(folder);
  const kit = space?.sdk === "streamlit" ? space : null;
  const dependency = python.find("streamlit") ?? kit?.at;
  const page = dependency ? pageOf(folder, kit?.program) : null;
  if (!dependency || !page) return null;
  const base = python.base();
  const added = kit && !python.has("streamlit");
  return {
    ...base,
    ...(added && {
      ...{ install: withKit(base.install ?? null, kit), packageManager: base.packageManager ?? "pip" },
      prepare: base.prepare ?? "python3 -m venv .venv",
    }),
    packages: withPackagesFile(folder, base.packages),
    kind: "server",
    framework: "Streamlit",
    start: `streamlit run ${page.file} --server.address 0.0.0.0 --server.port $PORT --server.headless true --browser.gatherUsageStats false`,
    port: 8501,
    health: "/_stcore/health",
    facts: [...python.facts, fact("framework", "Streamlit", dependency), fact("start", page.file, page)],
    findings: [...python.findings, ...missingSecrets(folder)],
  };
}

export const streamlitDetector: Detector = pythonDetector({
  name: "Streamlit",
  looksFor: "Streamlit among Python's dependencies, and a page that imports it",
  detect,
});
