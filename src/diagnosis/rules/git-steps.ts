import type { LogRule } from "../rule.ts";

/** Git and SSH as steps of a build use them. */
export const GIT_STEP_RULES: readonly LogRule[] = [
  {
    id: "git-history-short",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /fatal: ambiguous argument '(?<revision>[^'\n]{1,200})': unknown revision or path not in the working tree|fatal: bad (?:revision|object) '?(?<revision>[^'\s]{1,200})|fatal: Not a valid object name:? '?(?<revision>[^'\s]{1,200})|fatal: no merge base|fatal: invalid reference: (?<revision>\S{1,200})/,
    certainty: 3,
    title: "Git does not know {revision|an older commit} here",
    explanation:
      "The source comes with its newest commit only (a shallow clone), without older ones, other branches and tags.",
    fix: "Run git fetch --unshallow (or git fetch origin main --depth=50) before, or let the script do without {revision|it}.",
    source: "captured",
    example: "fatal: ambiguous argument 'HEAD^': unknown revision or path not in the working tree.",
  },
  {
    id: "git-identity-missing",
    when: ["build", "runtime"],
    language: "any",
    signal: /^\*\*\* Please tell me who you are\.|fatal: unable to auto-detect email address|fatal: empty ident name/,
    certainty: 3,
    title: "A step makes a Git commit, and Git does not know in whose name",
    explanation: "A build has no name and address of an author; most often a release script runs here by mistake.",
    fix: 'Take git commit (npm version, a release tool) out of the build; or set GIT_AUTHOR_NAME, GIT_AUTHOR_EMAIL, GIT_COMMITTER_NAME and GIT_COMMITTER_EMAIL, or git config --global user.email "…" before.',
    source: "captured",
    example: "*** Please tell me who you are.",
  },
  {
    id: "git-folder-taken",
    when: ["build", "runtime"],
    language: "any",
    signal: /fatal: destination path '(?<folder>[^'\n]{1,300})' already exists and is not an empty directory/,
    certainty: 3,
    title: "git clone wants to write to {folder}, which is not empty",
    explanation: "An earlier step made it, or it came along with the source or from a volume.",
    fix: "Clone into another folder, or empty it before (rm -rf {folder}); to renew what is there use git -C {folder} pull.",
    source: "captured",
    example: "fatal: destination path 'app' already exists and is not an empty directory.",
  },
  {
    id: "ssh-agent-missing",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /Could not open a connection to your authentication agent|Error connecting to agent: |SSH_AUTH_SOCK[^\n]{0,40}(?:not set|empty)|invalid empty ssh agent socket/,
    certainty: 3,
    explains: ["git-not-allowed"],
    title: "No SSH agent runs that could hold the key",
    explanation: "ssh-add and RUN --mount=type=ssh hand keys to an agent, which a build does not have by itself.",
    fix: 'Begin with eval $(ssh-agent -s), or write the key to a file and name it: GIT_SSH_COMMAND="ssh -i <file>". Simpler: fetch over https with a token in a build variable.',
    source: "captured",
    example: "Could not open a connection to your authentication agent.",
  },
];
