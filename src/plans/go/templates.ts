import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";
import type { Fact } from "../plan.ts";

const VERSION = /^\s{0,20}(?:require\s{1,9})?github\.com\/a-h\/templ\s{1,9}(v[\w.+-]{1,80})/m;

/** What makes Go of templ's pages, where the source has these without what is made of them. */
export function templLine(folder: Folder): { line: string | null; facts: Fact[] } {
  const page = folder.files.find(
    (file) => file.endsWith(".templ") && !folder.has(file.replace(/\.templ$/, "_templ.go")),
  );
  const version = page ? folder.find(["go.mod"], VERSION) : null;
  if (!page || !version) return { line: null, facts: [] };
  const line = `go run github.com/a-h/templ/cmd/templ@${version.match[1]} generate`;
  return { line, facts: [fact("pages", page, version)] };
}
