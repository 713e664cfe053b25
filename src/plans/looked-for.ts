import type { Detector } from "./detector.ts";
import type { Folder } from "./folder.ts";

/** What many detectors look for in the same place, told in one line by the names of their stacks. */
const SHARED: readonly { place: string; line(names: string): string }[] = [
  { place: "the dependencies of package.json", line: (names) => `a package.json that depends on ${names}` },
  { place: "Python's dependencies", line: (names) => `requirements.txt or pyproject.toml with ${names}` },
  { place: "among Ruby's gems", line: (names) => `a Gemfile with ${names}` },
  { place: "composer.json", line: (names) => `a composer.json with ${names}` },
];

const list = (names: readonly string[]) =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;

/** What was looked for, in as few lines as can be read, in the detectors' order. */
export function lookedFor(detectors: readonly Detector[]): string[] {
  const lines = new Set<string>();
  for (const { looksFor } of detectors) {
    const shared = SHARED.find(({ place }) => looksFor.includes(place));
    const names = detectors.filter((other) => shared && other.looksFor.includes(shared.place)).map(({ name }) => name);
    lines.add(shared && names.length > 1 ? shared.line(list(names)) : looksFor);
  }
  return [...lines];
}

/** By the endings of a language's files: what makes a program of them. */
const LANGUAGES: readonly { endings: RegExp; name: string; add: string }[] = [
  { endings: /\.(?:[cm]?[jt]s|[jt]sx|vue|svelte)$/, name: "JavaScript", add: "a package.json (`npm init` makes one)" },
  { endings: /\.py$/, name: "Python", add: "a main.py or app.py that starts it, and a requirements.txt" },
  { endings: /\.go$/, name: "Go", add: "a go.mod (`go mod init` makes one)" },
  { endings: /\.rs$/, name: "Rust", add: "a Cargo.toml (`cargo init` makes one)" },
  { endings: /\.(?:java|kts?|scala)$/, name: "Java or Kotlin", add: "a pom.xml or a build.gradle" },
  { endings: /\.(?:cs|fs|vb)$/, name: ".NET", add: "a project file (`dotnet new web` makes one)" },
  { endings: /\.php$/, name: "PHP", add: "an index.php or a composer.json" },
  { endings: /\.rb$/, name: "Ruby", add: "a Gemfile and a config.ru" },
  { endings: /\.exs?$/, name: "Elixir", add: "a mix.exs" },
  { endings: /\.dart$/, name: "Dart", add: "a pubspec.yaml" },
  { endings: /\.html?$/, name: "HTML", add: "an index.html, the page that / shows" },
  { endings: /\.(?:md|rst|adoc)$/, name: "text", add: "a generator such as MkDocs (mkdocs.yml), or an index.html" },
];

/** Languages without a detector, by a file that only they have: what a Dockerfile for them says. */
const BY_DOCKERFILE: readonly { name: string; proof: RegExp; code: RegExp; dockerfile: readonly string[] }[] = [
  {
    name: "Gleam",
    proof: /^gleam\.toml$/,
    code: /^\.gleam$/,
    dockerfile: [
      "FROM ghcr.io/gleam-lang/gleam:v1.14.0-erlang-alpine",
      "COPY . /app",
      "WORKDIR /app",
      "RUN gleam export erlang-shipment",
      'CMD ["build/erlang-shipment/entrypoint.sh", "run"]',
    ],
  },
  {
    name: "C or C++ (CMake)",
    proof: /^CMakeLists\.txt$/,
    code: /^\.(?:c|cc|cpp|cxx)$/,
    dockerfile: [
      "FROM debian:12-slim",
      "RUN apt-get update && apt-get install --yes g++ cmake make",
      "COPY . /app",
      "WORKDIR /app",
      "RUN cmake -B build -DCMAKE_BUILD_TYPE=Release && cmake --build build",
      'CMD ["build/<your program>"]',
    ],
  },
  {
    name: "C or C++ (make)",
    proof: /^(?:GNUmakefile|[Mm]akefile)$/,
    code: /^\.(?:c|cc|cpp|cxx)$/,
    dockerfile: [
      "FROM debian:12-slim",
      "RUN apt-get update && apt-get install --yes g++ make",
      "COPY . /app",
      "WORKDIR /app",
      "RUN make",
      'CMD ["./<your program>"]',
    ],
  },
];

function dockerfileToAdd({ list }: Folder): string | null {
  const top = [...list.in(".")].filter(({ isFolder }) => !isFolder).map(({ path }) => path);
  const endings = [...list.byEnding.keys()].map((ending) => `.${ending}`);
  const found = BY_DOCKERFILE.find(
    ({ proof, code }) => top.some((file) => proof.test(file)) && endings.some((ending) => code.test(ending)),
  );
  if (!found) return null;
  const lines = found.dockerfile.map((line) => `\`${line}\``).join(", ");
  return `This is ${found.name}, which is built by a Dockerfile of yours. Add one with these lines: ${lines}.`;
}

const ANYTHING =
  "Add a Dockerfile, a package.json, a requirements.txt or an index.html, or choose the folder that has one.";

/** What to add where nothing was recognised, by the language of most of the files. */
export function whatToAdd(folder: Folder): string {
  const { files, list } = folder;
  if (files.length === 0) return "There is no file at all. Push or upload the project first.";
  const dockerfile = dockerfileToAdd(folder);
  if (dockerfile) return dockerfile;
  const counts = [...list.byEnding].map(([ending, { length }]) => ({ ending: `.${ending}`, length }));
  const counted = LANGUAGES.map((language) => ({
    ...language,
    count: counts.reduce((sum, { ending, length }) => (language.endings.test(ending) ? sum + length : sum), 0),
  }));
  const [most] = counted.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count);
  if (!most) return ANYTHING;
  return `Most of the files are ${most.name}: add ${most.add}. A Dockerfile works for everything.`;
}
