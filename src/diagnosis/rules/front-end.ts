import type { LogRule } from "../rule.ts";

/** What bundlers and their plugins say about a page's own code. */
export const FRONT_END_RULES: readonly LogRule[] = [
  {
    id: "next-client-component",
    when: ["build"],
    language: "node",
    signal:
      /You're importing a (?:component|module) that (?:needs|depends on) [`"]?(?<hook>[\w-]{1,60})|This React Hook only works in a Client Component/,
    certainty: 3,
    title: '{hook|A hook} needs "use client"',
    explanation:
      "In the folder app every file runs on the server unless it says otherwise, and hooks work in browsers only.",
    fix: 'Write "use client" as the first line of that file, or move the part that uses the hook into a file that has it.',
    source: "captured",
    example:
      'You\'re importing a component that needs `useState`. This React Hook only works in a Client Component. To fix, mark the file (or its parent) with the `"use client"` directive.',
  },
  {
    id: "tailwind-postcss",
    when: ["build"],
    language: "node",
    signal: /trying to use `tailwindcss` directly as a PostCSS plugin/,
    certainty: 3,
    title: "Tailwind CSS 4 has its PostCSS plugin in another package",
    explanation: "A newer major version of tailwindcss was installed than the configuration was written for.",
    fix: "Install @tailwindcss/postcss and name it in postcss.config instead of tailwindcss; or stay with tailwindcss@3.",
    source: "captured",
    example: "It looks like you're trying to use `tailwindcss` directly as a PostCSS plugin.",
  },
  {
    id: "eslint-errors",
    when: ["build"],
    language: "node",
    signal:
      /^ {0,4}Line \d{1,6}:\d{1,5}: {1,4}[^\n]{1,300} {2}[@\w/-]{1,80}$|^\d{1,6}:\d{1,5} {2}Error: [^\n]{1,300} {2}[@\w/-]{1,80}$/,
    together: /Failed to compile/,
    without: /Treating warnings as errors/,
    certainty: 2,
    title: "ESLint found errors, and the build stops at them",
    explanation: "The linter runs inside the build. Each line names the place and the rule.",
    fix: "Run the build on your computer and correct what it names. To build without the linter: DISABLE_ESLINT_PLUGIN=true, or eslint.ignoreDuringBuilds in next.config.",
    source: "captured",
    example: "Line 1:13:  'total' is not defined  no-undef",
  },
  {
    id: "types-missing",
    when: ["build", "runtime"],
    language: "node",
    signal:
      /error TS2688: Cannot find type definition file for '(?<package>[^'\n]{1,200})'|Could not find a declaration file for module '(?<package>[^'\n]{1,200})'|Do you need to install type definitions for (?<package>node)\?/,
    certainty: 3,
    explains: ["typescript-errors"],
    title: "The type definitions of {package} are not installed",
    explanation: "Packages under @types are mostly development dependencies, which NODE_ENV=production leaves out.",
    fix: "Run npm install --save-dev @types/{package} and commit the lockfile; do not set NODE_ENV=production for the build.",
    source: "captured",
    example: "error TS2688: Cannot find type definition file for 'node'.",
  },
  {
    id: "docs-dead-link",
    when: ["build"],
    language: "node",
    signal: /Found dead link (?<link>\S{1,300})|dead link\(s\) found|Docusaurus found broken (?:links|anchors)/,
    together: /[Bb]uild [Ff]ailed|build error|dead link\(s\) found|\[ERROR\]|Unable to build website/,
    certainty: 2,
    title: "A page links to {link|a page} that does not exist",
    explanation: "The documentation's builder refuses dead links.",
    fix: "Correct the link, or let it be: ignoreDeadLinks in VitePress, onBrokenLinks in Docusaurus.",
    source: "captured",
    example: "(!) Found dead link ./prices in file index.md",
  },
];
