import type { Folder } from "../folder.ts";

const IMPORT = /^[ \t]*(?:from[ \t]+([A-Za-z_]\w*)[\w.]*[ \t]+import|import[ \t]+([A-Za-z_]\w*))/gm;
const RELATIVE = /^[ \t]*from[ \t]+\.+/m;

const join = (folder: string, name: string) => (folder === "" ? name : `${folder}/${name}`);

/** The folders from the root down to the one that holds the file. */
function foldersAbove(file: string): string[] {
  const parts = file.split("/").slice(0, -1);
  return ["", ...parts.map((_, index) => parts.slice(0, index + 1).join("/"))];
}

/** A module that is called like a package that it imports, `celery.py`, is not meant by that import. */
const isModule = (folder: Folder, inside: string, name: string, own: string) =>
  (folder.has(`${join(inside, name)}.py`) && `${join(inside, name)}.py` !== own) ||
  folder.list.hasFolder(join(inside, name));

/** The packages that enclose a file are imported from above the outermost of them. */
function aboveItsPackages(folder: Folder, file: string): string {
  let inside = file.split("/").slice(0, -1);
  while (inside.length > 0 && folder.has(`${inside.join("/")}/__init__.py`)) inside = inside.slice(0, -1);
  const above = inside.join("/");
  return above === "src" || file.endsWith("/__init__.py") ? above : "";
}

/**
 * The folder from which a module's own imports are found: a file in `backend/` that says `from routers import x` is run
 * in `backend/`. `null` for the root, which needs no setting.
 */
export function searchFolderOf(folder: Folder, file: string): string | null {
  const text = folder.read(file) ?? "";
  const names = [...text.matchAll(IMPORT)].map(([, from, whole]) => from ?? whole ?? "");
  const above = foldersAbove(file);
  // A relative import needs a package around the module.
  const allowed = RELATIVE.test(text) && above.length > 1 && !file.endsWith("__init__.py") ? above.slice(0, -1) : above;
  const score = (inside: string) => names.filter((name) => isModule(folder, inside, name, file)).length;
  const usual = aboveItsPackages(folder, file);
  const ranked = allowed.map((inside) => ({ inside, found: score(inside) + (inside === usual ? 0.5 : 0) }));
  ranked.sort((a, b) => b.found - a.found);
  return ranked[0]?.inside || null;
}
