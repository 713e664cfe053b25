import type { LogRule } from "../rule.ts";

/** Ruby, Bundler and Jekyll. */
export const RUBY_RULES: readonly LogRule[] = [
	{
		id: "ruby-no-web-server",
		when: ["runtime"],
		language: "ruby",
		signal:
			/Couldn't find handler for: |Sinatra could not start, the required gems weren't found/,
		certainty: 3,
		explains: ["ruby-gem-missing"],
		title: "There is no web server among the gems",
		explanation: "Since Ruby 3 none comes with it, and the Gemfile names none.",
		fix: "Run bundle add puma (with Sinatra 4 also rackup), and commit Gemfile and Gemfile.lock.",
		source: "captured",
		example:
			"Couldn't find handler for: thin, falcon, puma, HTTP, webrick. (LoadError)",
	},
	{
		id: "ruby-constant-missing",
		when: ["build", "runtime"],
		language: "ruby",
		signal:
			/(?:: |^NameError: )uninitialized constant (?<constant>[\w:]{1,120})(?: \(NameError\)|$)/,
		certainty: 2,
		explains: ["ruby-gem-missing"],
		title: "Ruby knows no {constant}",
		explanation:
			"Its gem stands in a group that production leaves out, nothing requires it, or its file has another name or case.",
		fix: "Move the gem out of the groups development and test in the Gemfile, require it where it is used, or correct the name.",
		source: "captured",
		example:
			"/app/config/initializers/rack_attack.rb:1:in `<top (required)>': uninitialized constant Rack::Attack (NameError)",
	},
	{
		id: "ruby-syntax-error",
		when: ["build", "runtime"],
		language: "ruby",
		signal:
			/^(?<file>\S{1,300}\.(?:rb|ru|rake)):(?<line>\d{1,6}): syntax errors?\b|(?<![\w./-])(?<file>[\w./-]{1,300}\.(?:rb|ru|rake)):(?<line>\d{1,6}): syntax errors? found|: (?<file>[\w./-]{1,300}\.(?:rb|ru|rake)):(?<line>\d{1,6}): syntax error,/,
		certainty: 3,
		title: "{file} is not valid Ruby",
		explanation:
			"Ruby could not read it at line {line}; an end too few or too many is the usual reason.",
		fix: "Correct it (ruby -c {file} checks a file), or use a Ruby that knows the syntax.",
		source: "captured",
		example: "app.rb:4: syntax error, unexpected end-of-input, expecting `end'",
	},
	{
		id: "ruby-yaml-alias",
		when: ["build", "runtime"],
		language: "ruby",
		signal:
			/Unknown alias: (?<alias>\S{1,80}) \(Psych::(?:BadAlias|AliasesNotEnabled)\)|Psych::AliasesNotEnabled|Psych::BadAlias/,
		certainty: 3,
		title: "A YAML file uses an alias, which this Ruby does not read by itself",
		explanation:
			"Since Ruby 3.1 (Psych 4) YAML.load refuses <<: *default and the like; older Rails and gems still call it.",
		fix: 'Update Rails to 7 or newer, or add gem "psych", "< 4" to the Gemfile; in your own code write YAML.load_file(file, aliases: true).',
		source: "captured",
		example: "Unknown alias: default (Psych::BadAlias)",
	},
	{
		id: "ruby-windows-shebang",
		when: ["build", "runtime"],
		language: "ruby",
		signal:
			/env: ['‘]?(?<program>(?:ruby|bundle|python3?|node|php)\.exe)['’]?: No such file/,
		certainty: 3,
		explains: ["start-command-missing", "build-command-missing"],
		title: "A script of the project calls {program}",
		explanation:
			"Its first line was written on Windows; in Linux no program has that name.",
		fix: "Write #!/usr/bin/env ruby into the first line of the files in bin (bin/rails app:update:bin makes them anew), and commit.",
		source: "captured",
		example: "/usr/bin/env: ‘ruby.exe’: No such file or directory",
	},
	{
		id: "gemfile-syntax",
		when: ["build", "runtime"],
		language: "ruby",
		signal:
			/\[!\] There was an error (?:parsing|while loading) `(?<file>[\w./-]{1,100})`: (?<what>[^\n]{1,200})/,
		certainty: 3,
		title: "{file} cannot be read: {what}",
		explanation: "Bundler runs it as Ruby; the lines below show the place.",
		fix: "Correct it (bundle check says whether it can be read) and commit it.",
		source: "captured",
		example:
			"[!] There was an error parsing `Gemfile`: syntax error, unexpected end-of-input - group :test do",
	},
	{
		id: "gemfile-path-missing",
		when: ["build", "runtime"],
		language: "ruby",
		signal: /The path `(?<path>[^`\n]{1,300})` does not exist\./,
		certainty: 3,
		title: "The Gemfile takes a gem from {path}, which is not here",
		explanation:
			"The folder is not in the source, or is not copied before bundle install.",
		fix: "Commit the folder and copy it before bundle install, or take the gem from a release or from git:.",
		source: "captured",
		example: "The path `/app/engines/billing` does not exist.",
	},
	{
		id: "bundler-not-resolved",
		when: ["build"],
		language: "ruby",
		signal:
			/Could not find gem '(?<gem>[^'\n]{1,120})' in (?:rubygems repository|cached gems|locally|source|any)|Bundler could not find compatible versions for gem "(?<gem>[^"\n]{1,100})"|^Because (?:\S{1,200}\/)?Gemfile depends on (?<gem>[^\n,]{1,100})|Your bundle is locked to (?<gem>\S{1,100} \([^)\n]{1,60}\)) from/,
		without: /Could not reach host|Could not fetch specs/,
		certainty: 3,
		explains: ["ruby-gem-missing"],
		title: "Bundler finds no version that fits: {gem}",
		explanation:
			"There is no such gem or version where the Gemfile looks (it may be withdrawn), or two gems want different ones.",
		fix: "Correct its name and version in the Gemfile, run bundle update with the gem's name on your computer, and commit both files.",
		source: "captured",
		example:
			"Could not find gem 'activesupport (~> 7.0)' in cached gems or installed locally.",
	},
	{
		id: "ruby-removed-method",
		when: ["build", "runtime"],
		language: "ruby",
		signal:
			/undefined method [`'](?<method>tainted\?|untaint|taint|exists\?)' for (?:class )?(?:#<Class:)?(?<of>File|Dir|"[^"\n]{0,80}"|an instance of String)/,
		certainty: 3,
		title: "A gem is too old for this Ruby: {method} is gone",
		explanation:
			"Ruby 3.2 took tainted?, untaint and File.exists? away; liquid 4.0.3 (Jekyll) and others still call them.",
		fix: "Run bundle update (for Jekyll: jekyll and liquid) and commit Gemfile.lock, or set Ruby 3.1 in .ruby-version.",
		source: "documented",
		example: 'undefined method `tainted?\' for "jekyll":String (NoMethodError)',
	},
	{
		id: "jekyll-theme-missing",
		when: ["build"],
		language: "ruby",
		signal: /The (?<theme>[\w.-]{1,80}) theme could not be found/,
		certainty: 3,
		title: "Jekyll's theme {theme} is not installed",
		explanation: "_config.yml names it, and it is not among the gems.",
		fix: 'Add gem "{theme}" to the Gemfile, run bundle install, and build with bundle exec jekyll build; a theme on GitHub wants remote_theme and jekyll-remote-theme.',
		source: "captured",
		example: "The minima theme could not be found.",
	},
	{
		id: "jekyll-include-missing",
		when: ["build"],
		language: "ruby",
		signal:
			/Could not locate the included file '(?<file>[^'\n]{1,200})' in any of/,
		certainty: 3,
		title: "The included file {file} is not in _includes",
		explanation:
			"A page or layout includes it. It was not committed, has another case, or belongs to a theme that is not installed.",
		fix: "Commit it to _includes, or correct its name in the include tag.",
		source: "captured",
		example:
			"Liquid Exception: Could not locate the included file 'header.html' in any of [\"/app/_includes\"].",
	},
	{
		id: "jekyll-liquid-error",
		when: ["build"],
		language: "ruby",
		signal:
			/Liquid (?:Exception: Liquid )?syntax error \((?:[^)\n]{1,200} )?line (?<line>\d{1,6})\): (?<what>[^\n]{1,160})/,
		certainty: 3,
		title: "A template is not valid Liquid: {what}",
		explanation:
			"Jekyll stopped at line {line}; the page is named at the line's end. An unknown tag comes from a plugin that is not listed.",
		fix: "Correct it there; put braces that are only text between {% raw %} and {% endraw %}; list the tag's plugin in _config.yml and the Gemfile.",
		source: "captured",
		example:
			"Liquid Exception: Liquid syntax error (line 1): Unknown tag 'seo_tags' in index.html",
	},
	{
		id: "jekyll-front-matter",
		when: ["build"],
		language: "ruby",
		signal:
			/YAML Exception reading (?<file>\S{1,300}): |Document '(?<file>[^'\n]{1,300})' does not have a valid date in the YAML front matter/,
		certainty: 3,
		explains: ["yaml-invalid"],
		title: "The front matter of {file} cannot be read",
		explanation:
			"What stands between the two lines --- must be YAML: a colon in a title wants quotes, a date the form 2026-01-31.",
		fix: "Correct it and commit.",
		source: "captured",
		example:
			"Error: YAML Exception reading /app/_posts/2026-01-02-prices.md: (<unknown>): mapping values are not allowed",
	},
	{
		id: "jekyll-plugin-missing",
		when: ["build"],
		language: "ruby",
		signal:
			/It looks like you don't have (?<gem>[\w./-]{1,80}) or one of its dependencies installed/,
		certainty: 3,
		explains: ["ruby-gem-missing"],
		title: "Jekyll's plugin {gem} is not installed",
		explanation:
			"_config.yml lists it under plugins, and it is not among the gems.",
		fix: 'Add gem "{gem}" to the group :jekyll_plugins in the Gemfile, run bundle install, commit both files, and build with bundle exec jekyll build.',
		source: "captured",
		example:
			"Dependency Error: Yikes! It looks like you don't have jekyll-feed or one of its dependencies installed.",
	},
	{
		id: "ruby-no-rackup",
		when: ["runtime"],
		language: "ruby",
		signal:
			/No application configured, nothing to run|configuration (?<file>\S{0,200}config\.ru) not found/,
		certainty: 3,
		title: "There is no config.ru that the web server could start",
		explanation:
			"Puma and rackup read it in the folder where they are started.",
		fix: 'Commit a config.ru (require_relative "app" and run Sinatra::Application, or the app\'s class), or start in the folder that holds it.',
		source: "captured",
		example: "ERROR: No application configured, nothing to run",
	},
];
