import type { Detector, Draft } from "../detector.ts";
import type { Folder, Hit } from "../folder.ts";
import { fact } from "../folder.ts";
import { joined } from "../javascript/project.ts";
import type { Gems } from "../ruby/gemfile.ts";
import { readGemfile } from "../ruby/gemfile.ts";
import { railsFindings, railsWorkers, webServer } from "../ruby/rails.ts";
import { rubyBase, toDraft } from "../ruby/ruby-base.ts";

const APPLICATION = "config/application.rb";
const PIPELINES = [
  "sprockets-rails",
  "propshaft",
  "vite_rails",
  "webpacker",
  "shakapacker",
  "jsbundling-rails",
  "cssbundling-rails",
  "tailwindcss-rails",
];
// Both: versions before 7.1 know only the second. No secret is needed to put files together.
const STAND_INS = "SECRET_KEY_BASE_DUMMY=1 SECRET_KEY_BASE=none";
const HEALTH = /\bget[ \t(]{1,9}["']\/?(\w{1,40})["'][^\n]{0,60}["']rails\/health#show["']/;

function assetsLine(folder: Folder, gems: Gems, assets: string | null): string | null {
  const isApi = folder.find([APPLICATION], /^[ \t]{0,20}config\.api_only = true\b/m) !== null;
  const hasAssets = gems.has(...PIPELINES) || (!isApi && folder.list.hasFolder("app/assets"));
  return hasAssets ? joined(assets, `${STAND_INS} bundle exec rails assets:precompile`) : null;
}

function healthOf(folder: Folder): { health: string; at: Hit | null } {
  const at = folder.find(["config/routes.rb"], HEALTH);
  return { health: at ? `/${at.match[1]}` : "/", at };
}

function detect(folder: Folder): Draft | null {
  const gems = readGemfile(folder);
  const at = gems?.find("rails", "railties");
  if (!gems || !at || !folder.has(APPLICATION)) return null;
  const base = rubyBase(folder);
  const { health, at: healthAt } = healthOf(folder);
  const { processes, facts } = railsWorkers(gems);
  const build = assetsLine(folder, gems, base.assets);
  return toDraft(base, {
    kind: "server",
    framework: "Rails",
    build,
    prune: build && base.assets ? "rm -rf node_modules" : null,
    start: webServer(folder, gems, "bundle exec rails server --binding 0.0.0.0 --port $PORT"),
    port: 3000,
    health,
    processes,
    hooks: folder.files.some((file) => /^db\/(?:migrate\/|schema\.rb$|structure\.sql$)/.test(file))
      ? { beforeSwitch: "bundle exec rails db:prepare" }
      : {},
    facts: [
      ...base.facts,
      fact("framework", "Rails", at),
      ...facts,
      ...(healthAt ? [fact("health", health, healthAt)] : []),
    ],
    findings: [...base.findings, ...railsFindings(folder, base.databases)],
  });
}

export const railsDetector: Detector = {
  name: "Ruby on Rails",
  looksFor: "config/application.rb, and `rails` among Ruby's gems",
  detect,
};
