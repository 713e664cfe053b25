import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { configNames } from "../javascript/framework.ts";
import type { PackageJson } from "../javascript/package-json.ts";
import { placeOf, readPackage } from "../javascript/package-json.ts";
import { frameworkOf } from "../javascript/project.ts";
import {
  flagOf,
  isOlder,
  settingOf,
  siteBase,
  siteFrom,
  startsProgram,
  withLegacyHashes,
} from "../javascript/static-site.ts";

/** A tool that turns a folder into the files of a site, and where it writes them. */
type Bundler = {
  name: string;
  dependency: string;
  build: string;
  builds: RegExp;
  output: string;
  flag?: RegExp;
  settings?: { files: readonly string[]; pattern: RegExp };
  fallback: string | null;
  /** Where the tool also builds programs and libraries: what proves a site. */
  proof?: (folder: Folder, pkg: PackageJson) => boolean;
  /** Its webpack is version 4 before this version. */
  oldBefore?: number;
};

const PATH = `["'\`](?:\\.\\/)?([\\w./-]{1,200}?)\\/?["'\`]`;
const webpackPath = new RegExp(
  `\\bpath:\\s{0,9}(?:(?:path\\.)?(?:resolve|join)\\(\\s{0,9}(?:__dirname|import\\.meta\\.dirname|process\\.cwd\\(\\))\\s{0,9},\\s{0,9})?${PATH}`,
);
const hasTemplate = (folder: Folder, { dependencies }: PackageJson) =>
  dependencies.has("html-webpack-plugin") ||
  dependencies.has("html-bundler-webpack-plugin") ||
  (dependencies.has("@rspack/cli") && folder.firstOf("index.html", "src/index.html") !== null);
const hasPage = (folder: Folder) => folder.files.some((file) => /\.(?:html|pug|njk|hbs)$/.test(file));
const showsWeb = (folder: Folder, { dependencies }: PackageJson) =>
  dependencies.has("react-native-web") || /"web"\s{0,9}:\s{0,9}\{/.test(folder.read("app.json") ?? "");
const WEBPACK_FILES = [...configNames("webpack"), "webpack.prod.js", "webpack.config.prod.js", "webpack.common.js"];

const BUNDLERS: readonly Bundler[] = [
  {
    name: "Rsbuild",
    dependency: "@rsbuild/core",
    build: "rsbuild build",
    builds: /\brsbuild build\b/,
    output: "dist",
    settings: {
      files: configNames("rsbuild"),
      pattern: new RegExp(`\\bdistPath:\\s{0,9}\\{\\s{0,20}root:\\s{0,9}${PATH}`),
    },
    fallback: "index.html",
  },
  {
    name: "Preact CLI",
    dependency: "preact-cli",
    build: "preact build",
    builds: /\bpreact build\b/,
    output: "build",
    flag: /--dest[= ](?:\.\/)?([\w./-]{1,200})/,
    fallback: "index.html",
    oldBefore: 4,
  },
  {
    name: "Expo for the web",
    dependency: "expo",
    build: "expo export --platform web",
    builds: /\bexpo export\b/,
    output: "dist",
    flag: /--output-dir[= ](?:\.\/)?([\w./-]{1,200})/,
    fallback: "index.html",
    proof: showsWeb,
  },
  {
    name: "Stencil",
    dependency: "@stencil/core",
    build: "stencil build",
    builds: /\bstencil build\b/,
    output: "www",
    fallback: "index.html",
    proof: (folder) => /\btype:\s{0,9}["']www["']/.test(folder.read("stencil.config.ts") ?? ""),
  },
  {
    name: "Slidev",
    dependency: "@slidev/cli",
    build: "slidev build",
    builds: /\bslidev build\b/,
    output: "dist",
    flag: /--out[= ](?:\.\/)?([\w./-]{1,200})/,
    fallback: "index.html",
  },
  {
    name: "Rspack",
    dependency: "@rspack/cli",
    build: "rspack build",
    builds: /\brspack build\b/,
    output: "dist",
    settings: { files: configNames("rspack"), pattern: webpackPath },
    fallback: "index.html",
    proof: hasTemplate,
  },
  {
    name: "webpack",
    dependency: "webpack",
    build: "webpack --mode=production",
    builds: /\bwebpack\b(?!(?: serve|-dev-server| --watch| -w))/,
    output: "dist",
    flag: /(?:--output-path|-o)[= ](?:\.\/)?([\w./-]{1,200})/,
    settings: { files: WEBPACK_FILES, pattern: webpackPath },
    fallback: "index.html",
    proof: hasTemplate,
    oldBefore: 5,
  },
  {
    name: "Rollup",
    dependency: "rollup",
    build: "rollup -c",
    builds: /\brollup\b(?!(?: -c)?(?: --watch| -w))/,
    output: "public",
    fallback: "index.html",
    proof: (folder) =>
      folder.has("public/index.html") &&
      folder.find(configNames("rollup"), /\b(?:file|dir):\s{0,9}["'`](?:\.\/)?public\//) !== null,
  },
  {
    name: "Gulp",
    dependency: "gulp",
    build: "gulp build",
    builds: /\bgulp\b(?! (?:watch|serve|dev))/,
    output: "dist",
    settings: {
      files: ["gulpfile.js", "gulpfile.mjs", "gulpfile.babel.js", "gulpfile.ts"],
      pattern: /\bdest\(\s{0,9}["'`](?:\.\/)?([\w-]{1,60})[/"'`]/,
    },
    fallback: null,
    proof: hasPage,
  },
];

/** A program of its own stands beside the pages: then that is what runs. */
const hasServer = (pkg: PackageJson) => startsProgram(pkg) || frameworkOf(pkg).framework !== null;

function detect(folder: Folder): Draft | null {
  const pkg = readPackage(folder);
  const tool = BUNDLERS.find(({ dependency }) => pkg?.dependencies.has(dependency));
  if (!pkg || !tool || hasServer(pkg) || tool.proof?.(folder, pkg) === false) return null;
  const base = siteBase(folder, pkg, tool);
  const isOld = tool.oldBefore !== undefined && isOlder(pkg, tool.dependency, tool.oldBefore);
  const { flag, settings } = tool;
  const named = flag ? flagOf(pkg, tool.builds, flag) : null;
  const set = settings ? settingOf(folder, settings.files, settings.pattern) : null;
  const site = { ...tool, output: named ?? set ?? { folder: tool.output, at: null } };
  return siteFrom(isOld ? withLegacyHashes(base, pkg, placeOf(pkg, tool.dependency)) : base, pkg, site);
}

export const bundlersDetector: Detector = {
  name: `another bundler (${BUNDLERS.map(({ name }) => name).join(", ")})`,
  looksFor: "one of their packages among the dependencies of package.json, and pages that it builds",
  detect,
};
