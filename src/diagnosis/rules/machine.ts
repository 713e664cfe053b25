import type { LogRule } from "../rule.ts";

/** Files, permissions, memory and the processor: what any program meets. */
export const MACHINE_RULES: readonly LogRule[] = [
  {
    id: "start-command-missing",
    when: ["runtime"],
    language: "any",
    signal:
      /\b(?:ba)?sh: (?:(?:line )?\d{1,5}: )?(?<command>[\w.@/-]{1,200}): (?:command )?not found|exec: "(?<command>[^"]{1,200})": (?:executable file not found in \$PATH|stat [^:]{1,200}: no such file)|error: Failed to spawn: `?(?<command>[\w./-]{1,100})|\benv: ['‘]?(?<command>[\w.+-]{1,60})['’]?: No such file or directory|^Command not found: (?<command>[\w./-]{1,100})|bundler: command not found: (?<command>[\w./-]{1,100})/,
    certainty: 2,
    title: "The command {command} does not exist in the container",
    explanation: "The start command uses a program that was not installed, or was installed for the build only.",
    fix: "Add it to the project's dependencies (not the development ones), or correct the start command.",
    source: "captured",
    example: "sh: 1: serve-the-shop: not found",
  },
  {
    id: "shell-script-crlf",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /env: ['‘]?(?:bash|sh|node|python3?|ruby)\\r|\/(?:ba)?sh\^M: bad interpreter|set: Illegal option -\s*$|: line \d{1,5}: [^\n]{0,200}?\$'[^'\n]{0,100}\\r'|: \d{1,5}: [\w./-]{0,100}\r: not found|\.sh: cannot execute: required file not found/,
    certainty: 3,
    explains: ["script-not-found"],
    title: "A script has Windows line endings",
    explanation:
      "Its lines end with a carriage return, which a shell takes as part of the last word: of a program's name, or of a command.",
    fix: "Save it with LF line endings, and add the line *.sh text eol=lf to .gitattributes.",
    source: "captured",
    example: "/usr/bin/env: ‘bash\\r’: No such file or directory",
  },
  {
    id: "script-not-executable",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /(?<![\w./-])(?<script>[\w./-]{0,200}(?:gradlew|mvnw|\.sh)): Permission denied|\b(?:ba)?sh: (?:(?:line )?\d{1,5}: )?(?<script>[\w.-]{1,60}): Permission denied|\bsh: \d{1,5}: (?<script>\.{0,2}\/[\w./-]{1,200}): Permission denied|\bbash: (?:line \d{1,5}: )?(?<script>[^\s:]{0,200}\/node_modules\/\.bin\/[\w.-]{1,60}): Permission denied|exec: "(?<script>[^"\n]{1,200})": permission denied|\bexec (?<script>[\w./-]{1,200})(?: failed)?: [Pp]ermission denied/,
    certainty: 3,
    explains: ["permission-denied"],
    title: "{script} may not be executed",
    explanation: "The file is there, but is not marked as a program. Archives and Windows lose that mark.",
    fix: "Run git update-index --chmod=+x on it and commit, or call it with sh in front (in a Dockerfile: RUN chmod +x {script|the file} after the COPY). For a tool of node_modules: leave that folder out of the source.",
    source: "captured",
    example: "sh: 1: ./mvnw: Permission denied",
  },
  {
    id: "permission-denied",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /EACCES: permission denied, (?:open|mkdir|unlink|scandir|copyfile|rename) '(?<path>[^']{1,300})'|(?:PermissionError|OSError): \[Errno 13\] Permission denied: '(?<path>[^']{1,300})'|\b(?:open|mkdir|create) (?<path>\S{1,300}): permission denied|npm (?:error|ERR!) code EACCES|AccessDeniedException: (?<path>\/\S{1,300})|cannot (?:create|make|touch|open|remove|write|move)(?: \w{1,20}){0,3} ['‘"]?(?<path>[^\s'’":]{1,300})['’"]?: Permission denied|kind: PermissionDenied|Permission denied \(os error 13\)|FileNotFoundException: (?<path>[^\s(]{1,300}) \(Permission denied\)|Permission denied @ \w{1,40} - (?<path>\S{1,300})|\w\((?<path>[^()\n]{1,300})\): [Ff]ailed to open (?:stream|directory): Permission denied|Access to the path '(?<path>[^'\n]{1,300})' is denied|could not \w{1,20}(?: \w{1,20}){0,4} "(?<path>[^"\n]{1,300})": permission denied|\b(?:mkdir|open)\(\) "(?<path>[^"\n]{1,300})" failed \(13: Permission denied\)/,
    certainty: 2,
    title: "The program is not allowed to use {path|a file}",
    explanation: "It runs as a user of its own, not as root, and the file or its folder belongs to another.",
    fix: "Let it write to /tmp what may be forgotten, and the rest to a folder of a volume that this user owns: in a Dockerfile RUN mkdir -p /data && chown node:node /data (your folder and user) before USER, as a new volume takes its owner from there; an older volume needs that chown once.",
    source: "captured",
    example: "Error: EACCES: permission denied, mkdir 'uploads'",
  },
  {
    id: "disk-full",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /[Nn]o space left on device|ENOSPC: no space left|\b(?:write|mkdir|copyfile) ENOSPC\b|npm (?:error|ERR!) (?:code|errno) ENOSPC|OSError: \[Errno 28\]|database or disk is full|[Dd]isk quota exceeded|You don't have enough free space in \/var|\bSQLITE_FULL\b/,
    certainty: 3,
    title: "The disk is full",
    explanation: "The server has no room for what was to be written.",
    fix: "Free some room: old releases and build caches under Settings, or unused Docker images. Then retry.",
    source: "captured",
    example: "OSError: [Errno 28] No space left on device",
  },
  {
    id: "killed",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /did not complete successfully: exit code: 137|returned a non-zero code: 137|^Killed\s*$|: line \d{1,6}: {1,8}\d{1,10} Killed {2,}|ELIFECYCLE.{0,80}(?:SIGKILL|exit code 137)|(?:signal:?|with signal|by signal) "?SIGKILL|process exited too early|Gradle build daemon disappeared unexpectedly|exited with code 137\b|\bOOMKilled\b|Killed signal terminated program|\(signal: 9, SIGKILL|signal: killed|The (?:build|machine) ran out of memory|used more than its \d{1,6} MB of memory|Out of memory: Kill(?:ed)? process|npm (?:error|ERR!) (?:code|errno) 137\b|(?:^|(?<!ended with)\s)exit (?:code|status):? 137\b/,
    certainty: 2,
    title: "It was killed, most probably because it used too much memory",
    explanation:
      "The kernel ends a process that goes beyond its limit, and it can say nothing itself then. Whoever kills it by hand leaves the same trace.",
    fix: "Let it use less (fewer workers, NODE_OPTIONS=--max-old-space-size), or raise the limit: AUTOSTACK_BUILD_MEMORY for builds, AUTOSTACK_APP_MEMORY for apps.",
    source: "captured",
    example: "Killed",
  },
  {
    id: "wrong-architecture",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /[Ee]xec format error|no matching manifest for linux\/|no match for platform in manifest|invalid ELF header|wrong ELF class/,
    certainty: 3,
    title: "The program was built for another processor (architecture) or system",
    explanation:
      "A binary, an image or a native module comes from another kind of machine, such as a Mac with Apple silicon.",
    fix: "Build it here: leave node_modules and binaries out of the source, and use images that exist for this server's processor.",
    source: "captured",
    example: "/home/app/run.sh: line 8: ./server: cannot execute binary file: Exec format error",
  },
  {
    id: "shared-library-missing",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /(?:error while loading shared libraries: |Error loading shared library )(?<library>lib[\w.+-]{1,80})|(?<library>lib[\w.+-]{1,80}\.so[\d.]{0,20}): cannot open shared object file|OSError: (?:cannot load library|no library called) ['"]?(?<library>[\w.-]{1,80})/,
    certainty: 3,
    title: "The system library {library} is missing",
    explanation: "A program or package needs it, and small images come without it.",
    fix: "Add the Debian package that holds it to packages.run in autostack.yml, for example libgl1 and libglib2.0-0 for OpenCV, or use a headless build of the package.",
    source: "captured",
    example:
      "./server: error while loading shared libraries: libpdf.so.2: cannot open shared object file: No such file or directory",
  },
  {
    id: "system-libc-too-old",
    when: ["runtime"],
    language: "any",
    signal: /version [`']GLIBC(?:XX)?_(?<version>[\d.]{1,12})' not found/,
    certainty: 3,
    title: "The binary was built on a newer system",
    explanation: "It wants glibc {version}, and the image that runs it has an older one.",
    fix: "Build it in the same image that runs it, or link it statically.",
    source: "captured",
    example: "./server: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.99' not found (required by ./server)",
  },
  {
    id: "git-missing",
    when: ["build"],
    language: "any",
    signal:
      /Cannot find command 'git'|syscall spawn git|spawn git ENOENT|\bgit: (?:command )?not found|exec: "git": executable file not found/,
    certainty: 3,
    title: "Git is not there to fetch a dependency",
    explanation: "A dependency comes straight from a Git repository, and small images have no git.",
    fix: "Add git to packages.build in autostack.yml (in a Dockerfile: RUN apt-get update && apt-get install -y git before this step; on Alpine apk add git), or use a released version of the dependency.",
    source: "captured",
    example: "ERROR: Cannot find command 'git' - do you have 'git' installed and in your PATH?",
  },
  {
    id: "git-not-allowed",
    when: ["build"],
    language: "any",
    signal:
      /fatal: could not read Username for '|git@[\w.-]{1,253}: Permission denied \(publickey[^)\n]{0,60}\)|fatal: Authentication failed for '|Support for password authentication was removed|fatal: unable to access '[^'\n]{1,300}': The requested URL returned error: 403|^(?:npm (?:error|ERR!) )?Host key verification failed\./,
    certainty: 3,
    title: "A private Git repository does not let the build in",
    explanation: "A dependency or the source itself is private, and there is no key or token for it here.",
    fix: "Give the project a token or a deploy key; for dependencies, use a build variable with a token in the address.",
    source: "captured",
    example: "fatal: could not read Username for 'http://127.0.0.1:45923': terminal prompts disabled",
  },
];
