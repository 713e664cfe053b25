import type { LogRule } from "../rule.ts";

/** What Sass and CSS modules refuse. */
export const STYLESHEET_RULES: readonly LogRule[] = [
  {
    id: "sass-name-unknown",
    when: ["build"],
    language: "node",
    signal:
      /(?:\[sass\] |^ {0,4}Error: |^SassError: )Undefined (?<kind>variable|mixin|function)\.(?:\n {1,8}╷\n *\d{1,6} │ {1,80}(?<code>[^\n]{1,160}))?/,
    certainty: 3,
    title: "A stylesheet uses a {kind} of Sass that it does not know: {code|the next lines show where}",
    explanation:
      "Each file must load what it uses: with @use a name counts in that file only, and has the module's name before it. With @import the order decides.",
    fix: "Load the file that defines it at the top (@use 'variables' as *;), or let the bundler add it everywhere (css.preprocessorOptions.scss.additionalData in vite.config); check that this file is committed.",
    source: "captured",
    example: "Undefined variable.",
  },
  {
    id: "sass-module-not-loaded",
    when: ["build"],
    language: "node",
    signal: /There is no module with (?:the )?namespace "(?<name>[^"\n]{1,80})"/,
    certainty: 3,
    title: "A stylesheet uses {name}. without loading that module of Sass",
    explanation: "With @use each file loads the modules that it uses itself.",
    fix: 'Write @use "sass:{name}"; (or @use with the path of the own file) at the very top of that stylesheet.',
    source: "captured",
    example: 'There is no module with namespace "math".',
  },
  {
    id: "sass-use-order",
    when: ["build"],
    language: "node",
    signal: /@(?<rule>use|forward) rules must be written before any other rules/,
    certainty: 3,
    title: "@{rule} stands below other rules in a stylesheet",
    explanation:
      "Sass wants @use and @forward first; additionalData of the bundler, which is put before the file, counts too.",
    fix: "Move all @use and @forward lines to the top of the file, and use @use instead of @import in additionalData.",
    source: "captured",
    example: "@use rules must be written before any other rules.",
  },
  {
    id: "sass-syntax",
    when: ["build"],
    language: "node",
    signal:
      /(?:\[sass\] |^ {0,4}Error: |^SassError: )(?<what>[Ee]xpected [^\n]{1,80}|[Uu]nmatched "\}"|Invalid CSS after [^\n]{1,120}|Top-level selectors may not[^\n]{1,80})\n {1,8}╷\n *\d{1,6} │/,
    certainty: 3,
    explains: ["source-syntax-error", "stylesheet-syntax"],
    title: "A stylesheet of Sass is not valid: {what}",
    explanation: "A brace, a semicolon or a value is missing at the place that stands below.",
    fix: "Correct that line of the stylesheet: close the brace, end the line before it with a semicolon.",
    source: "captured",
    example: "[sass] expected end of rule.",
  },
  {
    id: "css-module-not-pure",
    when: ["build"],
    language: "node",
    signal: /Selector "(?<selector>[^"\n]{1,200})" is not pure/,
    certainty: 3,
    explains: ["stylesheet-syntax", "source-syntax-error"],
    title: "A CSS module styles {selector}, which is no class of its own",
    explanation: "In files named .module.css Next.js takes only selectors with a class or an id of that file.",
    fix: "Put the rule into the global stylesheet (app/globals.css), or begin it with a class: .card {selector}.",
    source: "captured",
    example: 'Selector "button" is not pure (pure selectors must contain at least one local class or id)',
  },
];
