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
];
