import type { LogRule } from "../rule.ts";

/** What is wrong with the source before anything is run: files that are not there, or are not what they should be. */
export const SOURCE_RULES: readonly LogRule[] = [
  {
    id: "project-file-missing",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /Could not read package\.json: Error: ENOENT: no such file or directory, open '[^'\n]{0,300}\/(?<file>package\.json)'|npm (?:error|ERR!) enoent ENOENT: no such file or directory, open '[^'\n]{0,300}\/(?<file>package\.json)'|ERR_PNPM_NO_PKG_MANIFEST|error Couldn't find a (?<file>package\.json) file|Could not open requirements file: \[Errno 2\] No such file or directory: '(?<file>[^']{1,300})'|No `(?<file>pyproject\.toml)` found in current directory|Poetry could not find a (?<file>pyproject\.toml) file|(?<file>go\.mod) file not found in current directory|go: cannot find main module|could not find `(?<file>Cargo\.toml)` in `|there is no POM in this directory|Could not locate (?<file>Gemfile)\b|neither 'setup\.py' nor '(?<file>pyproject\.toml)' found|Composer could not find a (?<file>composer\.json) file/,
    certainty: 3,
    title: "There is no {file|project file} in the folder that is built",
    explanation: "The command reads it there. In a repository with several parts it often stands a folder deeper.",
    fix: "Set the project's root folder to the one that holds it, or commit it if .gitignore leaves it out.",
    source: "captured",
    example: "error: could not find `Cargo.toml` in `/app/backend` or any parent directory",
  },
  {
    id: "package-json-invalid",
    when: ["build", "runtime"],
    language: "node",
    signal:
      /npm (?:error|ERR!) code EJSONPARSE|ERR_PNPM_JSON_PARSE|Invalid package\.json: JSONParseError|Error parsing \/[^\s]{0,300}\/package\.json: |Invalid package config \/[^\s]{0,300}\/package\.json\b/,
    certainty: 3,
    title: "package.json is not valid JSON",
    explanation:
      "A comma too many, a comment or the marks of a merge conflict make it unreadable; the line names the place.",
    fix: "Correct it (npm pkg get name says whether it can be read) and commit it.",
    source: "captured",
    example: "npm error code EJSONPARSE",
  },
  {
    id: "folder-missing",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /\bcd: (?:\d{1,5}: )?can't cd to (?<folder>[^\n]{1,200})|(?:line \d{1,5}|\d{1,5}): cd: (?<folder>[^:\n]{1,200}): No such file or directory/,
    certainty: 2,
    title: "The command goes to the folder {folder}, which does not exist",
    explanation: "It is not in the source, has another name here (Linux tells Client from client), or was never made.",
    fix: "Correct the folder in the command. With a root folder set, the command starts in that one already.",
    source: "captured",
    example: "sh: 1: cd: can't cd to client",
  },
  {
    id: "git-lfs-pointer",
    when: ["build", "runtime"],
    language: "any",
    signal: /UnpicklingError: invalid load key, 'v'\.|version https:\/\/git-lfs\.github\.com\/spec\/v1/,
    certainty: 3,
    title: "A file is only Git LFS's note of where the file is",
    explanation: "Large files are kept by Git LFS, and the source came without fetching them.",
    fix: "Fetch them in the build with git lfs pull, or load the file from a volume or an address when the program starts.",
    source: "captured",
    example: "_pickle.UnpicklingError: invalid load key, 'v'.",
  },
  {
    id: "windows-path",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /Cannot find (?:module|package) '(?<path>[A-Za-z]:[\\/][^'\n]{1,200})'|No such file or directory: '(?<path>[A-Za-z]:\\[^'\n]{1,200})'|ENOENT: no such file or directory, \w{1,20} '[^'\n]{0,200}?(?<path>[A-Za-z]:\\[^'\n]{1,200})'/,
    certainty: 3,
    explains: ["node-package-missing", "file-missing"],
    title: "The code names a file of a Windows computer: {path}",
    explanation: "That path exists on the computer where it was written, and nowhere else.",
    fix: "Write the path relative to the code's own folder, with / between its parts, and commit the file.",
    source: "captured",
    example: "Error: Cannot find module 'C:\\Users\\ann\\shop\\lib\\prices'",
  },
  {
    id: "file-missing",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /ENOENT: no such file or directory, (?:open|stat|lstat|scandir|access|copyfile) '(?<path>[^'\n]{1,300})'|FileNotFoundError: \[Errno 2\] No such file or directory: '(?<path>[^'\n]{1,300})'|Error: '(?<path>[^'\n]{1,300})' doesn't exist|FileNotFoundException: (?<path>\S{1,300}) \(No such file|No such file or directory @ rb_sysopen - (?<path>\S{1,300})|(?:panic|FATAL|fatal|failed)[^\n]{0,100}open (?<path>[^\s:]{1,300}): no such file or directory/,
    certainty: 1,
    title: "The file {path} is not here",
    explanation:
      "It is not in the source, or stands elsewhere than the program looks: relative paths count from the folder it is started in.",
    fix: "Commit the file (see .gitignore), correct its path and the case of its letters, or keep it on a volume.",
    source: "captured",
    example: "FileNotFoundError: [Errno 2] No such file or directory: 'prices.csv'",
  },
];
