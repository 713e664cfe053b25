import type { LogRule } from "../rule.ts";

/** Files of the project's own that a program reads when it starts, and cannot: YAML and JSON. */
export const CONFIG_FILE_RULES: readonly LogRule[] = [
  {
    id: "yaml-invalid",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /yaml\.(?:scanner\.Scanner|parser\.Parser|composer\.Composer|reader\.Reader)Error: [^\n]{1,300}(?:(?:\n {2}in "[^"\n]{1,300}", line \d{1,6}, column \d{1,5}\n(?! )[^\n]{1,300})?\n {2}in "(?:(?<file>[^"<\n]{1,300})|<[^"\n]{1,300})", line (?<line>\d{1,6}))?|YAMLException: [^\n("]{1,200}(?: in "(?<file>[^"\n]{1,300})")? ?(?:\((?<line>\d{1,6}):\d{1,5}\)|at line (?<line>\d{1,6}), column \d{1,5})|YAMLParseError: [^\n]{1,200} at line (?<line>\d{1,6}), column \d{1,5}|\((?<file>[^()<\n]{1,300}\.ya?ml)\): [^\n]{1,200} at line (?<line>\d{1,6}) column \d{1,5}|(?:^|: )yaml: line (?<line>\d{1,6}): (?:mapping values|did not find|found |could not find|block )/,
    certainty: 3,
    title: "{file|A YAML file} is not valid YAML (line {line|named in the log})",
    explanation:
      "Most often a line is indented wrongly or with a tab, or a text that holds a colon stands without quotation marks.",
    fix: "Correct that place (the mistake may stand a line above it) and commit the file.",
    source: "captured",
    example: "yaml.scanner.ScannerError: mapping values are not allowed here",
  },
  {
    id: "json-file-invalid",
    when: ["build", "runtime"],
    language: "node",
    signal: /^SyntaxError: (?<file>[^\s:]{1,300}\.json): [^\n]{0,200}JSON/,
    certainty: 3,
    explains: ["node-syntax-error", "json-text-invalid"],
    title: "{file} is not valid JSON",
    explanation:
      "A comma after the last entry, a comment, single quotation marks or the marks of a merge conflict make it unreadable.",
    fix: "Correct it at the position that the line names, and commit the file.",
    source: "captured",
    example: "SyntaxError: /app/config.json: Expected double-quoted property name in JSON at position 36",
  },
  {
    id: "json-text-invalid",
    when: ["build", "runtime"],
    language: "node",
    signal:
      /^SyntaxError: (?!"undefined"|Unexpected token '?u'?,? (?:in JSON at position 0|"undefined"))(?:Unexpected|Expected|Bad|Unterminated|No number)[^\n]{1,200}(?:JSON at position \d{1,9}|is not valid JSON|end of JSON input)/,
    together: /\nNode\.js v\d/,
    certainty: 2,
    explains: ["node-syntax-error"],
    title: "A text that the program reads as JSON is not valid JSON",
    explanation:
      "JSON.parse() refused a file, a variable or an answer of another server (a page of HTML begins with <), and the program ended.",
    fix: "Look at the place that the lines below name, and at what it reads: it may be empty or cut off, or hold a comment, a comma too many or single quotation marks.",
    source: "captured",
    example: "SyntaxError: Expected double-quoted property name in JSON at position 36",
  },
];
