import { nearest } from "../../lib/nearest.ts";
import { checkSettings, DEFAULT_SETTINGS } from "../../projects/environment-settings.ts";
import type { PlannedSettings } from "../plan.ts";
import { asServer, command, folderOf, pathOf, tellDockerfile } from "./commands.ts";
import type { Desk } from "./desk.ts";
import type { Importer } from "./importer.ts";
import { addPackages } from "./nixpacks.ts";

/** Everything that the file may say, as its JSON Schema lists it. */
export const AUTOSTACK_KEYS = [
  ...["kind", "runtimeVersion", "install", "build", "start", "output", "port", "health", "dockerfile", "target"],
  ...["hooks", "processes", "packages", "variables", "redirects", "headers", "settings"],
] as const;
const SETTINGS = ["switch", "replicas", "goals", "sleepAfterMinutes"];

function commandsOf(desk: Desk): void {
  desk.decide("kind", "kind");
  desk.decide("runtimeVersion", "runtimeVersion");
  for (const field of ["install", "build"] as const) desk.decide(field, field, command);
  if (desk.at("start") && desk.text("kind") === null) asServer(desk);
  desk.decide("start", "start", command);
  desk.decide("output", "output", folderOf);
  desk.decide("port", "port", (value) => ({ value: Number(value) }));
  desk.decide("health", "health", pathOf);
  for (const hook of ["beforeBuild", "afterBuild", "beforeSwitch", "afterSwitch"] as const) {
    desk.decide(hook, `hooks.${hook}`, command);
  }
  if (typeof desk.at("dockerfile")?.value === "string") tellDockerfile(desk, "dockerfile");
  else desk.tell("dockerfile", "honoured", "Says whether the project's own Dockerfile is used.");
  tellDockerfile(desk, "target", "target");
}

/** `NAME: value` is given to the program; `NAME: {secret: true}` is asked for under Variables. */
function variables(desk: Desk): void {
  for (const name of desk.keys("variables")) {
    const plain = desk.at(`variables.${name}`);
    if (plain && /^[A-Za-z_]\w{0,200}$/.test(name)) {
      desk.plan = { ...desk.plan, values: { ...desk.plan.values, [name]: String(plain.value ?? "") } };
      desk.tell(plain.path, "honoured", "Given to the build and to the program.");
      continue;
    }
    const [entry] = desk.below(`variables.${name}`);
    if (!entry) continue;
    const at = (key: string) => desk.text(`variables.${name}.${key}`);
    const options = { example: at("example") ?? "", required: at("required") !== "false" };
    desk.want(entry, name, { ...options, ...(at("secret") !== null && { secret: at("secret") === "true" }) });
    desk.tell(`variables.${name}`, "honoured", "Asked for under Variables.");
  }
}

function siteRules(desk: Desk): void {
  for (const field of ["redirects", "headers"] as const) {
    const lines = desk.below(field).map(({ value }) => String(value ?? ""));
    desk.plan = {
      ...desk.plan,
      [field]: [...desk.plan[field], ...lines.flatMap((line) => line.split("\n")).filter((line) => line.trim() !== "")],
    };
    const isSite = desk.plan.kind === "static";
    desk.tell(
      field,
      isSite ? "honoured" : "ignored",
      isSite ? "The site's server follows it." : "The program itself answers.",
    );
  }
}

/** How its environments are run, with the checks of the form. */
function settings(desk: Desk): void {
  const number = (path: string) => (desk.at(path) ? Number(desk.text(path)) : undefined);
  const share = (path: string) => {
    const percent = number(path);
    return percent === undefined ? undefined : percent / 100;
  };
  const minutes = number("settings.sleepAfterMinutes");
  const asked = {
    switch: desk.text("settings.switch") ?? undefined,
    fewest: number("settings.replicas.fewest"),
    most: number("settings.replicas.most"),
    cpuShare: share("settings.goals.cpuPercent"),
    memoryShare: share("settings.goals.memoryPercent"),
    requestRate: number("settings.goals.requestsPerSecond"),
    sleepAfterMs: minutes === undefined ? undefined : minutes * 60_000,
  };
  const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)) as PlannedSettings;
  const [entry] = desk.below("settings");
  if (!entry || Object.keys(given).length === 0) return;
  try {
    const { switch: kind = DEFAULT_SETTINGS.switch, sleepAfterMs = null, ...replicas } = given;
    const most = Math.max(replicas.most ?? 1, replicas.fewest ?? 1);
    checkSettings({
      ...DEFAULT_SETTINGS,
      switch: kind,
      sleepAfterMs,
      replicas: { ...DEFAULT_SETTINGS.replicas, ...replicas, most },
    });
    desk.plan = { ...desk.plan, settings: given };
    desk.tell("settings", "honoured", "Counts for the environment from this release on.");
  } catch (error) {
    const why = error instanceof Error ? error.message : "It cannot be used.";
    desk.problem("bad-import", why, entry);
    desk.tell("settings", "ignored", why);
  }
}

/** A key that nobody knows is most often a slip of the hand. */
function unknown(desk: Desk): void {
  const known: readonly string[] = AUTOSTACK_KEYS;
  const names = new Set(desk.entries.map(({ path }) => /^[^.[]*/.exec(path)?.[0] ?? ""));
  const settingNames = desk.keys("settings");
  const wrong = [...[...names].filter((name) => !known.includes(name))].map((name) => ({ path: name, name, known }));
  const wrongSettings = settingNames.filter((name) => !SETTINGS.includes(name));
  for (const name of wrongSettings) wrong.push({ path: `settings.${name}`, name, known: SETTINGS });
  for (const { path, name, known: names } of wrong) {
    const [entry] = desk.below(path);
    const meant = nearest(name, names);
    const hint = meant === null ? "" : ` Did you mean ${meant}?`;
    if (entry) desk.problem("unknown-key", `there is no such key.${hint}`, entry);
    desk.tell(path, "ignored", `There is no such key.${hint}`);
  }
}

/** AutoStack's own autostack.yml, described in docs/autostack-yml.md. */
export const autostackYml: Importer = {
  platform: "AutoStack",
  files: ["autostack.yml", "autostack.yaml"],
  take(desk) {
    unknown(desk);
    commandsOf(desk);
    for (const name of desk.keys("processes")) {
      const entry = desk.at(`processes.${name}`);
      if (entry) desk.process(entry, name, String(entry.value ?? ""));
    }
    addPackages(desk, "packages.build", "build");
    addPackages(desk, "packages.run", "run");
    variables(desk);
    siteRules(desk);
    settings(desk);
  },
};
