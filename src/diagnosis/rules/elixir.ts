import type { LogRule } from "../rule.ts";

/** Mix, releases and Phoenix. */
export const ELIXIR_RULES: readonly LogRule[] = [
  {
    id: "elixir-version",
    when: ["build", "runtime"],
    language: "elixir",
    signal:
      /You're trying to run :(?<app>\w{1,60}) on Elixir v(?<got>[\w.-]{1,20}) but it has declared in its mix\.exs file it supports only Elixir (?<wanted>[^\n]{1,40})/,
    certainty: 3,
    title: "{app} wants Elixir {wanted}, and {got} runs",
    explanation: "mix.exs says so, its own or that of a dependency.",
    fix: "Write that version into .tool-versions (or elixir_buildpack.config), take an image of it, or widen elixir: in mix.exs.",
    source: "captured",
    example:
      "** (Mix) You're trying to run :shop on Elixir v1.14.0 but it has declared in its mix.exs file it supports only Elixir ~> 1.99",
  },
  {
    id: "mix-deps-unchecked",
    when: ["build", "runtime"],
    language: "elixir",
    signal:
      /Unchecked dependencies for environment (?<environment>\w{1,40}):|Can't continue due to errors on dependencies/,
    certainty: 3,
    title: "Dependencies were not fetched for {environment|this environment}",
    explanation: "The lines below name them: mix deps.get did not run here, or their folders are not copied.",
    fix: "Run MIX_ENV=prod mix deps.get --only prod and mix deps.compile before mix compile, copy path: dependencies too, and commit mix.lock.",
    source: "captured",
    example: "Unchecked dependencies for environment prod:",
  },
  {
    id: "mix-task-missing",
    when: ["build", "runtime"],
    language: "elixir",
    signal: /\(Mix\) The task "(?<task>[\w.-]{1,80})" could not be found/,
    certainty: 3,
    title: "There is no Mix task {task}",
    explanation:
      "mix.exs has no alias of that name, or the dependency that brings it is only there for dev (only: :dev, runtime: …).",
    fix: "Take it out of the command; or add the alias to mix.exs, or let the dependency (phoenix, esbuild, tailwind, ecto_sql) be there in prod too.",
    source: "captured",
    example: '** (Mix) The task "assets.deploy" could not be found',
  },
  {
    id: "elixir-app-start",
    when: ["runtime"],
    language: "elixir",
    signal: /\(Mix\) Could not start application (?<app>\w{1,60}): (?<what>[^\n]{1,200})/,
    certainty: 1,
    title: "The application {app} did not start: {what}",
    explanation: "A process below its supervisor ended while starting; the lines after EXIT say why.",
    fix: "Give it what it wants: a variable, a database, a folder. The same with MIX_ENV=prod on your computer shows it too.",
    source: "captured",
    example:
      "** (Mix) Could not start application shop: Shop.Application.start(:normal, []) returned an error: shutdown: failed to start child: Shop.Cache",
  },
  {
    id: "elixir-module-missing",
    when: ["build", "runtime"],
    language: "elixir",
    signal:
      /function (?<function>[\w.?!]{1,160}\/\d{1,3}) is undefined \(module (?<module>[\w.]{1,120}) is not available\)/,
    certainty: 2,
    title: "There is no module {module}",
    explanation: "It is misspelt, its file is not in the source, or its dependency is not there in prod (only: :dev).",
    fix: "Correct the name or commit the file (for Release: mix phx.gen.release makes it), or take only: from the dependency in mix.exs.",
    source: "captured",
    example:
      "** (UndefinedFunctionError) function Shop.Release.migrate/0 is undefined (module Shop.Release is not available)",
  },
  {
    id: "elixir-compile-env",
    when: ["runtime"],
    language: "elixir",
    signal: /the application :(?<app>\w{1,60}) has a different value set for key :(?<key>[\w?!]{1,80})/,
    certainty: 3,
    title: "{app}'s setting {key} was fixed when it was compiled",
    explanation: "The code reads it with Application.compile_env, and config/runtime.exs sets another value.",
    fix: "Set it in config/config.exs or prod.exs and build again, or read it with Application.get_env.",
    source: "documented",
    example: "ERROR! the application :demo_cfg has a different value set for key :mode",
  },
  {
    id: "phoenix-origin",
    when: ["runtime"],
    language: "elixir",
    signal: /Could not check origin for Phoenix\.Socket transport/,
    certainty: 3,
    title: "Phoenix refuses its socket for this domain",
    explanation: "The page's host is not the one in the endpoint's url:, so LiveView does not connect.",
    fix: 'Set the variable PHX_HOST to the domain (config/runtime.exs reads it), or list it in check_origin: ["https://your.domain"].',
    source: "documented",
    example: "[error] Could not check origin for Phoenix.Socket transport.",
  },
];
