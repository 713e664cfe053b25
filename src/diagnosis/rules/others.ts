import type { LogRule } from "../rule.ts";

/** Static sites, Elixir, .NET. */
export const OTHER_RULES: readonly LogRule[] = [
  {
    id: "hugo-theme-missing",
    when: ["build"],
    language: "static",
    signal: /module "(?<theme>[^"]{1,200})" not found/,
    certainty: 3,
    title: "Hugo's theme {theme} is not there",
    explanation: "Themes are mostly Git submodules, which archives and shallow copies leave out.",
    fix: "Copy the theme into the folder themes and commit it, or use it as a Hugo module.",
    source: "captured",
    example:
      'Error: module "ananke" not found; either add it as a Hugo Module or store it in "/app/themes".: module does not exist',
  },
  {
    id: "hugo-shortcode-missing",
    when: ["build"],
    language: "static",
    signal: /template for shortcode "(?<name>[^"]{1,100})" not found/,
    certainty: 3,
    title: "Hugo knows no shortcode {name}",
    explanation: "A page uses it; most often the theme that has it is missing, or another Hugo version is used.",
    fix: "Add the theme or the file layouts/shortcodes/{name}.html.",
    source: "captured",
    example:
      'Error: Error building site: "/app/content/a.md:4:1": failed to extract shortcode: template for shortcode "gallery" not found',
  },
  {
    id: "hugo-extended",
    when: ["build"],
    language: "static",
    signal:
      /TOCSS: failed to transform|this feature is not available in your current Hugo version|you need the extended version/,
    certainty: 3,
    title: "The theme needs the extended Hugo",
    explanation: "Only that one compiles Sass.",
    fix: "Use the extended edition of Hugo in the version that the theme names.",
    source: "documented",
    example:
      'error: failed to transform resource: TOCSS: failed to transform "scss/main.scss" (text/x-scss): this feature is not available in your current Hugo version',
  },
  {
    id: "elixir-variable-missing",
    when: ["build", "runtime"],
    language: "elixir",
    signal: /\(RuntimeError\) environment variable (?<variable>[A-Z][A-Z0-9_]{2,80}) is missing/,
    certainty: 3,
    explains: ["variable-missing"],
    title: "A variable is missing: {variable}",
    explanation: "config/runtime.exs reads it when the release starts.",
    fix: "Add {variable} to the project's variables. For SECRET_KEY_BASE: mix phx.gen.secret.",
    source: "captured",
    example: "** (RuntimeError) environment variable SECRET_KEY_BASE is missing.",
  },
  {
    id: "dotnet-sdk-version",
    when: ["build"],
    language: "dotnet",
    signal: /NETSDK1045|A compatible \.NET SDK was not found|The current \.NET SDK does not support targeting \.NET/,
    certainty: 3,
    title: "The project targets a newer .NET than the SDK that builds it",
    explanation: "TargetFramework or global.json asks for a version that is not installed.",
    fix: "Choose an SDK of that version, or lower TargetFramework.",
    source: "documented",
    example: "error NETSDK1045: The current .NET SDK does not support targeting .NET 10.0.",
  },
];
