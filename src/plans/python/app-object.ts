import type { Folder, Hit } from "../folder.ts";

/** The object that a server imports: `app.main:app`, in `folder` when its modules are not at the root. */
export type AppObject = { target: string; searchIn: string | null; at: Hit };

const moduleOf = (path: string) =>
  path
    .replace(/\.py$/, "")
    .replace(/\/__init__$/, "")
    .replaceAll("/", ".");

/** Files of a `src/` that is no package itself are imported from inside it. */
function placeOf(folder: Folder, file: string): { module: string; searchIn: string | null } {
  const top = file.split("/")[0];
  if (top === "src" && !folder.has("src/__init__.py")) return { module: moduleOf(file.slice(4)), searchIn: "src" };
  return { module: moduleOf(file), searchIn: null };
}

/** Looks for `name = FastAPI(` and the like, then for a `create_app` that makes one. */
export function findAppObject(folder: Folder, className: string): AppObject | null {
  const python = folder.code.filter((file) => file.endsWith(".py"));
  const variable = folder.find(python, new RegExp(`^(\\w+)\\s*(?::[^=\\n]+)?=\\s*(?:\\w+\\.)?${className}\\(`, "m"));
  if (variable) {
    const { module, searchIn } = placeOf(folder, variable.file);
    return { target: `${module}:${variable.match[1]}`, searchIn, at: variable };
  }
  const factory = folder.find(python, /^def (create_app|make_app|get_app)\(/m);
  if (!factory) return null;
  const { module, searchIn } = placeOf(folder, factory.file);
  return { target: `${module}:${factory.match[1]}`, searchIn, at: factory };
}

export const isFactory = ({ at }: AppObject): boolean => at.match[0].startsWith("def ");
