import { describe, expect, test } from "bun:test";
import { completePlan } from "../detector.ts";
import { jekyllDetector } from "../detectors/jekyll.ts";
import { railsDetector } from "../detectors/rails.ts";
import { rubyDetector } from "../detectors/ruby.ts";
import { Folder } from "../folder.ts";
import { treeOf } from "../source-tree.ts";
import { readGemfile } from "./gemfile.ts";

const folderOf = (files: Record<string, string>) => Folder.of(treeOf(files), ".");

function planOf(files: Record<string, string>, detector = rubyDetector) {
  const draft = detector.detect(folderOf(files));
  if (!draft) throw new Error("It was not recognised.");
  return completePlan(".", draft);
}

describe("a Gemfile", () => {
  test("tells the gems that run, without those of development and tests", () => {
    const text = [
      'gem "rails", "~> 8.0"',
      "group :development, :test do",
      '  gem "sqlite3"',
      "  if true",
      '    gem "debug"',
      "  end",
      "end",
      'gem "pg", group: :production',
      "gem 'rspec', group: [:test]",
      "group :production do",
      '  gem "redis"',
      "end",
      '# gem "mysql2"',
    ].join("\n");
    const gems = readGemfile(folderOf({ Gemfile: text }));
    expect(gems?.dependencies.map(({ name, line }) => [name, line])).toEqual([
      ["rails", 1],
      ["pg", 8],
      ["redis", 11],
    ]);
  });

  test.each(["gem", "end\nend\nend", "group :test do\n".repeat(1_000), 'gem "'.repeat(10_000)])(
    "that is broken is read as far as it goes (%#)",
    (text) => {
      expect(readGemfile(folderOf({ Gemfile: text }))?.dependencies).toEqual([]);
    },
  );
});

describe("the version of Ruby", () => {
  test.each([
    [{}, "3.4"],
    [{ ".ruby-version": "ruby-3.3.6\n" }, "3.3.6"],
    [{ ".tool-versions": "ruby 3.2.2\n" }, "3.2.2"],
    [{ Gemfile: 'ruby "3.1.4"\n' }, "3.1.4"],
    [{ Gemfile: 'ruby "~> 3.2.0"\n' }, "3.2"],
    [{ Gemfile: 'ruby ">= 3.0"\n' }, "3.4"],
    [{ Gemfile: "", "Gemfile.lock": "RUBY VERSION\n   ruby 3.3.5p100\n" }, "3.3.5"],
  ])("of %j is %s", (files, version) => {
    expect(planOf({ "app.rb": "", ...files }).runtime.version).toBe(version);
  });
});

describe("gems", () => {
  const lock = (platform: string) =>
    `GEM\n  specs:\n    pg (1.5.9)\n\nPLATFORMS\n  ${platform}\n\nDEPENDENCIES\n  pg\n`;
  const files = (platform: string) => ({ Gemfile: 'gem "pg"\n', "Gemfile.lock": lock(platform), "app.rb": "" });

  test("with parts in C get what these are compiled with", () => {
    const { packages } = planOf(files("x86_64-linux"));
    expect(packages.build).toContain("libpq-dev");
    expect(packages.run).toEqual(["libpq5"]);
  });

  test("that were locked on a Mac alone are locked for Linux first, and the project's lockfile does not come back", () => {
    const plan = planOf(files("arm64-darwin-23"));
    expect(plan.install).toContain("bundle lock --add-platform x86_64-linux");
    expect(plan.manifests).toEqual([]);
    expect(plan.findings.map(({ id }) => id)).toEqual(["lockfile-platform"]);
    expect(planOf(files("ruby")).install).not.toContain("bundle lock");
    expect(planOf(files("ruby")).manifests).toEqual(["Gemfile", "Gemfile.lock"]);
  });
});

describe("a server", () => {
  test.each([
    [{ Gemfile: 'gem "puma"\n', "config.ru": "" }, "bundle exec puma --bind tcp://0.0.0.0:$PORT"],
    [{ Gemfile: 'gem "puma"\n', "config.ru": "", "config/puma.rb": 'port ENV.fetch("PORT")\n' }, "bundle exec puma"],
    [{ Gemfile: 'gem "rackup"\n', "config.ru": "" }, "bundle exec rackup --host 0.0.0.0 --port $PORT"],
    [{ Gemfile: 'gem "sinatra"\n', "app.rb": "" }, "bundle exec ruby app.rb -o 0.0.0.0 -p $PORT"],
    [{ "server.rb": 'TCPServer.new("0.0.0.0", 9000)\n' }, "ruby server.rb"],
  ])("of %j is started by %s", (files, start) => {
    const plan = planOf(files);
    expect([plan.kind, plan.start]).toEqual(["server", start]);
  });

  test("is none where nothing listens", () => {
    expect(planOf({ "bot.rb": "loop { sleep 1 }\n" }).kind).toBe("worker");
    expect(rubyDetector.detect(folderOf({ "app.rb": "", "package.json": "{}" }))).toBeNull();
  });
});

describe("Rails", () => {
  const rails = (gems: string, more: Record<string, string> = {}) =>
    planOf({ Gemfile: `gem "rails"\n${gems}`, "config/application.rb": "", ...more }, railsDetector);

  test("puts its assets together without a secret, where it has any", () => {
    expect(rails('gem "propshaft"\n').build).toContain("SECRET_KEY_BASE_DUMMY=1");
    expect(rails("", { "app/assets/a.css": "" }).build).toContain("assets:precompile");
    expect(rails("", { "app/assets/a.css": "", "config/application.rb": "config.api_only = true\n" }).build).toBeNull();
  });

  test.each([
    ["sidekiq", "bundle exec sidekiq"],
    ["solid_queue", "bundle exec rails solid_queue:start"],
    ["good_job", "bundle exec good_job start"],
  ])("works through the queue of %s beside its pages", (name, command) => {
    expect(rails(`gem "${name}"\n`).processes).toEqual([{ name: "worker", command }]);
  });

  test("warns of a database that is a file only when there is no other", () => {
    const ids = (gems: string) => rails(gems).findings.map(({ id }) => id);
    expect(ids('gem "sqlite3"\n')).toContain("ephemeral-sqlite");
    expect(ids('gem "sqlite3"\ngem "pg"\n')).not.toContain("ephemeral-sqlite");
  });
});

describe("Jekyll", () => {
  test("is not what others keep in a _config.yml", () => {
    expect(jekyllDetector.detect(folderOf({ "_config.yml": "", "_toc.yml": "", "_posts/a.md": "" }))).toBeNull();
    expect(jekyllDetector.detect(folderOf({ "_config.yml": "", "package.json": "{}", "_posts/a.md": "" }))).toBeNull();
    expect(jekyllDetector.detect(folderOf({ "_config.yml": "" }))).toBeNull();
  });

  test("without a Gemfile comes from Debian, with the plugins that Debian has", () => {
    const files = { "_config.yml": "plugins:\n  - jekyll-feed\n  - jekyll-made-up\n", "_layouts/a.html": "" };
    expect(planOf(files, jekyllDetector).packages.build).toEqual(["jekyll", "ruby-jekyll-feed"]);
  });
});
