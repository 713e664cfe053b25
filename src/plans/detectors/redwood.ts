import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";
import { frameworkBase, serverOf } from "../javascript/framework.ts";
import { majorOf } from "../javascript/node-minimum.ts";
import { readPackage } from "../javascript/package-json.ts";

const REDWOOD = { name: "RedwoodJS", dependency: "@redwoodjs/core", build: "" } as const;
const MIGRATIONS = /^api\/db\/migrations\/[^/]+\/migration\.sql$/;
const MIGRATE = "prisma migrate deploy --schema api/db/schema.prisma";

/** One tool builds the API and the pages and serves both, though each side is a workspace's part. */
function detect(folder: Folder): Draft | null {
  const pkg = readPackage(folder);
  const isWhole = folder.has("api/package.json") && folder.has("web/package.json");
  if (!pkg?.dependencies.has(REDWOOD.dependency) || !isWhole) return null;
  const base = frameworkBase(folder, pkg, REDWOOD);
  const migration = folder.files.find((file) => MIGRATIONS.test(file));
  const facts = migration ? [fact("release", MIGRATE, migration)] : [];
  const known = {
    ...base,
    build: base.build || `${base.packageManager} run rw build`,
    hooks: migration ? { beforeSwitch: MIGRATE } : {},
    facts: [...base.facts, ...facts],
  };
  const flag = (majorOf(pkg.dependencies.get(REDWOOD.dependency)) ?? 8) < 7 ? "--port" : "--web-port";
  return serverOf(folder, pkg, known, { start: `rw-server ${flag} $PORT`, port: 8910 });
}

export const redwoodDetector: Detector = {
  name: "RedwoodJS",
  looksFor: "`@redwoodjs/core` among the dependencies of package.json, with the sides api/ and web/",
  detect,
};
