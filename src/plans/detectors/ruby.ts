import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";
import { readPackage } from "../javascript/package-json.ts";
import { packageManagerOf } from "../javascript/package-manager.ts";
import { joined } from "../javascript/project.ts";
import { readHealth, readPort } from "../readings/ports.ts";
import type { Gems } from "../ruby/gemfile.ts";
import { readGemfile } from "../ruby/gemfile.ts";
import { railsWorkers, webServer } from "../ruby/rails.ts";
import { rubyBase, toDraft } from "../ruby/ruby-base.ts";

const RACKUP = "config.ru";
const ENTRIES = ["app.rb", "main.rb", "server.rb", "web.rb", "bot.rb", "worker.rb", "index.rb"];
const FRAMEWORKS: Record<string, string> = {
  sinatra: "Sinatra",
  hanami: "Hanami",
  roda: "Roda",
  grape: "Grape",
  padrino: "Padrino",
  rack: "Rack",
};
const LISTENS = /\bTCPServer\.(?:new|open)\b|\bWEBrick::HTTPServer\b|\bRack::Handler\b|\bRackup::Handler\b/;

type Start = Pick<Draft, "kind" | "start"> & { at: { file: string; line: number } };

/** A `config.ru` for whatever server there is, else the one file that is the program. */
function startOf(folder: Folder, gems: Gems | null): Start | null {
  if (gems && folder.has(RACKUP)) {
    const start = webServer(folder, gems, "bundle exec rackup --host 0.0.0.0 --port $PORT");
    return { kind: "server", start, at: { file: RACKUP, line: 0 } };
  }
  // A script of that name may lie in a project of any kind.
  const entry = gems || !folder.has("package.json") ? folder.firstOf(...ENTRIES) : null;
  if (!entry) return null;
  const line = `${gems ? "bundle exec " : ""}ruby ${entry}`;
  // Sinatra serves itself at the end of its own file.
  if (gems?.has("sinatra"))
    return { kind: "server", start: `${line} -o 0.0.0.0 -p $PORT`, at: { file: entry, line: 0 } };
  const listens = folder.find(folder.code, LISTENS);
  return { kind: listens ? "server" : "worker", start: line, at: { file: entry, line: 0 } };
}

/** Scripts and styles that package.json builds. */
function buildLine(folder: Folder, assets: string | null): string | null {
  const pkg = readPackage(folder);
  return pkg?.scripts.build ? joined(assets, packageManagerOf(folder, pkg, "node").run("build")) : null;
}

function detect(folder: Folder): Draft | null {
  const gems = readGemfile(folder);
  const found = startOf(folder, gems);
  if (!found) return null;
  const base = rubyBase(folder);
  const framework = gems?.dependencies.find(({ name }) => Object.hasOwn(FRAMEWORKS, name));
  const { processes, facts } = gems?.has("sidekiq") ? railsWorkers(gems) : { processes: [], facts: [] };
  const read = found.kind === "server" ? { ...readPort(folder, 9292), health: readHealth(folder) } : null;
  return toDraft(base, {
    kind: found.kind,
    framework: framework ? (FRAMEWORKS[framework.name] ?? null) : null,
    build: buildLine(folder, base.assets),
    start: found.start ?? null,
    ...(read && { port: read.port, health: read.health.health }),
    // The process needs `-r` to find the program's jobs where no Rails does it.
    processes: processes.map((one) => ({
      ...one,
      command: `${one.command} --require ./${found.at.file === RACKUP ? "app.rb" : found.at.file}`,
    })),
    facts: [
      ...base.facts,
      ...(framework ? [fact("framework", FRAMEWORKS[framework.name] ?? "", framework)] : []),
      fact("entry", found.at.file, found.at),
      ...facts,
      ...(read ? [...read.facts, ...read.health.facts] : []),
    ],
    findings: [...base.findings, ...(read?.findings ?? [])],
  });
}

export const rubyDetector: Detector = {
  name: "Ruby, Rack and Sinatra",
  looksFor: "a Gemfile with a config.ru, or a program such as app.rb",
  detect,
};
