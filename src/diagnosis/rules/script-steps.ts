import type { LogRule } from "../rule.ts";

/** Lines of scripts that went wrong: comparisons, variables' files, archives, addresses. */
export const SCRIPT_STEP_RULES: readonly LogRule[] = [
  {
    id: "shell-comparison",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /(?<![\w./-])(?<file>[\w./-]{1,200}): (?:line )?(?<line>\d{1,5}): \[: (?:[^\n]{0,60}(?:unary|binary|unexpected) operator|[^\n]{0,60}(?:unary|binary) operator expected|too many arguments|missing `?\]'?|[^\n]{1,60}: integer expression expected|Illegal number)/,
    certainty: 1,
    title: "A comparison [ … ] in line {line} of {file} cannot be read",
    explanation:
      "A variable in it is empty or has blanks and stands without quotes, or == is used, which sh does not know.",
    fix: 'Write [ "$NAME" = "value" ] with quotes and one =, and set the variable that is empty.',
    source: "captured",
    example: "start.sh: line 2: [: ==: unary operator expected",
  },
  {
    id: "env-file-sourced",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /(?:^|[\s/])\.env[\w.-]{0,40}: (?:line )?\d{1,5}: [^\n]{1,200}?(?:not found|[Ss]yntax error[^\n]{0,60}|No such file or directory)$|export: `?[^'`\n:]{1,100}?['`]?: not a valid identifier|export: [^\n:]{1,60}: bad variable name/,
    certainty: 3,
    explains: ["start-command-missing", "build-command-missing", "shell-syntax", "script-missing"],
    title: "A script reads a file of variables that a shell cannot read",
    explanation:
      "A script reads .env as if it were a program; a value with blanks or signs such as & and ( needs quotes there, and names have no - in them.",
    fix: 'Put such values in quotes (NAME="two words"). Better: set them as the project\'s variables, and take the line that reads .env out of the script.',
    source: "captured",
    example: "./.env: line 1: Shop: command not found",
  },
  {
    id: "archive-missing",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /^tar(?: \(child\))?: (?<file>[^\s:]{1,300}): Cannot open: No such file or directory|^unzip: {1,2}cannot find or open (?<file>[^,\s]{1,300})|^unzip: can't open (?<file>\S{1,200}?)(?:\.zip)?$|^gzip: (?<file>[^\s:]{1,300}): No such file or directory/,
    certainty: 3,
    title: "The archive {file} that is to be unpacked is not there",
    explanation: "It was not downloaded, was saved under another name or in another folder, or is not in the source.",
    fix: "Check the step before: curl -fL -o {file} <address> stops when the download fails. A committed archive must not stand in .gitignore or .dockerignore.",
    source: "captured",
    example: "tar (child): release.tar.gz: Cannot open: No such file or directory",
  },
  {
    id: "archive-cut",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /^gzip: (?:stdin|[\w./-]{1,200}): unexpected end of file|^tar: Unexpected EOF in archive|^xz: [^\n]{1,200}: Unexpected end of input|zipfile\.BadZipFile: |^EOFError: Compressed file ended before|zlib: unexpected end of file|error: \[[^\]\n]{1,200}\]: +missing \d{1,12} bytes in zipfile/,
    certainty: 3,
    title: "The archive is cut off or damaged",
    explanation: "The download broke off, or the disk was full while it was written, or a cached piece is broken.",
    fix: "Retry the deployment without its cache; download with curl -fL --retry 3, and compare a checksum (sha256sum -c).",
    source: "captured",
    example: "tar: Unexpected EOF in archive",
  },
  {
    id: "file-read-missing",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /^(?:cat|head|tail|sed|grep|awk|sort|source|wc|envsubst|touch|tee|install|rm|mkdir|rsync|jq): (?:can't read |cannot (?:touch|open|stat|access|remove|create directory) )?['‘]?(?<file>[^\s'’:]{1,300})['’]?(?: for reading)?: No such file or directory|^jq: error: Could not open (?<file>[^\s:]{1,300}): No such file/,
    certainty: 1,
    explains: ["docker-step-failed", "command-file-missing"],
    title: "A command wants {file}, which is not there",
    explanation:
      "No earlier step made it, it is not in the source (.gitignore, .dockerignore), or the command runs in another folder.",
    fix: "Make its name match exactly (Linux tells Dist from dist), commit it or make it first, and count paths from the folder of the step.",
    source: "captured",
    example: "sed: can't read dist/config.js: No such file or directory",
  },
  {
    id: "jq-invalid",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /^(?:jq: error \(at [^)\n]{1,60}\)|(?:jq: )?parse error): (?<what>[^\n]{1,200}?)(?: at line \d{1,8}, column \d{1,8})?$/,
    certainty: 2,
    title: "jq was given something that is not the JSON it expects: {what}",
    explanation: "Often it is a page with an error from curl instead of an answer, or an empty file.",
    fix: "Print what is given to jq; download with curl -fsSL, so that an error stops the step.",
    source: "captured",
    example: "parse error: Invalid numeric literal at line 1, column 3",
  },
  {
    id: "download-address-invalid",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /^curl: \((?:1|3)\) (?<what>[^\n]{1,200})|^curl: no URL specified|^wget: missing URL|^https?:\/\/\S{0,200}: (?:Invalid host name|Scheme missing|Bad port number)/,
    certainty: 3,
    title: "The address that curl or wget is given is not one",
    explanation: "A variable in it is empty at this step, it holds a blank, or https:// is missing.",
    fix: "Print the address before. Variables reach a Dockerfile's step only as ARG (build variables), and each stage needs its own ARG line.",
    source: "captured",
    example: "curl: (3) URL using bad/illegal format or missing URL",
  },
  {
    id: "download-refused",
    when: ["build"],
    language: "any",
    signal: /^curl: \(7\) Failed to connect to (?<host>\S{1,253}) port (?<port>\d{1,5})/,
    certainty: 2,
    explains: ["connection-refused", "localhost-refused"],
    title: "Nothing answers at {host}, port {port}",
    explanation: "While an image is built, neither the app nor its databases and other services run beside it.",
    fix: "Move what asks the app's own services to the start or a release command. For another server: check its address and that it is up.",
    source: "captured",
    example: "curl: (7) Failed to connect to 127.0.0.1 port 25998",
  },
  {
    id: "download-not-written",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /^curl: \(23\) |^Warning: Failed to open the file (?<file>\S{1,300}): |^(?<file>\/\S{1,200}): (?:No such file or directory|Permission denied)\n+Cannot write to/,
    certainty: 2,
    title: "A download could not be written {file|to its place}",
    explanation:
      "The folder does not exist, may not be written by this user, the disk is full, or the program after the | ended first.",
    fix: "Make the folder before (mkdir -p, or curl --create-dirs -o), as a user who may write there; look at the next program's own message.",
    source: "captured",
    example: "curl: (23) Failure writing output to destination",
  },
  {
    id: "arguments-too-long",
    when: ["build", "runtime"],
    language: "any",
    signal: /: Argument list too long|\bspawn E2BIG|OSError: \[Errno 7\] Argument list too long|argument list too long/,
    certainty: 3,
    title: "A command was given more text than the system lets through",
    explanation:
      "A * became very many files, or a variable holds a very long text (a certificate, a JSON file); 128 KiB is the limit for each.",
    fix: "Let find … -exec or xargs go through the files; give long texts in a file instead of a variable.",
    source: "captured",
    example: "/bin/echo: Argument list too long",
  },
];
