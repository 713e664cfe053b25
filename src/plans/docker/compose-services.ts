import { posix } from "node:path";
import type { Folder } from "../folder.ts";
import type { Compose, ComposeService } from "./compose-file.ts";
import { keyOf, listOf, readCompose, recordOf, textOf } from "./compose-file.ts";

/** An app of a Compose file: the services that are built from one folder with one Dockerfile. */
export type ComposeApp = {
  compose: Compose;
  path: string;
  dockerfile: string;
  main: ComposeService;
  others: ComposeService[];
};

const DATABASES: readonly [RegExp, string][] = [
  [/(?:^|\/)(?:postgres|postgresql|postgis|pgvector|timescaledb)(?:[:@-]|$)/, "postgresql"],
  [/(?:^|\/)(?:mysql|mariadb|percona)(?:[:@-]|$)/, "mysql"],
  [/(?:^|\/)(?:redis|redis-stack|redis-stack-server|valkey|keydb|dragonfly)(?:[:@-]|$)/, "redis"],
  [/(?:^|\/)(?:mongo|mongodb|mongodb-community-server)(?:[:@-]|$)/, "mongodb"],
  [/(?:^|\/)mssql\/server(?:[:@]|$)/, "sqlserver"],
];

export const databaseOf = ({ image }: ComposeService): string | null =>
  DATABASES.find(([pattern]) => pattern.test(image ?? ""))?.[1] ?? null;

/** The port inside the container: `8080:3000`, `127.0.0.1:8080:3000/tcp`, `{ target: 3000 }`. */
export function portsOf(service: ComposeService): { port: number; line: number }[] {
  const read = (name: "ports" | "expose") => {
    const key = keyOf(service, name);
    return listOf(key?.value).flatMap((entry) => {
      const text = textOf(recordOf(entry).target ?? entry) ?? "";
      const port = /(?:^|:)(\d{2,5})(?:\/tcp)?$/.exec(text)?.[1];
      return port ? [{ port: Number(port), line: key?.line ?? service.line }] : [];
    });
  };
  const published = read("ports");
  return published.length > 0 ? published : read("expose");
}

/** The variables of a service, in whichever of the two ways they are written. A name alone is taken from outside. */
export function environmentOf(service: ComposeService): { name: string; value: string | null; line: number }[] {
  const key = keyOf(service, "environment");
  if (!key) return [];
  const { line } = key;
  if (!Array.isArray(key.value)) {
    return Object.entries(recordOf(key.value)).map(([name, value]) => ({ name, value: textOf(value), line }));
  }
  return key.value.flatMap((entry) => {
    const [, name, value] = /^([A-Za-z_]\w*)(?:=([\s\S]*))?$/.exec(String(entry)) ?? [];
    return name ? [{ name, value: value === undefined ? null : textOf(value), line }] : [];
  });
}

export function dependenciesOf(service: ComposeService): string[] {
  const value = keyOf(service, "depends_on")?.value;
  return Array.isArray(value) ? value.map(String) : Object.keys(recordOf(value));
}

/** Those that another service of the app waits for until they have ended: migrations. */
export function releasesOf({ main, others }: ComposeApp): ComposeService[] {
  const waitedFor = [main, ...others].flatMap((service) =>
    Object.entries(recordOf(keyOf(service, "depends_on")?.value)).flatMap(([name, how]) =>
      recordOf(how).condition === "service_completed_successfully" ? [name] : [],
    ),
  );
  return others.filter(({ name }) => waitedFor.includes(name));
}

/** A folder of a Compose file's own is often called like this; what it builds is the folder around it. */
const FOR_DOCKER = /(?:^|\/)(?:\.?docker|deploy|build|compose)(?:\/|$)/;

/** The apps of a Compose file, in its order. Several Dockerfiles for one context stand for the folders that they stand in. */
export function appsOf(compose: Compose): ComposeApp[] {
  const built = compose.services.filter(({ build }) => build !== null);
  const apps = new Map<string, ComposeApp>();
  for (const service of built) {
    const { context, dockerfile } = placeOf(service);
    const folder = posix.dirname(dockerfile);
    const contexts = new Set(
      built
        .map((other) => placeOf(other))
        .filter((place) => place.context === context)
        .map((place) => place.dockerfile),
    );
    const path = contexts.size > 1 && isBelow(context, folder) && !FOR_DOCKER.test(folder) ? folder : context;
    const known = apps.get(dockerfile);
    if (known) known.others.push(service);
    else apps.set(dockerfile, { compose, path, dockerfile, main: service, others: [] });
  }
  return [...apps.values()].map(withWebFirst);
}

/** Context and Dockerfile, both from the source's root. */
export function placeOf({ build }: ComposeService): { context: string; dockerfile: string } {
  const context = build?.context ?? ".";
  return { context, dockerfile: posix.join(context, build?.dockerfile ?? "Dockerfile") };
}

const isBelow = (folder: string, path: string) => path !== folder && (folder === "." || path.startsWith(`${folder}/`));

/** The service that visitors reach is the program itself; what runs beside it from the same image is a process of it. */
function withWebFirst(app: ComposeApp): ComposeApp {
  const all = [app.main, ...app.others];
  const main = all.find((service) => portsOf(service).length > 0) ?? app.main;
  return { ...app, main, others: all.filter((service) => service !== main) };
}

const APPS = new WeakMap<Folder, ComposeApp[]>();

/** The apps that the Compose file in a folder builds; none without one. */
export function composeApps(folder: Folder): ComposeApp[] {
  const known = APPS.get(folder);
  if (known) return known;
  const compose = readCompose(folder);
  const apps = compose ? appsOf(compose).filter(({ path }) => !path.startsWith("..")) : [];
  APPS.set(folder, apps);
  return apps;
}

/** What a Compose file says of the app in a folder: the file in the folder itself, or the one at the root. */
export function composeAppAt(folder: Folder): ComposeApp | null {
  const all = folder.path === "." ? composeApps(folder) : [...composeApps(folder), ...composeApps(folder.root)];
  return all.find(({ path }) => path === folder.path) ?? null;
}
