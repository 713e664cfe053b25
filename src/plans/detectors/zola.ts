import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";
import { toolVersion } from "../readings/versions.ts";

const DEFAULT_VERSION = "0.22.0";
const CONFIGS = ["config.toml", "zola.toml"];
const BASE_URL = /^base_url[ \t]*=/m;
const OUTPUT = /^output_dir[ \t]*=[ \t]*["']([\w./-]{1,200})["']/m;
const ZOLA_VERSION = /ZOLA_VERSION["']?\s{0,9}[=:]\s{0,9}["']?v?(\d+\.\d+\.\d+)/;

function detect(folder: Folder): Draft | null {
  const config = folder.find(CONFIGS, BASE_URL);
  if (!config || !["content", "templates", "themes"].some((name) => folder.list.hasFolder(name))) return null;
  const named = toolVersion(folder, "zola");
  const hit = folder.find(["netlify.toml", "vercel.json"], ZOLA_VERSION);
  const wish = named ?? (hit?.match[1] ? { value: hit.match[1], file: hit.file, line: hit.line } : null);
  const version = /^\d+\.\d+\.\d+$/.test(wish?.value ?? "") ? (wish?.value ?? "") : DEFAULT_VERSION;
  const folderName = folder.find([config.file], OUTPUT);
  const output = folderName?.match[1] ?? "public";
  return {
    kind: "static",
    language: "zola",
    framework: "Zola",
    runtime: { name: "zola", version, from: wish?.file ?? "default" },
    build: "zola build",
    output,
    facts: [
      fact("framework", "Zola", config),
      ...(wish ? [fact("zola version", wish.value, wish)] : []),
      ...(folderName ? [fact("output", output, folderName)] : []),
    ],
  };
}

export const zolaDetector: Detector = { name: "Zola", looksFor: "Zola's config.toml with base_url", detect };
