import { posix } from "node:path";
import { AUTOSTACK_LAYOUT, type Layout } from "./build-context.ts";
import type { AppPlan } from "./plan.ts";
import { installLine, toolFolders } from "./script.ts";
import { execLine } from "./shell-line.ts";
import { managerOf, toolchainOf } from "./toolchains.ts";

// Written for the frontend that the oldest supported engine carries (BuildKit's 1.2): cache and bind mounts, but no
// heredocs and no `COPY --link`. Never a `# syntax=` line: it would fetch and run another frontend.

export type DockerfileOptions = {
  layout: Layout;
  /** Whose the caches are: they must not be shared with anybody whose code is not trusted. `null` leaves ids out. */
  cacheScope: string | null;
};

const DEFAULTS: DockerfileOptions = { layout: AUTOSTACK_LAYOUT, cacheScope: null };

const USER_ID = 10001;

/** Words as a JSON list, which Docker reads without a shell and whatever they hold. */
const execForm = (...words: string[]) => JSON.stringify(words);

/** `NAME=value` as ENV reads it, a value with spaces in quotes. */
const setting = (text: string) => text.replace(/^(\w+)=(.*\s.*)$/, (_all, name, value) => `${name}=${execWord(value)}`);
const execWord = (value: string) => JSON.stringify(value);

// What a mount's options or a shell would read as more than a name is left out: both may come from a project's files.
const isPlainPath = (path: string) => /^[\w./@+-]+$/.test(path);
const isPackageName = (name: string) => /^[a-z0-9][a-z0-9+.-]{0,100}$/.test(name);

/** Writes one Dockerfile. Everything that its lines have in common is said here. */
class DockerfileWriter {
  readonly #plan: AppPlan;
  readonly #options: DockerfileOptions;

  constructor(plan: AppPlan, options: DockerfileOptions) {
    this.#plan = plan;
    this.#options = options;
  }

  text(): string {
    const stages = this.#hasCommands ? [this.#buildStage()] : [];
    stages.push(this.#plan.kind === "static" ? this.#siteStage() : this.#finalStage());
    return `${stages.map((lines) => lines.join("\n")).join("\n\n")}\n`;
  }

  get #hasCommands(): boolean {
    const { prepare, install, build, hooks } = this.#plan;
    return [prepare, install, build, hooks.beforeBuild, hooks.afterBuild].some(Boolean);
  }

  #buildStage(): string[] {
    const { packages, runtime, packageManager, build, hooks, prune, kind } = this.#plan;
    return [
      `FROM ${toolchainOf(runtime.name).buildImage(runtime.version, packageManager)} AS build`,
      ...this.#system(this.#isCompiled ? packages.build : [...packages.build, ...packages.run], "build"),
      ...this.#programs(),
      "WORKDIR /app",
      ...this.#environment(managerOf(packageManager).settings),
      ...this.#prepare(),
      ...this.#install(),
      ...this.#runBuild(hooks.beforeBuild),
      ...this.#runBuild(build),
      ...this.#runBuild(hooks.afterBuild),
      // Of a page only its output is kept.
      ...(kind === "static" ? [] : this.#run(prune)),
    ];
  }

  /** Whether the program runs in another image than its build, whose steps then never run it. */
  get #isCompiled(): boolean {
    const { runtime, packageManager } = this.#plan;
    const { buildImage, runImage } = toolchainOf(runtime.name);
    return buildImage(runtime.version, packageManager) !== runImage(runtime.version);
  }

  /** Debian's packages, and what the runtime's images get in another way. */
  #system(names: readonly string[], stage: "build" | "run"): string[] {
    const toolchain = toolchainOf(this.#plan.runtime.name);
    const { packages, lines } = toolchain.provide?.(names.filter(isPackageName), stage) ?? {
      packages: names,
      lines: [],
    };
    return [...lines, ...systemPackages(packages)];
  }

  #programs(): string[] {
    const { name, version } = this.#plan.runtime;
    const programs = toolchainOf(name).programs?.(version) ?? [];
    return programs.map(({ image, path }) => `COPY --from=${image} ${path} /usr/local/bin/`);
  }

  #finalStage(): string[] {
    const { packages, runtime, port, start } = this.#plan;
    const toolchain = toolchainOf(runtime.name);
    return [
      `FROM ${toolchain.runImage(runtime.version)}`,
      ...this.#system(packages.run, "run"),
      addUser(this.#options.layout.dataFolder),
      "WORKDIR /app",
      ...this.#environment([...toolchain.runSettings, ...this.#listening()]),
      ...this.#shipped(),
      // By number, so that an engine that refuses root can see that this is not root.
      `USER ${USER_ID}:${USER_ID}`,
      ...(port === null ? [] : [`EXPOSE ${port}`]),
      ...(start ? [`CMD ${execForm("sh", "-c", execLine(start))}`] : []),
    ];
  }

  /** An image without a system: nothing but the files, under `/site`. */
  #siteStage(): string[] {
    const { output } = this.#plan;
    const folder = output === null || output === "." ? "" : `${output}/`;
    const built = this.#hasCommands;
    const from = built ? `/app/${folder}` : this.#inSource(folder || ".");
    return ["FROM scratch AS site", `COPY ${built ? "--from=build " : ""}${execForm(from, "/site/")}`];
  }

  /** All of the folder, or only what the program needs of it. */
  #shipped(): string[] {
    const built = this.#hasCommands;
    const copy = `COPY ${built ? "--from=build " : ""}--chown=app:app`;
    const { ship } = this.#plan;
    if (ship.length === 0) return [`${copy} ${built ? "/app" : this.#inSource(".")} ./`];
    return ship.map((path) => `${copy} ${execForm(built ? `/app/${path}` : this.#inSource(path), `./${path}`)}`);
  }

  /** What AutoStack or Compose would tell the program when they start it. */
  #listening(): string[] {
    const { port } = this.#plan;
    return this.#options.layout.standsAlone && port !== null ? listeningAt(port) : [];
  }

  #environment(settings: readonly string[]): string[] {
    const folders = toolFolders(this.#plan).map((folder) => `/app/${folder}`);
    const path = folders.length > 0 ? [`PATH=${folders.join(":")}:$PATH`] : [];
    const all = [...settings.map(setting), ...path];
    return all.length > 0 ? [`ENV ${all.join(" ")}`] : [];
  }

  #prepare(): string[] {
    const { prepare, runtime } = this.#plan;
    return prepare ? [`RUN ${this.#downloads(toolchainOf(runtime.name).fetcher)}${prepare}`] : [];
  }

  /** Manifests first: as long as none of them changes, the installed dependencies are taken from the cache. */
  #install(): string[] {
    const { manifests } = this.#plan;
    const install = installLine(this.#plan);
    const source = `COPY ${this.#inSource(".")} ./`;
    if (manifests.length === 0) return [source, ...this.#run(install)];
    const folders = Object.entries(Object.groupBy(manifests, (file) => posix.dirname(file)));
    const copies = folders.map(([folder, files = []]) => {
      const sources = files.map((file) => this.#inSource(file));
      return `COPY ${execForm(...sources, folder === "." ? "./" : `./${folder}/`)}`;
    });
    return [...copies, ...this.#run(install), source];
  }

  /** A step of the build itself, which goes on from what the last one left. */
  #runBuild(line: string | null): string[] {
    const mounts = this.#plan.caches
      .filter(isPlainPath)
      // Two builds at a time must not write into one folder: the second gets another.
      .map(
        (folder) =>
          `--mount=type=cache,${this.#id(`/${folder}`)}target=/app/${folder},sharing=private ${this.#options.layout.fold}`,
      );
    return this.#run(line, mounts.join(""));
  }

  /** A step that runs one of the plan's lines, with the build-time variables in its environment and nowhere else. */
  #run(line: string | null, mounts = ""): string[] {
    if (!line) return [];
    const { mount, prelude, fold } = this.#options.layout;
    return [`RUN ${this.#downloads(this.#plan.packageManager)}${mounts}${mount}${fold}${prelude}${line}`];
  }

  #downloads(manager: string | null): string {
    return managerOf(manager)
      .downloads.map((folder) => `--mount=type=cache,${this.#id(folder)}target=${folder} ${this.#options.layout.fold}`)
      .join("");
  }

  #id(path: string): string {
    const { cacheScope } = this.#options;
    return cacheScope === null ? "" : `id=${cacheScope}${path},`;
  }

  #inSource(path: string): string {
    const { source } = this.#options.layout;
    if (path === ".") return source === "." ? "." : `${source}/`;
    return source === "." ? path : `${source}/${path}`;
  }
}

/** Where a program is told to listen, as most take it. */
const listeningAt = (port: number) => [`PORT=${port}`, "HOST=0.0.0.0", "HOSTNAME=0.0.0.0"];

/** Debian's packages, before anything of the project is there: the layer stays until the list changes. */
function systemPackages(names: readonly string[]): string[] {
  const list = [...new Set(names.filter(isPackageName))].sort();
  if (list.length === 0) return [];
  const install = `apt-get install --yes --no-install-recommends ${list.join(" ")}`;
  return [`RUN apt-get update \\\n && ${install} \\\n && rm -rf /var/lib/apt/lists/*`];
}

const addUser = (dataFolder: string | null) => `RUN groupadd --gid ${USER_ID} app \\
 && useradd --uid ${USER_ID} --gid app --create-home app \\
 && install -d -o app -g app /app${dataFolder === null ? "" : ` ${dataFolder}`}`;

/** The Dockerfile for a plan without one of its own. Its context is laid out as `layout` says. */
export function dockerfileFor(plan: AppPlan, options: Partial<DockerfileOptions> = {}): string {
  return new DockerfileWriter(plan, { ...DEFAULTS, ...options }).text();
}
