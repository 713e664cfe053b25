import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";
import type { Fact } from "../plan.ts";
import { readHealth, readPort } from "../readings/ports.ts";
import type { JvmBuild } from "./jvm-build.ts";
import { has, hasPlugin } from "./jvm-build.ts";
import { readConf, readSetting } from "./settings.ts";

/** A framework that takes its port from a variable of its own. */
type Framework = {
  name: string;
  /** Among plugins and dependencies: what says that the program is made with it. */
  known: RegExp;
  /** What says that it answers HTTP. */
  serves: RegExp;
  /** Stands before the start command. */
  settings: string;
  portSetting: string;
  /** The part that answers health checks, and where. */
  health: { needs: RegExp; path: string; base: string };
};

const SPRING_BOOT: Framework = {
  name: "Spring Boot",
  known: /(?:^|:)spring-boot-(?:maven-plugin|starter)|^org\.springframework\.boot$/,
  serves:
    /:spring-boot-starter-(?:web|webmvc|webflux|jersey|graphql|jetty|tomcat|undertow|data-rest|hateoas|thymeleaf)$|:vaadin-spring-boot-starter$/,
  settings: "SERVER_PORT=$PORT",
  portSetting: "server.port",
  health: { needs: /:spring-boot-starter-actuator$/, path: "/actuator/health", base: "server.servlet.context-path" },
};
const QUARKUS: Framework = {
  name: "Quarkus",
  known: /(?:^|:)quarkus-maven-plugin$|^io\.quarkus$|^io\.quarkus(?:\.platform)?:/,
  serves:
    /^io\.quarkus:quarkus-(?:rest|resteasy|vertx-http|reactive-routes|undertow|smallrye-graphql|grpc|web|qute-web|spring-web|websockets)/,
  settings: "QUARKUS_HTTP_HOST=0.0.0.0 QUARKUS_HTTP_PORT=$PORT",
  portSetting: "quarkus.http.port",
  health: { needs: /:quarkus-smallrye-health$/, path: "/q/health", base: "quarkus.http.root-path" },
};
const MICRONAUT: Framework = {
  name: "Micronaut",
  known: /^io\.micronaut[\w.]*:|^io\.micronaut[\w.]*$/,
  serves:
    /^io\.micronaut[\w.]*:micronaut-(?:http-server|servlet)|^io\.micronaut\.(?:application|minimal\.application)$/,
  settings: "MICRONAUT_SERVER_HOST=0.0.0.0 MICRONAUT_SERVER_PORT=$PORT",
  portSetting: "micronaut.server.port",
  health: { needs: /:micronaut-management$/, path: "/health", base: "micronaut.server.context-path" },
};
const FRAMEWORKS = [SPRING_BOOT, QUARKUS, MICRONAUT];

/** Others say in the code where they listen. */
const LIBRARIES: readonly (readonly [pattern: RegExp, name: string, port: number])[] = [
  [/^io\.ktor:ktor-server|^io\.ktor\.plugin$/, "Ktor", 8080],
  [/^io\.javalin:/, "Javalin", 7070],
  [/^com\.sparkjava:/, "Spark", 4567],
  [/^io\.vertx:vertx-(?:web|core)/, "Vert.x", 8888],
  [/^io\.helidon\./, "Helidon", 8080],
  [/^io\.dropwizard:/, "Dropwizard", 8080],
  [/^org\.http4k:/, "http4k", 8080],
  [/^org\.eclipse\.jetty:jetty-server/, "Jetty", 8080],
];

const LISTENS =
  /\bHttpServer\.create\(|\bnew\s{1,9}ServerSocket\(|\bServerSocket\(|\bembeddedServer\(|\bUndertow\.builder\(/;

export type Role = {
  framework: string | null;
  serves: boolean;
  settings: string;
  port: number;
  health: string;
  facts: Fact[];
  findings: ReturnType<typeof readPort>["findings"];
};

const known = (build: JvmBuild, pattern: RegExp) => hasPlugin(build, pattern) ?? has(build, pattern);

function framed(folder: Folder, build: JvmBuild, framework: Framework): Role | null {
  const at = known(build, framework.known);
  if (!at) return null;
  const port = readSetting(folder, build.module, framework.portSetting);
  const number = /(?:^|:)(\d{2,5})\}?$/.exec(port?.value ?? "")?.[1];
  const health = has(build, framework.health.needs);
  const base = readSetting(folder, build.module, framework.health.base)?.value.replace(/\/$/, "") ?? "";
  const path = `${/^\/[\w./-]*$/.test(base) ? base : ""}${framework.health.path}`;
  return {
    framework: framework.name,
    serves: known(build, framework.serves) !== null,
    settings: framework.settings,
    port: number ? Number(number) : 8080,
    health: health ? path : "/",
    facts: [
      fact("framework", framework.name, at),
      ...(number && port ? [fact("port", `$PORT, else ${number}`, port)] : []),
      ...(health ? [fact("health", path, health)] : []),
    ],
    findings: [],
  };
}

/** Ktor's engine is told by a file where it listens: `port: "$PORT:8085"`. */
function ktorPort(folder: Folder, build: JvmBuild): ReturnType<typeof readPort> | null {
  const setting = readSetting(folder, build.module, "ktor.deployment.port") ?? readConf(folder, build.module, "port");
  const port = /(?:^|:)(\d{2,5})$/.exec(setting?.value ?? "")?.[1];
  if (!setting || !port) return null;
  return { port: Number(port), facts: [fact("port", `$PORT, else ${port}`, setting)], findings: [] };
}

export function roleOf(folder: Folder, build: JvmBuild): Role {
  for (const framework of FRAMEWORKS) {
    const role = framed(folder, build, framework);
    if (role) return role;
  }
  const library = LIBRARIES.find(([pattern]) => known(build, pattern));
  const at = library && known(build, library[0]);
  const told = library?.[1] === "Ktor" ? ktorPort(folder, build) : null;
  const read = told ?? readPort(folder, library?.[2] ?? 8080);
  const health = readHealth(folder);
  const listens = at ?? folder.find(folder.code, LISTENS);
  return {
    framework: library?.[1] ?? null,
    serves: listens !== null && listens !== undefined,
    settings: "",
    port: read.port,
    health: health.health,
    facts: [...(library && at ? [fact("framework", library[1], at)] : []), ...read.facts, ...health.facts],
    findings: read.findings,
  };
}
