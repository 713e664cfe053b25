import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import { pythonDetector } from "../python/member.ts";
import { readPython } from "../python/project.ts";

const NOTEBOOK = /^[\w./ -]{1,200}\.ipynb$/;

const WORDS = {
  title: "This is a notebook, which is worked with and not visited: nothing in it answers requests.",
  fix: "Add voila to requirements.txt to show the notebook as a page, or write what it shows as a Streamlit or Gradio app.",
};

/** A notebook is shown by Voilà when the project has it; otherwise it is said what is missing. */
function detect(folder: Folder): Draft | null {
  const notebook = folder.list.ending("ipynb").find((file) => NOTEBOOK.test(file) && file.split("/").length <= 2);
  if (!notebook) return null;
  const python = readPython(folder);
  const voila = python.find("voila");
  const draft = { ...python.base(), kind: "server" as const, framework: "Jupyter" };
  const facts = [...python.facts, fact("notebook", notebook, notebook)];
  if (!voila) {
    const missing = finding("error", "notebook-alone", WORDS, { file: notebook, line: 0 });
    return { ...draft, facts, findings: [...python.findings, missing] };
  }
  return {
    ...draft,
    start: `voila '${notebook}' --no-browser --Voila.ip=0.0.0.0 --port=$PORT`,
    port: 8866,
    health: "/",
    facts: [...facts, fact("framework", "Voilà", voila)],
    findings: python.findings,
  };
}

export const jupyterDetector: Detector = pythonDetector({ name: "Jupyter", looksFor: "a notebook (*.ipynb)", detect });
