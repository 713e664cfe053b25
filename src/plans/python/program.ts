import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";
import type { Fact } from "../plan.ts";
import { searchFolderOf } from "./import-folder.ts";

/** How a program without a framework's server is started. */
export type Program = { command: string; facts: Fact[] };

const NAMES = [
  "main.py",
  "app.py",
  "server.py",
  "bot.py",
  "run.py",
  "index.py",
  "start.py",
  "src/main.py",
  "src/app.py",
  "src/bot.py",
  "src/server.py",
  "src/run.py",
];
const MAIN_GUARD = /^if __name__ == ["']__main__["']/m;
const MAIN_MODULE = /^(?:src\/)?[A-Za-z_]\w*\/__main__\.py$/;
/** Scripts for the people who work on the project. */
const NOT_A_PROGRAM =
  /^(?:setup|conf|conftest|manage|noxfile|tasks|fabfile|gunicorn[\w.]*|build|install|update\w*|test\w*)\.py$|\//;
const PLAIN_PATH = /^[\w./-]+$/;

/** `python -m bot`, or the file itself; from a subfolder Python looks for modules beside the file. */
function started(folder: Folder, file: string, line: number): Program {
  const facts = [fact("start", file, { file, line })];
  if (file.endsWith("/__main__.py")) {
    const name = file.replace(/^src\//, "").replace("/__main__.py", "");
    return { command: file.startsWith("src/") ? `PYTHONPATH=src python -m ${name}` : `python -m ${name}`, facts };
  }
  const inside = file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : null;
  const importsFrom = searchFolderOf(folder, file);
  if (inside === null || importsFrom === inside) return { command: `python ${file}`, facts };
  if (importsFrom === null && inside === "src") return { command: `PYTHONPATH=. python ${file}`, facts };
  return { command: `PYTHONPATH=${importsFrom ?? "."} python ${file}`, facts };
}

/** One of the usual names, a package that runs itself, or the one file that has a main part. */
export function findProgram(folder: Folder): Program | null {
  const named = folder.firstOf(...NAMES);
  if (named) return started(folder, named, 0);
  const main = folder.code.find((file) => MAIN_MODULE.test(file));
  if (main) return started(folder, main, 0);
  const scripts = folder.code.filter(
    (file) => file.endsWith(".py") && PLAIN_PATH.test(file) && !NOT_A_PROGRAM.test(file),
  );
  const guarded = folder.find(scripts, MAIN_GUARD);
  return guarded ? started(folder, guarded.file, guarded.line) : null;
}
