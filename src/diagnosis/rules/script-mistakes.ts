import type { LogRule } from "../rule.ts";

/** Start commands and scripts that were written for another shell, another platform or another machine. */
export const SCRIPT_MISTAKE_RULES: readonly LogRule[] = [
  {
    id: "procfile-line-started",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /\b(?:ba|da|z|a)?sh: (?:(?:line )?\d{1,5}: )?(?<process>[a-z][\w-]{1,30}):: (?:command )?not found|exec: "(?<process>[a-z][\w-]{1,30}):": executable file not found/,
    certainty: 3,
    explains: ["start-command-missing", "exit-command-missing"],
    title: 'The start command begins with "{process}:", which belongs into a Procfile',
    explanation: "In a Procfile that word names the process; a shell takes it for the name of a program.",
    fix: 'Take "{process}:" out of the start command and leave what stands after it, or keep the whole line in a file named Procfile.',
    source: "captured",
    example: "sh: 1: web:: not found",
  },
  {
    id: "virtualenv-missing",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /(?<![\w./-])(?<file>(?:[\w./-]{0,200}\/)?\.?v?env\/(?:bin|Scripts)\/[\w.-]{1,60}): (?:No such file or directory|not found)$|(?:cannot|can't) open '?(?<file>(?:[\w./-]{0,200}\/)?\.?v?env\/(?:bin|Scripts)\/activate)\b/,
    certainty: 3,
    explains: ["script-missing", "start-command-missing", "build-command-missing", "file-read-missing"],
    title: "There is no virtual environment here: {file}",
    explanation:
      "A virtual environment is made on one machine and is not part of the source; the packages were installed elsewhere here.",
    fix: "Take the line with {file} out of the command: the packages are on the PATH already (gunicorn app:app). In a Dockerfile of your own, make it first: RUN python -m venv venv && venv/bin/pip install -r requirements.txt.",
    source: "captured",
    example: "start.sh: line 3: venv/bin/activate: No such file or directory",
  },
  {
    id: "trap-name-unknown",
    when: ["build", "runtime"],
    language: "any",
    signal: /\btrap: (?:line \d{1,5}: )?(?<signal>SIG\w{2,8}|ERR|DEBUG|RETURN): bad trap/,
    certainty: 3,
    title: "The script's trap names {signal}, which this shell does not know",
    explanation: "sh (dash) knows signals without SIG in front, and neither ERR nor DEBUG; bash knows them all.",
    fix: "Write trap … TERM INT EXIT instead of SIGTERM, SIGINT, or begin the script with #!/bin/bash and start it with bash.",
    source: "captured",
    example: "trap: SIGTERM: bad trap",
  },
  {
    id: "program-being-written",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /(?<![\w./-])(?<file>[\w./-]{1,200}): Text file busy|\bspawn (?<file>[\w./-]{0,200}) ?ETXTBSY|ETXTBSY: [^\n]{1,100}|(?<file>[\w./-]{1,200}): text file busy/,
    certainty: 3,
    title: "{file|A program} is started while it is still open for writing",
    explanation:
      "A step wrote or marked it a moment before and has not closed it; or it is replaced while a copy of it runs.",
    fix: "Do it in two steps (in a Dockerfile two RUN lines: download and chmod +x, then start), or write to another name and mv it into place.",
    source: "captured",
    example: "./tool: Text file busy",
  },
  {
    id: "make-syntax",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /^(?<file>[\w./-]{1,200}):(?<line>\d{1,6}): \*\*\* (?<what>(?:missing ['`]?endif|multiple target patterns|target pattern contains no|unterminated (?:call to function|variable reference)|extraneous ['`]?end|empty variable name|mixed implicit and|missing ['`]?endef|invalid syntax in conditional|Recursive variable)[^\n]{0,100}?)\. {1,2}Stop/,
    certainty: 3,
    title: "{file} cannot be read at line {line}: {what}",
    explanation:
      "make reads the whole file before it does anything. A colon in a name or path (such as C:\\ or a time) is read as the end of a target.",
    fix: "Correct it there: each ifeq or ifdef wants its endif, each $( its ), and a $ meant for the shell is written $$. make -n shows whether it can be read.",
    source: "captured",
    example: "Makefile:5: *** missing 'endif'.  Stop.",
  },
  {
    id: "make-include-missing",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /^(?<file>[\w./-]{0,200}(?:[Mm]akefile|\.mk)):(?<line>\d{1,6}): (?<included>[^\s:]{1,200}): No such file or directory$/,
    certainty: 3,
    explains: ["make-target-missing", "file-read-missing"],
    title: "{file} includes {included}, which is not there",
    explanation: "Line {line} says include {included}; the file is not in the source (.env files should not be).",
    fix: "Write -include {included} with a dash, so that make goes on without it, and set its values as the project's variables; or commit the file if it holds no secret.",
    source: "captured",
    example: "Makefile:1: .env: No such file or directory",
  },
];
