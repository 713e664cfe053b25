import { own } from "../../lib/own.ts";
import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";
import { readDocs } from "../python/docs.ts";

const FOLDERS = ["docs", "docs/source", "doc", "doc/source", "source", "."];

/** What themes and extensions are called on PyPI, where that is not their own name with `-` for `_`. */
const PACKAGES: Record<string, string | null> = {
  alabaster: null,
  classic: null,
  nature: null,
  sphinxdoc: null,
  myst_parser: "myst-parser",
  myst_nb: "myst-nb",
  nbsphinx: "nbsphinx",
  numpydoc: "numpydoc",
  sphinx_rtd_theme: "sphinx-rtd-theme",
  breathe: "breathe",
};

const packageOf = (name: string): string[] => {
  const top = name.split(".")[0] ?? "";
  const known = own(PACKAGES, top);
  if (known !== undefined) return known ? [known] : [];
  return top === "sphinx" || !/^(?:sphinx|pydata|furo|autoapi|notfound)/.test(top) ? [] : [top.replaceAll("_", "-")];
};

function wantedBy(folder: Folder, config: string): string[] {
  const theme = folder.find([config], /^html_theme\s*=\s*["']([\w.-]+)["']/m)?.match[1];
  const list = folder.find([config], /^extensions\s*=\s*\[([^\]]{0,4000})\]/m)?.match[1] ?? "";
  const extensions = [...list.matchAll(/^[^#\n]*?["']([\w.]+)["']/gm)].map(([, name = ""]) => name);
  return [
    ...new Set(
      ["sphinx", ...(theme ? [theme] : []), ...extensions].flatMap((name) =>
        name === "sphinx" ? name : packageOf(name),
      ),
    ),
  ];
}

function detect(folder: Folder): Draft | null {
  const source = FOLDERS.find(
    (name) => folder.has(name === "." ? "conf.py" : `${name}/conf.py`) && hasIndex(folder, name),
  );
  if (!source) return null;
  const config = source === "." ? "conf.py" : `${source}/conf.py`;
  const docs = readDocs(folder, config, wantedBy(folder, config));
  return {
    ...docs.base,
    kind: "static",
    framework: "Sphinx",
    build: `sphinx-build -b html ${source} _build/html`,
    output: "_build/html",
    facts: [...docs.facts, fact("framework", "Sphinx", config)],
    findings: docs.findings,
  };
}

const hasIndex = (folder: Folder, name: string) =>
  folder.firstOf(
    ...["rst", "md", "ipynb"].map((ending) => (name === "." ? `index.${ending}` : `${name}/index.${ending}`)),
  ) !== null;

export const sphinxDetector: Detector = {
  name: "Sphinx",
  looksFor: "Sphinx's conf.py beside an index.rst or index.md, in docs, docs/source, source or the folder itself",
  detect,
};
