import { posix } from "node:path";
import { isMap, isScalar, LineCounter, parseDocument, type YAMLMap } from "yaml";
import { own } from "../../lib/own.ts";
import type { Folder } from "../folder.ts";

const NAMES = ["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"];
const LARGEST = 100_000;
const MAX_SERVICES = 50;

export type ComposeBuild = {
  /** From the source's root. */
  context: string;
  dockerfile: string;
  target: string | null;
  line: number;
};

/** One key of a service, its value as plain data and the line on which it stands. */
export type ComposeKey = { name: string; value: unknown; line: number };

export type ComposeService = {
  name: string;
  line: number;
  build: ComposeBuild | null;
  image: string | null;
  keys: readonly ComposeKey[];
};

/** `file` is its path from the source's root. */
export type Compose = { file: string; services: readonly ComposeService[] };

/** The name of the Compose file in a folder. */
export const composeFileOf = (folder: Folder): string | null => folder.firstOf(...NAMES);

const READ = new WeakMap<Folder, { compose: Compose | null }>();

/** The Compose file of a folder; `null` when there is none, or none that can be read. */
export function readCompose(folder: Folder): Compose | null {
  const known = READ.get(folder) ?? { compose: parsed(folder) };
  READ.set(folder, known);
  return known.compose;
}

function parsed(folder: Folder): Compose | null {
  const name = composeFileOf(folder);
  const text = name && folder.read(name);
  if (!name || !text || text.length > LARGEST) return null;
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, ...YAML });
  const services = document.get("services");
  if (document.errors.length > 0 || !isMap(services)) return null;
  const lineAt = (offset: number | undefined) => (offset === undefined ? 0 : counter.linePos(offset).line);
  try {
    const plain: unknown = document.toJS({ maxAliasCount: 100 });
    return { file: posix.join(folder.path, name), services: servicesOf(folder.path, services, plain, lineAt) };
  } catch {
    // An alias that leads to itself, or too many of them.
    return null;
  }
}

const YAML = { merge: true, logLevel: "silent", uniqueKeys: false, prettyErrors: false } as const;

type LineAt = (offset: number | undefined) => number;

function servicesOf(root: string, services: YAMLMap, plain: unknown, lineAt: LineAt): ComposeService[] {
  const values = recordOf(recordOf(plain).services);
  return services.items.slice(0, MAX_SERVICES).flatMap(({ key, value }) => {
    const name = isScalar(key) ? String(key.value) : "";
    const content = recordOf(own(values, name));
    if (name === "" || Object.keys(content).length === 0) return [];
    const line = lineAt(isScalar(key) ? key.range?.[0] : undefined);
    const lines = isMap(value) ? linesOf(value, lineAt) : new Map<string, number>();
    const keys = Object.entries(content).map(([key, value]) => ({ name: key, value, line: lines.get(key) ?? line }));
    const build = buildOf(root, content.build, lines.get("build") ?? line);
    return [{ name, line, build, image: build ? null : textOf(content.image), keys }];
  });
}

function linesOf(map: YAMLMap, lineAt: LineAt): Map<string, number> {
  return new Map(
    map.items.flatMap(({ key }) => (isScalar(key) ? [[String(key.value), lineAt(key.range?.[0])] as const] : [])),
  );
}

function buildOf(root: string, build: unknown, line: number): ComposeBuild | null {
  if (typeof build === "string") return { ...placeOf(root, build), dockerfile: "Dockerfile", target: null, line };
  if (build === undefined || build === null) return null;
  const { context, dockerfile, target } = recordOf(build);
  return {
    ...placeOf(root, textOf(context) ?? "."),
    dockerfile: posix.normalize(textOf(dockerfile) ?? "Dockerfile"),
    target: textOf(target),
    line,
  };
}

const placeOf = (root: string, context: string) => ({
  context: posix.join(root, filledIn(context)).replace(/\/$/, "") || ".",
});

/** `${PORT:-3000}` → `3000`; a variable without a default is empty, as Compose has it. */
export const filledIn = (text: string): string =>
  text.replace(/\$(?:\{[A-Za-z_]\w*(?::?-([^}]*)|:?\?[^}]*)?\}|[A-Za-z_]\w*|(\$))/g, (_all, fallback, dollar) => {
    return dollar ?? fallback ?? "";
  });

export const recordOf = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};

export const textOf = (value: unknown): string | null =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? filledIn(String(value)) : null;

export const listOf = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

export const keyOf = (service: ComposeService, name: string): ComposeKey | null =>
  service.keys.find((key) => key.name === name) ?? null;
