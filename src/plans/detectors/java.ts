import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";
import { readGradle } from "../java/gradle.ts";
import { readJavaVersion } from "../java/java-version.ts";
import type { JvmBuild } from "../java/jvm-build.ts";
import { has, hasPlugin } from "../java/jvm-build.ts";
import type { Role } from "../java/jvm-framework.ts";
import { roleOf } from "../java/jvm-framework.ts";
import { readMaven } from "../java/maven.ts";
import type { Fact } from "../plan.ts";
import { readDatabases } from "../readings/databases.ts";

const KOTLIN = /kotlin-(?:maven-plugin|stdlib)|^org\.jetbrains\.kotlin|^kotlin/;
/** What changes the database's tables when the program starts. */
const MIGRATIONS = /:(?:flyway-core|flyway-\w+|quarkus-flyway|liquibase-core|quarkus-liquibase)$/;

/** Of the memory that the container may use; Java's own default is a quarter of it. */
const MEMORY = "-XX:MaxRAMPercentage=75";

function startLine({ outcome }: JvmBuild, { settings }: Role): string | null {
  const { start } = outcome;
  if (!start) return null;
  const words = "java" in start ? ["java", MEMORY, start.java] : [`JAVA_OPTS=${MEMORY}`, start.script];
  return [settings, ...words].filter(Boolean).join(" ");
}

function factsOf(build: JvmBuild): Fact[] {
  const migrations = has(build, MIGRATIONS);
  return [
    fact("build tool", build.tool === "maven" ? "Maven" : "Gradle", { file: build.file, line: build.line }),
    ...(migrations ? [fact("migrations at start", migrations.name, migrations)] : []),
  ];
}

function languageOf(folder: Folder, build: JvmBuild): string {
  const isKotlin = hasPlugin(build, KOTLIN) !== null || folder.code.some((file) => file.endsWith(".kt"));
  return isKotlin ? "kotlin" : "java";
}

function draftOf(folder: Folder, build: JvmBuild): Draft {
  const role = roleOf(folder, build);
  const { runtime, facts: versionFacts } = readJavaVersion(folder, build.root, build.version);
  const { databases, facts: databaseFacts } = readDatabases(folder, build.dependencies);
  const { outcome } = build;
  return {
    kind: role.serves ? "server" : "worker",
    language: languageOf(folder, build),
    framework: role.framework,
    packageManager: build.tool,
    runtime,
    context: build.root.path,
    // Dependencies come with the build and stay in the manager's cache, so that nothing is installed before it.
    build: outcome.build,
    ship: outcome.ship,
    start: startLine(build, { ...role, settings: role.serves ? role.settings : "" }),
    ...(role.serves && { port: role.port, health: role.health }),
    databases,
    facts: [...versionFacts, ...factsOf(build), ...role.facts, ...databaseFacts],
    findings: [...build.findings, ...role.findings],
  };
}

function detect(folder: Folder): Draft | null {
  const build = readMaven(folder) ?? readGradle(folder);
  return build && draftOf(folder, build);
}

export const javaDetector: Detector = {
  name: "Java and Kotlin",
  looksFor:
    "a pom.xml, build.gradle or build.gradle.kts of a program (Spring Boot, Quarkus, Micronaut, Ktor, or with a main class)",
  detect,
};
