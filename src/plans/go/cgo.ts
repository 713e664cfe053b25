import { own } from "../../lib/own.ts";
import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";
import type { Fact, SystemPackages } from "../plan.ts";
import type { Dependency } from "../readings/databases.ts";

const COMPILER = ["gcc", "libc6-dev"];

/** Modules that are partly C, with what they link with beside the C library. */
const C_MODULES: Record<string, SystemPackages> = {
  "github.com/mattn/go-sqlite3": { build: [], run: [] },
  "gorm.io/driver/sqlite": { build: [], run: [] },
  "github.com/confluentinc/confluent-kafka-go": { build: [], run: [] },
  "github.com/chai2010/webp": { build: [], run: [] },
  "github.com/tursodatabase/go-libsql": { build: [], run: [] },
  "github.com/marcboeker/go-duckdb": { build: ["g++"], run: ["libstdc++6"] },
  "github.com/h2non/bimg": { build: ["libvips-dev", "pkg-config"], run: ["libvips42"] },
  "github.com/davidbyttow/govips": { build: ["libvips-dev", "pkg-config"], run: ["libvips42"] },
  "gopkg.in/gographics/imagick.v3": { build: ["libmagickwand-dev", "pkg-config"], run: ["libmagickwand-6.q16-6"] },
  "github.com/otiai10/gosseract": { build: ["libtesseract-dev", "g++"], run: ["tesseract-ocr"] },
  "github.com/pebbe/zmq4": { build: ["libzmq3-dev", "pkg-config"], run: ["libzmq5"] },
};

export type Cgo = { packages: SystemPackages; fact: Fact | null };

const CERTIFICATES = ["ca-certificates"];

/** Whether C is compiled along, by the modules that are known for it or the code's own `import "C"`. */
export function readCgo(folder: Folder, dependencies: readonly Dependency[]): Cgo {
  const modules = dependencies.filter(({ name }) => Object.hasOwn(C_MODULES, name));
  const inCode = folder.find(
    folder.code.filter((file) => file.endsWith(".go")),
    /^[ \t]*(?:import[ \t]+)?"C"[ \t]*$/m,
  );
  const at = modules[0] ?? inCode;
  if (!at) return { packages: { build: [], run: CERTIFICATES }, fact: null };
  const needs = modules.map(({ name }) => own(C_MODULES, name) ?? { build: [], run: [] });
  const unique = (names: string[]) => [...new Set(names)].sort();
  return {
    packages: {
      build: unique([...COMPILER, ...needs.flatMap(({ build }) => build)]),
      run: unique([...CERTIFICATES, ...needs.flatMap(({ run }) => run)]),
    },
    fact: fact("cgo", modules[0]?.name ?? 'import "C"', at),
  };
}
