import { posix } from "node:path";
import type { Folder } from "../folder.ts";
import { finding } from "../folder.ts";
import type { Finding } from "../plan.ts";
import { shellQuote } from "../shell-line.ts";
import type { JvmBuild, Outcome } from "./jvm-build.ts";
import { copyJar, hasPlugin, isPlainPath, seenFrom } from "./jvm-build.ts";
import type { MainClass } from "./main-class.ts";
import { findMainClass } from "./main-class.ts";
import { modulesOf, POM, type Pom, pluginOf, readPom, rootOf, wishOfPom } from "./pom.ts";
import { elementAt, elementsAt } from "./xml.ts";

/** Plugins whose result is a program that can be started as it is. */
const QUARKUS = /(?:^|:)quarkus-maven-plugin$/;
const WHOLE_JAR = /(?:^|:)(?:spring-boot-maven-plugin|maven-shade-plugin|micronaut-maven-plugin|onejar-maven-plugin)$/;
const ASSEMBLY = /(?:^|:)maven-assembly-plugin$/;

const WAR = {
  title: "The project makes a war file, which needs a server such as Tomcat around it.",
  fix: "Add a Dockerfile that begins with a Tomcat image and copies the war file into webapps/, or use Spring Boot.",
};
const NO_MAIN = {
  title: "No class with a main method was found, so nothing says how the program is started.",
  fix: "Set the start command in the plan, or add a plugin that makes a jar that can be run (maven-shade-plugin).",
};

const isProgram = (pom: Pom): boolean =>
  hasPlugin(pom, QUARKUS) !== null || hasPlugin(pom, WHOLE_JAR) !== null || hasPlugin(pom, ASSEMBLY) !== null;

/** The module that is a program; `several` where each is a project of its own. */
function programOf(pom: Pom): Pom | "several" | null {
  if (pom.modules.length === 0) return pom;
  const modules = modulesOf(pom);
  const programs = modules.filter(isProgram);
  const candidates = programs.length > 0 ? programs : modules.filter(({ folder }) => findMainClass(folder) !== null);
  return candidates.length > 1 ? "several" : (candidates[0] ?? null);
}

/** Maven as the project brings it, or the image's own. */
function command(root: Folder): string {
  const isWrapped = root.has("mvnw") && root.has(".mvn/wrapper/maven-wrapper.properties");
  // By sh, as an upload may have lost its permission.
  return `${isWrapped ? "sh ./mvnw" : "mvn"} --batch-mode --no-transfer-progress -DskipTests`;
}

/** The folder of all that the build needs, and of that the module's own. */
type Place = { pom: Pom; root: Pom; inRoot: string };

function packageLine({ root, inRoot }: Place, ...goals: string[]): string {
  const only = inRoot === "" ? [] : ["--projects", shellWord(inRoot), "--also-make"];
  return [command(root.folder), ...only, "package", ...goals].join(" ");
}

const shellWord = (text: string) => (/^[\w./-]+$/.test(text) ? text : shellQuote(text));

function wholeJar(place: Place, ending = ""): Outcome {
  const { pom, inRoot } = place;
  const target = posix.join(inRoot, "target");
  const kind = pom.packaging === "war" ? "war" : "jar";
  const isNamed = pom.jar !== null && kind === "jar";
  const copy = isNamed
    ? `cp ${shellWord(`${target}/${pom.jar}${ending}.jar`)} app.jar`
    : copyJar(shellWord(target), `*${ending}.${kind}`);
  return { build: `${packageLine(place)} && ${copy}`, ship: ["app.jar"], start: { java: "-jar app.jar" } };
}

function quarkus(place: Place): Outcome {
  const app = posix.join(place.inRoot, "target/quarkus-app");
  return { build: packageLine(place), ship: [app], start: { java: `-jar ${app}/quarkus-run.jar` } };
}

/** Without a plugin that packs everything into one jar: its classes, and what they depend on beside them. */
function classPath(place: Place, main: MainClass | null): Outcome {
  const target = posix.join(place.inRoot, "target");
  const copy = "dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=target/lib";
  return {
    build: `${packageLine(place, ...copy.split(" "))} && mkdir -p ${target}/lib`,
    ship: [`${target}/classes`, `${target}/lib`],
    start: main && { java: `-cp '${target}/classes:${target}/lib/*' ${main.name}` },
  };
}

/** The part that an assembly adds to the name of a jar that holds everything. */
function assemblyEnding(pom: Pom): string {
  const plugin = pluginOf(pom, "maven-assembly-plugin");
  if (!plugin) return "";
  const places = [["configuration"], ["executions", "execution", "configuration"]];
  const append = places.map((names) => elementAt(plugin, ...names, "appendAssemblyId")?.text);
  if (append.includes("false")) return "";
  const refs = places.flatMap((names) => elementsAt(plugin, ...names, "descriptorRefs", "descriptorRef"));
  const ref = refs[0]?.text ?? "";
  return /^[\w.-]{1,60}$/.test(ref) ? `-${ref}` : "";
}

function outcomeOf(place: Place): { outcome: Outcome; findings: Finding[] } {
  const { pom } = place;
  if (hasPlugin(pom, QUARKUS)) return { outcome: quarkus(place), findings: [] };
  if (hasPlugin(pom, WHOLE_JAR)) return { outcome: wholeJar(place), findings: [] };
  if (pom.packaging === "war") {
    const at = { file: POM, line: elementAt(pom.project, "packaging")?.line ?? 0 };
    return { outcome: { ...wholeJar(place), start: null }, findings: [finding("error", "war-file", WAR, at)] };
  }
  if (hasPlugin(pom, ASSEMBLY)) return { outcome: wholeJar(place, assemblyEnding(pom)), findings: [] };
  const main = findMainClass(pom.folder);
  const problem = main ? [] : [finding("error", "no-main-class", NO_MAIN, { file: POM, line: 0 })];
  return { outcome: classPath(place, main), findings: problem };
}

export function readMaven(folder: Folder): JvmBuild | null {
  const own = readPom(folder);
  const pom = own && programOf(own);
  if (!own || !pom || pom === "several") return null;
  const root = rootOf(own);
  // A module that others use is no program of its own.
  if (root !== own && !isProgram(pom) && !findMainClass(pom.folder)) return null;
  const place = { pom, root, inRoot: posix.relative(root.folder.path, pom.folder.path) };
  if (!isPlainPath(place.inRoot)) return null;
  const file = seenFrom(folder, pom.folder, POM);
  const at = <T extends { file: string }>(things: readonly T[]) => things.map((thing) => ({ ...thing, file }));
  const { outcome, findings } = outcomeOf(place);
  const wish = wishOfPom(pom);
  const rootWish = wish ? null : wishOfPom(root);
  return {
    tool: "maven",
    module: pom.folder,
    root: root.folder,
    file,
    line: 0,
    dependencies: at(pom.dependencies),
    plugins: at(pom.plugins),
    version: (wish && { ...wish, file }) ?? (rootWish && { ...rootWish, file: seenFrom(folder, root.folder, POM) }),
    outcome,
    findings: findings.map((one) => ({ ...one, file })),
  };
}
