import type { LogRule } from "../rule.ts";

/** How programs ended that said little themselves, and what others refused them. */
export const ENDING_RULES: readonly LogRule[] = [
  {
    id: "server-output-missing",
    when: ["runtime"],
    language: "node",
    signal:
      /^Error: Cannot find module '(?<file>\/[^'\n]{0,200}(?:\.output\/server\/index\.mjs|\/build\/server\/index\.js|\/build(?:\/index\.js)?|\/dist\/server\/entry\.mjs))'(?!\n(?:- |Require stack:))/,
    certainty: 3,
    explains: ["node-entry-missing"],
    title: "The server {file} was not made by the build",
    explanation:
      "The build did not run, or made a static site or another platform's output, which has no server to start.",
    fix: "See that the build command (npm run build) is set and runs. Else use the framework's preset or adapter for Node.js (SvelteKit: @sveltejs/adapter-node, Astro: @astrojs/node) and build again, or deploy it as a static site.",
    source: "captured",
    example: "Error: Cannot find module '/app/.output/server/index.mjs'",
  },
  {
    id: "prisma-openssl",
    when: ["build", "runtime"],
    language: "node",
    signal: /Prisma failed to detect the libssl\/openssl version/,
    certainty: 1,
    title: "Prisma does not find OpenSSL in the image",
    explanation: "Its engine is chosen by the version of OpenSSL; it guesses now, and may take one that does not fit.",
    fix: "Add openssl to packages.run in autostack.yml; in a Dockerfile install openssl in the last stage too.",
    source: "documented",
    example: "prisma:warn Prisma failed to detect the libssl/openssl version to use, and may not work as expected.",
  },
  {
    id: "cors-origin-refused",
    when: ["runtime"],
    language: "any",
    signal: /Error: Not allowed by CORS|blocked by CORS policy|CORS error: Origin/,
    certainty: 2,
    title: "The program refuses a page's origin (CORS)",
    explanation: "Its list of allowed origins lacks the address that the page comes from, usually the new domain.",
    fix: "Add that address, with https:// and without a slash at its end, to the list; best read it from a variable.",
    source: "documented",
    example: "Error: Not allowed by CORS",
  },
  {
    id: "database-connection-lost",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /Error: Connection terminated (?:unexpectedly|due to connection timeout)|server closed the connection unexpectedly|(?:MySQL server|\(2006, 'Server) has gone away|Lost connection to MySQL server|PROTOCOL_CONNECTION_LOST|terminating connection due to administrator command|SSL connection has been closed unexpectedly|SSL SYSCALL error: EOF detected|P1017\b|Connection lost: The server closed the connection/,
    certainty: 2,
    title: "The connection to the database broke off",
    explanation:
      "The database was restarted, ended an idle connection, or what answers there speaks otherwise (TLS, a proxy, another service).",
    fix: "Look at the database's own log of that time. In the code use a pool and handle its error event, so that one lost connection does not end the program.",
    source: "captured",
    example: "Error: Connection terminated unexpectedly",
  },
  {
    id: "segmentation-fault",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /\bSegmentation fault\b|(?:exit(?:ed)?(?: with)? (?:code|status):? |non-zero code: )139\b|(?:signal:?|with signal|by signal) "?SIGSEGV\b|signal: segmentation fault/,
    certainty: 1,
    title: "A program crashed inside compiled code (segmentation fault)",
    explanation:
      "A native module or the program itself touched memory that is not its own. The log does not say where.",
    fix: "Let the build install native modules itself, with the image that runs them; if it is an Alpine image, try a Debian one (-slim).",
    source: "captured",
    example: "Segmentation fault",
  },
  {
    id: "exit-command-missing",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /(?:exit(?:ed)?(?: with)? (?:code|status):? |non-zero code: |make(?:\[\d\])?: \*\*\* [^\n]{1,200} Error )127\b/,
    certainty: 0,
    explains: ["docker-step-failed", "exit-not-executable"],
    title: "It ended with the code 127, which means that a command was not found",
    explanation: "Shells end so when the program that they are to start does not exist. The log does not name it.",
    fix: "Check the command letter by letter, and that its program is among the dependencies or the image's packages.",
    source: "captured",
    example: "The command '/bin/sh -c make-the-shop --quiet 2> /dev/null' returned a non-zero code: 127",
  },
  {
    id: "exit-not-executable",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /(?:exit(?:ed)?(?: with)? (?:code|status):? |non-zero code: |make(?:\[\d\])?: \*\*\* [^\n]{1,200} Error )126\b/,
    certainty: 0,
    explains: ["docker-step-failed"],
    title: "It ended with the code 126, which means that a command could not be executed",
    explanation: "The file is there, but is not marked as a program, or is one for another processor.",
    fix: "Run git update-index --chmod=+x on it and commit; build binaries here rather than committing them.",
    source: "documented",
    example: "process exited with code 126",
  },
  {
    id: "ended-at-once",
    when: ["runtime"],
    language: "any",
    signal:
      /\bits [\w.-]{1,60} service ended with exit code 0\b|Application exited early|^(?:The )?(?:process )?exit(?:ed with)? (?:code|status) 0 after \d{1,3} ?s\b/,
    certainty: 1,
    title: "The program ended by itself, without an error, instead of staying up",
    explanation: "What was started did its work and stopped, as a script does, or put its server into the background.",
    fix: "Let the start command run the server itself, in the foreground. A program that is meant to end belongs into a job or a build command.",
    source: "documented",
    example: "==> Application exited early",
  },
];
