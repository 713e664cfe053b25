import { posix } from "node:path";
import type { Folder } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import type { AppPlan, DecidedField, Fact, Finding, ImportedLine, WantedVariable } from "../plan.ts";
import { looksSecret } from "../readings/variables.ts";
import { dangerFindings } from "./compose-dangers.ts";
import { withDatabases } from "./compose-databases.ts";
import { developmentFindings } from "./compose-development.ts";
import type { ComposeService } from "./compose-file.ts";
import { composeFileOf, keyOf, readCompose } from "./compose-file.ts";
import {
  commandVerdict,
  healthVerdict,
  OTHER_STAGE,
  RELEASE_VERDICTS,
  STAGE_FOR_DEVELOPMENT,
  serviceLines,
} from "./compose-imports.ts";
import type { ComposeApp } from "./compose-services.ts";
import { composeAppAt, environmentOf, placeOf, portsOf, releasesOf } from "./compose-services.ts";
import { healthPathOf, isForDevelopment, stageOf, startOf } from "./compose-start.ts";

/** Set by AutoStack or by the image. */
const KNOWN = new Set("PORT HOST HOSTNAME NODE_ENV RAILS_ENV RACK_ENV MIX_ENV ENV TZ LANG CI".split(" "));

/** The plan with what the Compose file of the source says of it in addition. */
export function withCompose(folder: Folder, plan: AppPlan): AppPlan {
  const app = composeAppAt(folder);
  const compose = app?.compose ?? readCompose(folder);
  if (!compose) return withBroken(folder, plan);
  if (plan.kind === "static" && !app) return plan;
  const file = posix.relative(plan.path, compose.file);
  const told = app ? withService(plan, file, app) : plan;
  return withDatabases(told, file, app, compose);
}

const BROKEN = {
  title: "The Compose file cannot be read, so nothing of it counts.",
  fix: "`docker compose config` says on which line it breaks.",
};

function withBroken(folder: Folder, plan: AppPlan): AppPlan {
  const file = composeFileOf(folder);
  if (file === null) return plan;
  return { ...plan, findings: [...plan.findings, finding("warning", "compose-broken", BROKEN, { file, line: 0 })] };
}

type Told = Pick<AppPlan, "facts"> &
  Partial<AppPlan> & { verdicts: Record<string, Pick<ImportedLine, "verdict" | "why">> };

function withService(plan: AppPlan, file: string, app: ComposeApp): AppPlan {
  const { main, others } = app;
  const parts = [toldPort(plan, file, main), toldHealth(plan, file, main), toldStart(plan, file, app)];
  const facts = [fact("compose service", main.name, { file, line: main.line }), ...parts.flatMap((part) => part.facts)];
  const build = plan.dockerfile
    ? {}
    : { build: commandVerdict.ignored("It names no Dockerfile that is used: the plan is made from the code.") };
  const passedOver = others.filter((service) => asksForAnotherStage(plan, main, service));
  const verdicts = Object.assign(build, ...parts.map((part) => part.verdicts));
  const verdictsOf = (service: ComposeService) => ({
    ...verdicts,
    ...(service.build?.target && stageOf(service) === null && plan.dockerfile && STAGE_FOR_DEVELOPMENT),
    ...(passedOver.includes(service) && OTHER_STAGE),
  });
  const releases = plan.dockerfile && !isForDevelopment(main) ? releasesOf(app) : [];
  const isRelease = (service: ComposeService) => releases.includes(service);
  const changed: Partial<AppPlan> = Object.assign({}, ...parts.map(({ verdicts: _, facts: __, ...rest }) => rest));
  return {
    ...plan,
    ...changed,
    ...(plan.dockerfile && { context: placeOf(main).context }),
    facts: [...plan.facts.filter(({ name }) => !(name in changed)), ...facts],
    findings: [
      ...plan.findings.filter(({ id }) => id !== "no-expose" || changed.port === undefined),
      ...[main, ...others].flatMap((service) => dangerFindings(file, service)),
      ...developmentFindings(file, main, plan, changed.start),
      ...passedOver.map((service) => targetFinding(file, main, service)),
    ],
    variables: [...plan.variables, ...wantedBy(plan, file, main)],
    imports: [
      ...plan.imports,
      ...serviceLines(file, main, verdictsOf(main)),
      ...others.flatMap((service) =>
        serviceLines(file, service, {
          ...verdictsOf(service),
          ...(isRelease(service) ? RELEASE_VERDICTS : started(plan, service)),
        }),
      ),
    ],
    decided: { ...plan.decided, ...decidedBy(changed, facts) },
  };
}

/** A project has one image, built to the stage that its main service asks for. */
const asksForAnotherStage = ({ dockerfile }: AppPlan, main: ComposeService, service: ComposeService): boolean =>
  dockerfile !== null && stageOf(service) !== stageOf(main);

function targetFinding(file: string, main: ComposeService, service: ComposeService): Finding {
  const { name, build } = service;
  const words = {
    title: `${name} asks for ${named(stageOf(service))}, but ${named(stageOf(main))} is built for all services.`,
    fix: `Let ${name} and ${main.name} use one stage, or deploy ${name} as a project of its own.`,
  };
  return finding("warning", "compose-target", words, { file, line: build?.line ?? 0 });
}

const named = (stage: string | null) => (stage === null ? "the last stage" : `the stage ${stage}`);

/** A program of a plan is told its port; one of an image listens where it was written to. */
function toldPort({ dockerfile, kind, decided }: AppPlan, file: string, main: ComposeService): Told {
  const [first] = portsOf(main);
  if (first && decided.port) return { facts: [], verdicts: { ports: decidedElsewhere(decided.port) } };
  if (!first || !dockerfile || kind !== "server") return { facts: [], verdicts: {} };
  return { port: first.port, facts: [fact("port", String(first.port), { file, line: first.line })], verdicts: {} };
}

function toldHealth({ kind, decided }: AppPlan, file: string, main: ComposeService): Told {
  const check = keyOf(main, "healthcheck");
  if (decided.health) return { facts: [], verdicts: { healthcheck: decidedElsewhere(decided.health) } };
  const path = check && kind === "server" ? healthPathOf(check.value) : null;
  if (!check || !path) {
    return {
      facts: [],
      verdicts: { healthcheck: healthVerdict.ignored("It names no path that can be asked from outside.") },
    };
  }
  const facts = [fact("health", path, { file, line: check.line })];
  return { health: path, facts, verdicts: { healthcheck: healthVerdict.honoured } };
}

const FOR_DEVELOPMENT = "The service mounts the source over its image, so this is meant for development.";
const NOT_AN_IMAGE = "The plan that was made without the Dockerfile starts the program in its own way.";

function toldStart(plan: AppPlan, file: string, app: ComposeApp): Told {
  const { main, others } = app;
  const at = keyOf(main, "command") ?? keyOf(main, "entrypoint");
  const refuse = (why: string): Told => {
    const verdict = commandVerdict.ignored(why);
    return { facts: [], verdicts: { command: verdict, entrypoint: verdict } };
  };
  if (!plan.dockerfile) return refuse(NOT_AN_IMAGE);
  if (isForDevelopment(main)) return refuse(FOR_DEVELOPMENT);
  const start = plan.decided.start ? null : startOf(plan, main);
  const releases = releasesOf(app);
  const known = new Set(plan.processes.map(({ name }) => name));
  const processes = others.flatMap((service) => {
    const command = releases.includes(service) || known.has(service.name) ? null : startOf(plan, service);
    return command ? [{ name: service.name, command }] : [];
  });
  const before = plan.decided.beforeSwitch
    ? ""
    : releases.flatMap((service) => startOf(plan, service) ?? []).join(" && ");
  return {
    ...(start && { start }),
    ...(before && { hooks: { ...plan.hooks, beforeSwitch: before } }),
    processes: [...plan.processes, ...processes],
    facts: [
      ...(start && at ? [fact("start", start, { file, line: at.line })] : []),
      ...(before ? [fact("beforeSwitch", before, { file, line: releases[0]?.line ?? 0 })] : []),
    ],
    verdicts: commandVerdicts(plan),
  };
}

/** Of a service beside the program, whose name may be taken already. */
function started({ decided, dockerfile, processes }: AppPlan, { name }: ComposeService): Told["verdicts"] {
  const isTaken = processes.some((process) => process.name === name);
  if (!dockerfile || !(isTaken || decided.start)) return {};
  const verdict = isTaken ? commandVerdict.ignored(`There is a process ${name} already.`) : commandVerdict.honoured;
  return { command: verdict, entrypoint: verdict };
}

function commandVerdicts({ decided }: AppPlan): Told["verdicts"] {
  const verdict = decided.start ? decidedElsewhere(decided.start) : commandVerdict.honoured;
  return { command: verdict, entrypoint: verdict };
}

/** What AutoStack's own file or another platform's says is the same for all services. */
const decidedElsewhere = (place: string) => commandVerdict.ignored(`${place} decides this.`);

function decidedBy(changed: Partial<AppPlan>, facts: readonly Fact[]): AppPlan["decided"] {
  const fields: DecidedField[] = ["port", "health", "start", "beforeSwitch"];
  const isChanged = (field: DecidedField) => field in (field === "beforeSwitch" ? (changed.hooks ?? {}) : changed);
  return Object.fromEntries(
    fields.flatMap((field) => {
      const at = facts.find(({ name }) => name === field);
      return at && isChanged(field) ? [[field, `${at.file}:${at.line}`]] : [];
    }),
  );
}

function wantedBy(plan: AppPlan, file: string, main: ComposeService): WantedVariable[] {
  const known = new Set(plan.variables.map(({ name }) => name));
  return environmentOf(main)
    .filter(({ name }) => !known.has(name) && !KNOWN.has(name))
    .map(({ name, value, line }) => {
      const secret = looksSecret(name);
      return { name, required: !value, secret, example: secret ? "" : (value ?? ""), file, line };
    });
}
