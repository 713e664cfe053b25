import { appJson } from "./app-json.ts";
import { aptfile } from "./aptfile.ts";
import { autostackYml } from "./autostack-yml.ts";
import { captain } from "./captain.ts";
import { fly } from "./fly.ts";
import { herokuYml } from "./heroku-yml.ts";
import type { Importer } from "./importer.ts";
import { netlify } from "./netlify.ts";
import { nixpacks } from "./nixpacks.ts";
import { procfile } from "./procfile.ts";
import { railpack } from "./railpack.ts";
import { railway } from "./railway.ts";
import { render } from "./render.ts";
import { replit, replitNix } from "./replit.ts";
import { vercel } from "./vercel.ts";

/** In the order in which they decide: of two that name the same field the first one does. */
export const IMPORTERS: readonly Importer[] = [
  autostackYml,
  procfile,
  vercel,
  netlify,
  render,
  fly,
  railway,
  railpack,
  nixpacks,
  herokuYml,
  appJson,
  aptfile,
  captain,
  replit,
  replitNix,
];

/** The names of all files of other platforms; AutoStack's own is always used. */
export const PLATFORM_FILES: ReadonlySet<string> = new Set(
  IMPORTERS.filter((importer) => importer !== autostackYml).flatMap(({ files }) => files),
);
