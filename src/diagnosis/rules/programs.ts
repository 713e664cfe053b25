import type { LogRule } from "../rule.ts";

/** Programs that others call, the shells that call them, and the limits that they meet. */
export const PROGRAM_RULES: readonly LogRule[] = [
  {
    id: "program-missing",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /TesseractNotFoundError: (?<program>tesseract) is not installed|FileNotFoundError: \[Errno 2\] No such file or directory: '(?<program>ffmpeg|ffprobe|convert|magick|soffice|libreoffice|wkhtmltopdf|pdftoppm|pdftotext|pdfinfo|chromium|google-chrome|java|node|npm|git|tesseract|gs|dot|pandoc|exiftool)'|Is (?<program>poppler) installed and in PATH|Cannot find (?<program>ffmpeg|ffprobe)\b|No (?<program>wkhtmltopdf) executable found|spawn (?<program>ffmpeg|ffprobe|convert|magick|soffice|libreoffice|wkhtmltopdf|pdftoppm|pdftotext|java|python3?|gs|pandoc|exiftool|tesseract|yt-dlp) ENOENT|exec: "(?<program>ffmpeg|ffprobe|convert|magick|soffice|wkhtmltopdf|pdftoppm|pandoc|tesseract)": executable file not found in \$PATH/,
    certainty: 3,
    explains: ["start-command-missing"],
    title: "The program {program} is not installed",
    explanation: "The code calls it as a program of the system; packages of the language do not bring it.",
    fix: "Add the Debian package that has it to the project's system packages (ffmpeg, tesseract-ocr, poppler-utils, imagemagick, libreoffice).",
    source: "captured",
    example: "FileNotFoundError: [Errno 2] No such file or directory: 'ffmpeg'",
  },
  {
    id: "build-command-missing",
    when: ["build"],
    language: "docker",
    signal:
      /\b(?:ba|da|z)?sh: (?:(?:line )?\d{1,5}: )?(?<command>npm|npx|node|yarn|pnpm|bun|bunx|corepack|python3?|pip3?|uv|poetry|go|cargo|mvn|java|gradle|php|composer|ruby|bundle|gem|curl|wget|unzip|make|gcc|g\+\+|cmake|apt-get|apk|adduser|addgroup|useradd|bash|sudo|jq|openssl|psql|dotnet|mix): (?:command )?not found/,
    certainty: 2,
    title: "The command {command} does not exist where the build runs",
    explanation: "The base image does not bring it, and no earlier step installed it.",
    fix: "Choose a base image that has it (node:22-slim for npm, python:3.12-slim for pip), or install it in an earlier step.",
    source: "captured",
    example: "/bin/sh: 1: npm: not found",
  },
  {
    id: "script-needs-bash",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /\bsource: not found|\[\[: not found|: Bad substitution$|Syntax error: "\(" unexpected|declare: not found|shopt: not found/,
    certainty: 3,
    explains: ["start-command-missing"],
    title: "A script for bash is run by sh",
    explanation: "source, [[ … ]], arrays and the like are bash's own; sh, which most images call, does not know them.",
    fix: "Call it with bash, write #!/usr/bin/env bash in its first line, or use what sh knows ( . file for source, [ … ] for [[ … ]] ).",
    source: "captured",
    example: "start.sh: 2: source: not found",
  },
  {
    id: "protoc-missing",
    when: ["build"],
    language: "any",
    signal: /Could not find `protoc`|\bprotoc: (?:command )?not found|exec: "protoc": executable file not found/,
    certainty: 3,
    explains: ["rust-compile-error"],
    title: "The compiler for Protocol Buffers, protoc, is missing",
    explanation: "A dependency makes code out of .proto files while it is built.",
    fix: "Add the Debian package protobuf-compiler to the build's system packages.",
    source: "captured",
    example:
      "Could not find `protoc`. If `protoc` is installed, try setting the `PROTOC` environment variable to the path of the `protoc` binary.",
  },
  {
    id: "too-many-files",
    when: ["build", "runtime"],
    language: "any",
    signal: /EMFILE: too many open files|\[Errno 24\] Too many open files|[Tt]oo many open files/,
    certainty: 3,
    title: "The program has too many files open",
    explanation:
      "Files and connections count together, and a limit ends it. Most often some are opened and never closed.",
    fix: "Close what is opened, share one database client in the whole program, and open fewer at a time.",
    source: "captured",
    example: "Error: EMFILE: too many open files, open '/app/server.js'",
  },
  {
    id: "memory-refused",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /^MemoryError\b|_ArrayMemoryError: |std::bad_alloc|fatal error: (?:runtime: )?(?:out of memory|cannot allocate memory)|[Cc]annot allocate memory|memory allocation of \d{1,15} bytes failed/,
    certainty: 2,
    title: "The program asked for memory and got none",
    explanation: "It wants more than its limit, or than the server has left.",
    fix: "Let it use less (fewer workers, smaller pieces), or raise the limit: AUTOSTACK_BUILD_MEMORY for builds, AUTOSTACK_APP_MEMORY for apps.",
    source: "captured",
    example: "MemoryError",
  },
  {
    id: "port-invalid",
    when: ["runtime"],
    language: "any",
    signal: /ERR_SOCKET_BAD_PORT|Error: '[^'\n]{0,60}' is not a valid port number|Invalid value for '--port'/,
    certainty: 3,
    title: "The port that the program was given is not a number",
    explanation:
      "The code reads a variable that is not set here, or the command says $PORT where no shell puts the number in.",
    fix: 'Read PORT, which is set here. In a Dockerfile write the command without brackets, or as ["sh", "-c", "…"], so that $PORT is replaced.',
    source: "captured",
    example: "code: 'ERR_SOCKET_BAD_PORT'",
  },
];
