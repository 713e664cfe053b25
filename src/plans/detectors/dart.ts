import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import { readHealth } from "../readings/ports.ts";
import { lineAt } from "../text-search.ts";

const PUBSPEC = "pubspec.yaml";
const PROGRAM = "out/server";
const FLUTTER = {
  title: "Flutter apps are built with Flutter's own tools, which AutoStack does not bring along.",
  fix: "Run `flutter build web` and deploy the folder build/web, or add a Dockerfile that does both.",
};

/** `bin/server.dart`, else the one program in `bin/`, else the file that a shelf project starts with. */
function entryOf(folder: Folder): string | null {
  const programs = folder.list.below("bin").filter((file) => /^bin\/[\w-]+\.dart$/.test(file));
  return folder.firstOf("bin/server.dart", "bin/main.dart") ?? programs[0] ?? folder.firstOf("lib/main.dart");
}

const compiled = (entry: string) => `mkdir -p out && dart compile exe ${entry} -o ${PROGRAM}`;

/** Dart Frog writes the program itself, from the files in `routes`, into a package of its own. */
const FROG = [
  "dart pub global activate dart_frog_cli",
  "dart pub global run dart_frog_cli:dart_frog build",
  "mkdir -p out",
  `(cd build && dart pub get && dart compile exe bin/server.dart -o ../${PROGRAM})`,
].join(" && ");

type Program = { entry: string; framework: string | null; build: string };

function programOf(folder: Folder, pubspec: string): Program | null {
  const route = folder.list.below("routes").find((file) => file.endsWith(".dart"));
  if (route && /^ {2}dart_frog:/m.test(pubspec)) return { entry: route, framework: "Dart Frog", build: FROG };
  const entry = entryOf(folder);
  const framework = /^ {2}shelf:/m.test(pubspec) ? "Shelf" : null;
  return entry === null ? null : { entry, framework, build: compiled(entry) };
}

function detect(folder: Folder): Draft | null {
  const text = folder.read(PUBSPEC);
  const program = text === null ? null : programOf(folder, text);
  if (text === null || program === null) return null;
  const { entry, framework, build } = program;
  const flutter = /^ {2}flutter:/m.exec(text);
  const sdk = /^ {2}sdk:[ \t]*["']?\^?(\d+\.\d+)/m.exec(text);
  const { health, facts } = readHealth(folder);
  const files = [PUBSPEC, "pubspec.lock"].filter((file) => folder.has(file));
  const version = { name: "dart", version: "stable", from: "default" };
  return {
    kind: "server",
    language: "dart",
    framework,
    packageManager: "pub",
    runtime: version,
    packages: { build: [], run: ["ca-certificates"] },
    install: "dart pub get",
    manifests: files,
    build,
    ship: [PROGRAM, ...(folder.list.hasFolder("public") ? ["public"] : [])],
    start: flutter ? null : `./${PROGRAM}`,
    port: 8080,
    health,
    facts: [
      fact("entry", entry, entry),
      ...(sdk?.[1] ? [fact("dart version", sdk[1], { file: PUBSPEC, line: lineAt(text, sdk.index) })] : []),
      ...facts,
    ],
    findings: flutter
      ? [finding("error", "flutter", FLUTTER, { file: PUBSPEC, line: lineAt(text, flutter.index) })]
      : [],
  };
}

export const dartDetector: Detector = {
  name: "Dart",
  looksFor: "Dart's pubspec.yaml with a program in bin, or with Dart Frog's routes",
  detect,
};
