// Makes dist/autostack: one executable with the pages' files, the migrations and the examples inside.
import { existsSync } from "node:fs";
import { join } from "node:path";
import manifest from "../package.json" with { type: "json" };
import { leaveOut } from "./build/leave-out.ts";
import { run } from "./lib/run.ts";

const ASSETS = ["public", "migrations", "examples"];
const ENTRY = "src/main.ts";
const OUTPUT = "dist/autostack";

// Assets keep their path relative to the working folder.
process.chdir(join(import.meta.dir, ".."));
if (existsSync("scripts/build-assets.ts")) await run([process.execPath, "scripts/build-assets.ts"]);

const started = performance.now();
await Bun.build({
  entrypoints: [ENTRY],
  target: "bun",
  plugins: [leaveOut],
  define: { AUTOSTACK_VERSION: JSON.stringify(manifest.version) },
  compile: {
    outfile: OUTPUT,
    assets: ASSETS.filter((folder) => existsSync(folder)).map((folder) => `./${folder}`),
    // Configuration comes from the environment and the data folder, never from a file that lies around.
    autoloadDotenv: false,
    autoloadBunfig: false,
  },
});
const megabytes = (Bun.file(OUTPUT).size / 1_000_000).toFixed(0);
const seconds = ((performance.now() - started) / 1000).toFixed(1);
console.log(`${OUTPUT}, AutoStack ${manifest.version}, ${megabytes} MB, made in ${seconds} s`);
