import { posix } from "node:path";
import type { Folder } from "../folder.ts";
import { finding } from "../folder.ts";
import type { Finding } from "../plan.ts";
import { shellQuote } from "../shell-line.ts";
import type { GradleProject } from "./gradle-files.ts";
import { gradleRoot, includedIn, projectName, readGradleProject } from "./gradle-files.ts";
import type { JvmBuild, Outcome } from "./jvm-build.ts";
import { copyJar, hasPlugin, isPlainPath, seenFrom } from "./jvm-build.ts";

/** By plugin: the task that makes something to start, the more particular first. */
const SPRING_BOOT = /^org\.springframework\.boot$/;
const QUARKUS = /^io\.quarkus$/;
const KTOR = /^io\.ktor\.plugin$/;
const SHADOW = /^com\.(?:github\.johnrengelman|gradleup)\.shadow$/;
const APPLICATION = /^(?:application|io\.micronaut\.application|io\.micronaut\.minimal\.application)$/;
const WAR = /^war$/;
const JVM = /^(?:java|java-library|war|groovy|scala|(?:org\.jetbrains\.)?kotlin(?:\.jvm|-jvm)?)$/;

const PROGRAMS = [SPRING_BOOT, QUARKUS, KTOR, SHADOW, APPLICATION];

const NO_PROGRAM = {
  title: "Nothing in the Gradle build makes a program that can be started.",
  fix: "Add the `application` plugin and its mainClass, or set the start command in the plan.",
};
const WAR_FILE = {
  title: "The project makes a war file, which needs a server such as Tomcat around it.",
  fix: "Add a Dockerfile that begins with a Tomcat image and copies the war file into webapps/, or use Spring Boot.",
};
const NO_WRAPPER = {
  title: "There is no Gradle wrapper, so the build runs with another Gradle than yours may.",
  fix: "Run `gradle wrapper` and add gradlew and the folder gradle/wrapper/ to the repository.",
};
const HALF_A_WRAPPER = {
  title: "The Gradle wrapper is incomplete: gradle/wrapper/gradle-wrapper.jar is missing.",
  fix: "Take it out of .gitignore and add it to the repository. Until then the build runs with another Gradle.",
};

const WRAPPER_JAR = "gradle/wrapper/gradle-wrapper.jar";

const isProgram = (project: GradleProject) => PROGRAMS.some((pattern) => hasPlugin(project, pattern) !== null);

function programOf(folder: Folder, root: Folder): GradleProject | "several" | null {
  const own = readGradleProject(folder, root);
  if (own && isProgram(own)) return own;
  const parts = includedIn(folder).flatMap((path) => readGradleProject(folder.at(path), root) ?? []);
  const programs = parts.filter(isProgram);
  if (programs.length > 1) return "several";
  return programs[0] ?? (parts.length === 0 ? own : null);
}

const word = (text: string) => (/^[\w.:/-]+$/.test(text) ? text : shellQuote(text));

function lineOf(root: Folder, inRoot: string, task: string): string {
  // By sh, as an upload may have lost its permission.
  const gradle = root.has("gradlew") && root.has(WRAPPER_JAR) ? "sh ./gradlew" : "gradle";
  const name = inRoot === "" ? task : `:${inRoot.replaceAll("/", ":")}:${task}`;
  // Its daemon would be ended with the step.
  return `${gradle} --no-daemon --console=plain ${word(name)}`;
}

function outcomeOf(project: GradleProject, root: Folder): Outcome | null {
  const inRoot = posix.relative(root.path, project.folder.path);
  const build = posix.join(inRoot, "build");
  const line = (task: string) => lineOf(root, inRoot, task);
  const jar = (task: string, name: string): Outcome => ({
    build: `${line(task)} && ${copyJar(word(`${build}/libs`), name)}`,
    ship: ["app.jar"],
    start: { java: "-jar app.jar" },
  });
  if (hasPlugin(project, SPRING_BOOT)) return jar("bootJar", "*.jar");
  if (hasPlugin(project, QUARKUS)) {
    const app = `${build}/quarkus-app`;
    return { build: line("quarkusBuild"), ship: [app], start: { java: `-jar ${app}/quarkus-run.jar` } };
  }
  if (hasPlugin(project, KTOR)) return jar("buildFatJar", "*-all.jar");
  if (hasPlugin(project, SHADOW)) return jar("shadowJar", "*-all.jar");
  return hasPlugin(project, APPLICATION) ? installed(project, root, build, line("installDist")) : null;
}

/** The application plugin's own script, under the project's name. Without settings that is the folder's, `app` in an image. */
function installed(project: GradleProject, root: Folder, build: string, line: string): Outcome {
  const name = projectName(project.folder, root);
  const script = name
    ? `${build}/install/${name}/bin/${name}`
    : `$(ls -d ${build}/install/*/bin/* | grep -v '\\.bat$')`;
  return { build: line, ship: [`${build}/install`], start: { script: name ? word(script) : script } };
}

function wrapperFindings(folder: Folder, root: Folder, file: string): Finding[] {
  if (root.has("gradlew") && root.has(WRAPPER_JAR)) return [];
  const isHalf = root.has("gradlew");
  const at = { file: isHalf ? seenFrom(folder, root, "gradlew") : file, line: 0 };
  return [finding("warning", "gradle-wrapper", isHalf ? HALF_A_WRAPPER : NO_WRAPPER, at)];
}

/** What a project without a program is told, by what it makes instead. */
function noProgram(project: GradleProject, file: string): Finding {
  const war = hasPlugin(project, WAR);
  if (war) return finding("error", "war-file", WAR_FILE, { file, line: war.line });
  return finding("error", "no-main-class", NO_PROGRAM, { file, line: 0 });
}

/** The project in the folder that can be started; one that others use is none. */
function startedFrom(folder: Folder, root: Folder): GradleProject | null {
  const project = programOf(folder, root);
  if (!project || project === "several") return null;
  if (isProgram(project)) return project;
  return root === folder && hasPlugin(project, JVM) ? project : null;
}

export function readGradle(folder: Folder): JvmBuild | null {
  const root = gradleRoot(folder);
  const project = startedFrom(folder, root);
  if (!project) return null;
  const file = seenFrom(folder, project.folder, project.file);
  const at = <T extends { file: string }>(things: readonly T[]) => things.map((thing) => ({ ...thing, file }));
  const inRoot = posix.relative(root.path, project.folder.path);
  if (!isPlainPath(inRoot)) return null;
  const outcome = outcomeOf(project, root);
  return {
    tool: "gradle",
    module: project.folder,
    root,
    file,
    line: 0,
    dependencies: at(project.dependencies),
    plugins: at(project.plugins),
    version: project.version && { ...project.version, file },
    outcome: outcome ?? { build: lineOf(root, inRoot, "assemble"), ship: [], start: null },
    findings: [...wrapperFindings(folder, root, file), ...(outcome ? [] : [noProgram(project, file)])],
  };
}
