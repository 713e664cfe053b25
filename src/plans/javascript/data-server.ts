import { finding } from "../folder.ts";
import type { Finding } from "../plan.ts";
import type { PackageJson } from "./package-json.ts";
import { placeOf } from "./package-json.ts";

const SERVES_FILE = /^(?:npx )?json-server ([\w@./:= -]{1,200})$/;
const OWN_PLACE = /(?:^|\s)(?:--watch|-w|(?:--port|-p|--host|-H)[ =]\S{1,50})(?=\s|$)/g;

/** json-server shows a file of data to its own machine alone, unless it is told an address. */
export function dataServer(line: string): string | null {
  const rest = SERVES_FILE.exec(line)?.[1];
  if (rest === undefined) return null;
  return `json-server ${rest.replace(OWN_PLACE, "").trim()} --host 0.0.0.0 --port $PORT`;
}

const NEW_FILE = {
  title: "json-server writes changes into its file of data, which every deployment begins anew.",
  fix: "Add a volume for the file's folder, or take a database where changes have to last.",
};

export const dataServerFindings = (pkg: PackageJson): Finding[] =>
  pkg.dependencies.has("json-server")
    ? [finding("warning", "ephemeral-data", NEW_FILE, placeOf(pkg, "json-server"))]
    : [];
