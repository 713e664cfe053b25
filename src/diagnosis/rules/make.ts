import type { LogRule } from "../rule.ts";

/** What make says of a Makefile that it cannot follow. */
export const MAKE_RULES: readonly LogRule[] = [
  {
    id: "make-separator",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /^(?<file>[\w./-]{1,200}):(?<line>\d{1,6}): \*\*\* (?:missing separator|commands commence before first target|recipe commences before first target)/,
    certainty: 3,
    title: "Line {line} of {file} does not begin with a tab",
    explanation: "make knows the commands of a target by the tab before them; an editor has put spaces there instead.",
    fix: "Begin each command line with one tab, not spaces (in .editorconfig: [Makefile] indent_style = tab).",
    source: "captured",
    example: "Makefile:2: *** missing separator.  Stop.",
  },
  {
    id: "make-file-wanted",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /^make(?:\[\d{1,2}\])?: \*\*\* No rule to make target ['`](?<file>[^'\n]{1,200})', needed by ['`](?<target>[^'\n]{1,200})'/,
    certainty: 3,
    title: "The Makefile's target {target} wants the file {file}, which is not there",
    explanation: "It is not in the source, or .gitignore or .dockerignore leaves it out, and no rule makes it.",
    fix: "Commit {file}, correct its path in the Makefile, or add a rule that makes it.",
    source: "captured",
    example: "make: *** No rule to make target 'src/main.c', needed by 'build'.  Stop.",
  },
  {
    id: "make-target-missing",
    when: ["build", "runtime"],
    language: "any",
    signal: /^make(?:\[\d{1,2}\])?: \*\*\* No rule to make target ['`](?<target>[^'\n]{1,200})'\. {1,2}Stop/,
    certainty: 3,
    title: "make knows no target {target}",
    explanation: "The Makefile has none of this name, or make runs in a folder where that Makefile is not.",
    fix: "Name a target that the Makefile has, add {target}: to it, or go to its folder: make -C <folder> {target}.",
    source: "captured",
    example: "make: *** No rule to make target 'build'.  Stop.",
  },
  {
    id: "make-no-makefile",
    when: ["build", "runtime"],
    language: "any",
    signal: /^make(?:\[\d{1,2}\])?: \*\*\* No targets(?: specified and no makefile found|\. {1,2}Stop)/,
    certainty: 3,
    title: "There is no Makefile in the folder where make runs",
    explanation: "It is not in the source, lies in another folder, or was not copied into the image yet.",
    fix: "Commit the Makefile, COPY it before this step, or say where it is: make -C <folder>.",
    source: "captured",
    example: "make: *** No targets specified and no makefile found.  Stop.",
  },
  {
    id: "make-program-missing",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /^make(?:\[\d{1,2}\])?: (?<program>[\w.@+-]{1,60}): (?:No such file or directory|Command not found)$|^\/bin\/(?:ba|da)?sh: (?:line )?\d{1,5}: (?<program>[\w.@+-]{1,60}): (?:command )?not found\nmake(?:\[\d\])?: \*\*\* /,
    certainty: 3,
    explains: ["exit-command-missing", "docker-step-failed", "build-command-missing", "start-command-missing"],
    title: "The Makefile calls {program}, which is not installed here",
    explanation: "make found the target, but not the program that its command begins with.",
    fix: "Install {program} in an earlier step (apt-get install, pip install, npm install), or set a build command that does without make.",
    source: "captured",
    example: "make: poetry: No such file or directory",
  },
];
