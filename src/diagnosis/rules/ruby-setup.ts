import type { LogRule } from "../rule.ts";

/** Ruby and Elixir: what an installation or the settings lack. */
export const RUBY_SETUP_RULES: readonly LogRule[] = [
  {
    id: "bundler-executable-missing",
    when: ["build", "runtime"],
    language: "ruby",
    signal:
      /can't find executable (?<program>[\w.-]{1,60}) for gem (?<gem>[\w.-]{1,60})|bundler: command not found: (?<gem>(?<program>[\w.-]{1,60}))/,
    certainty: 3,
    explains: ["ruby-uncaught", "ruby-gem-missing", "start-command-missing"],
    title: "{program} is not in the bundle",
    explanation:
      "The command starts it with bundle exec, and the Gemfile does not name its gem, or only in a group that is left out here (development, test).",
    fix: "Run bundle add {gem} (outside of the groups development and test), and commit Gemfile and Gemfile.lock.",
    source: "captured",
    example: "can't find executable puma for gem puma",
  },
  {
    id: "bundler-not-installed",
    when: ["build", "runtime"],
    language: "ruby",
    signal:
      /Could not find (?<gem>[a-zA-Z][\w.-]{0,80}-\d{1,4}(?:\.\w{1,12}){1,5}(?:-[\w-]{1,30})?)(?:, [^\n]{1,400})? in (?:any of the sources|locally installed gems)/,
    certainty: 3,
    explains: ["ruby-gem-missing", "ruby-uncaught"],
    title: "The gems of Gemfile.lock are not installed: {gem}",
    explanation:
      "bundle install did not run in this image, put them elsewhere (BUNDLE_PATH, another Ruby, a stage that was not copied), or that version was withdrawn.",
    fix: "Run bundle install in the build, and copy /usr/local/bundle (or vendor/bundle) into the final image with the same BUNDLE_PATH; if the version was withdrawn, run bundle update of that gem and commit Gemfile.lock.",
    source: "captured",
    example: "Could not find rack-9.9.9 in any of the sources",
  },
  {
    id: "bundler-git-failed",
    when: ["build"],
    language: "ruby",
    signal:
      /^Git error: command `git (?<command>\w{1,20}) |^(?:You need to install git to be able to use gems from git|The git source (?<address>\S{1,200}) (?:is not yet checked out|uses the `github`))/,
    certainty: 2,
    title: "Bundler cannot fetch a gem from its Git repository",
    explanation:
      "The Gemfile names a gem with git: or github:. The repository did not answer, is private, or the image has no git.",
    fix: "Check the address that the next lines name; give the build a token for a private repository (BUNDLE_GITHUB__COM as a build variable), and add git to packages.build in autostack.yml.",
    source: "captured",
    example: "Git error: command `git clone --bare --no-hardlinks --quiet --",
  },
  {
    id: "ruby-yaml-invalid",
    when: ["build", "runtime"],
    language: "ruby",
    signal:
      /\((?<file>[^)\n]{1,200})\): (?<what>[^\n]{1,160}? at line (?<line>\d{1,6}) column \d{1,5})[^\n]{0,20} \(Psych::SyntaxError\)|YAML syntax error occurred while parsing (?<file>\S{1,200}?)\.(?= )[^\n]{0,200}Error: \([^)\n]{1,200}\): (?<what>[^\n]{1,160}? at line (?<line>\d{1,6}))/,
    certainty: 2,
    explains: ["ruby-uncaught"],
    title: "A YAML file cannot be read: {what}",
    explanation:
      "Line {line} of {file} is not valid YAML. <unknown> is the file that the tool reads first: _config.yml for Jekyll, config/database.yml or a locale for Rails.",
    fix: "Correct that line: two spaces per step and no tabs, and quotes around a value that holds a colon, # or %.",
    source: "captured",
    example: "(<unknown>): mapping values are not allowed in this context at line 1 column 12 (Psych::SyntaxError)",
  },
  {
    id: "rails-storage-config",
    when: ["build", "runtime"],
    language: "ruby",
    signal:
      /Couldn't find Active Storage configuration in (?<file>\S{1,200})|Cannot load `Rails\.config\.active_storage\.service`/,
    certainty: 3,
    explains: ["ruby-uncaught"],
    title: "Rails has no storage.yml for Active Storage",
    explanation:
      "config/storage.yml is not in the source, or it lacks the service that config.active_storage.service names.",
    fix: "Commit config/storage.yml with that service (for local: service: Disk and root: a folder on a volume), or load only the parts of Rails that are used instead of rails/all.",
    source: "captured",
    example: "Couldn't find Active Storage configuration in /app/config/storage.yml",
  },
  {
    id: "elixir-config-missing",
    when: ["build", "runtime"],
    language: "elixir",
    signal:
      /could not fetch application environment (?<key>:\w{1,80}) for application (?<app>:\w{1,80}) because (?<why>[^\n]{1,100})/,
    certainty: 3,
    explains: ["elixir-uncaught", "elixir-app-start"],
    title: "The setting {key} of {app} is not there",
    explanation: "The program reads it with Application.fetch_env!, and {why}.",
    fix: "Set it for prod: config {app}, with {key} read from System.fetch_env!(…), in config/runtime.exs; and add that variable to the project.",
    source: "captured",
    example:
      "could not fetch application environment :api_key for application :shop because the application was not loaded nor configured",
  },
  {
    id: "elixir-config-file-missing",
    when: ["build", "runtime"],
    language: "elixir",
    signal: /\(File\.Error\) could not read file "(?<file>[^"\n]{0,300}config\/[\w.-]{1,60}\.exs)": no such file/,
    certainty: 3,
    explains: ["elixir-uncaught"],
    title: "{file} is not here",
    explanation:
      "config/config.exs imports it for this MIX_ENV. It was not committed (.gitignore) or not copied before mix compile.",
    fix: "Commit it without secrets (they belong into config/runtime.exs, read from variables), and copy the whole folder config before mix compile.",
    source: "captured",
    example: '(File.Error) could not read file "/app/config/prod.exs": no such file or directory',
  },
];
