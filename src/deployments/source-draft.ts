import { invalid } from "../lib/errors.ts";
import { EXAMPLES } from "../sources/examples.ts";
import { checkBranch, checkFolder, parseGitUrl } from "../sources/git-source.ts";
import type { Source, SourceInput } from "../sources/source.ts";

/** What a form or the API says about where the code is, before there is a project. */
export type SourceDraft = {
  source: string;
  url?: string | undefined;
  branch?: string | undefined;
  folder?: string | undefined;
  upload?: string | undefined;
  fileName?: string | undefined;
  example?: string | undefined;
};

export type CheckedDraft = { source: Source; input: SourceInput };

/** Checks a draft. `source` is what the project keeps, `input` what the first deployment takes. */
export function checkDraft(draft: SourceDraft): CheckedDraft {
  switch (draft.source) {
    case "git":
      return gitDraft(draft);
    case "example":
      return exampleDraft(required(draft, "example"));
    case "upload": {
      const upload = required(draft, "upload");
      return { source: { kind: "upload" }, input: { kind: "upload", upload, fileName: draft.fileName ?? "upload" } };
    }
    default:
      throw invalid("source", `“${draft.source}” is not a source.`, "Use git, upload or example.");
  }
}

/** Empty fields of the form mean the repository's own branch and its root. */
export function gitDraft({ url, branch, folder }: Pick<SourceDraft, "url" | "branch" | "folder">): CheckedDraft {
  const source = {
    kind: "git",
    url: parseGitUrl(url ?? ""),
    branch: branch ? checkBranch(branch) : null,
    folder: folder ? checkFolder(folder) : null,
  } as const;
  return { source, input: source };
}

function exampleDraft(name: string): CheckedDraft {
  if (!EXAMPLES.some((example) => example.name === name)) {
    const names = EXAMPLES.map((example) => example.name).join(", ");
    throw invalid("example", "There is no example of this name.", `Choose one of ${names}.`);
  }
  const source = { kind: "example", name } as const;
  return { source, input: source };
}

function required(draft: SourceDraft, field: "upload" | "example"): string {
  const value = draft[field];
  if (!value) throw invalid(field, `The ${field} is missing.`, "Choose one.");
  return value;
}
