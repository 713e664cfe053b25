import { describe, expect, test } from "bun:test";
import { completePlan } from "../detector.ts";
import { javaDetector } from "../detectors/java.ts";
import { Folder } from "../folder.ts";
import { scan } from "../scan.ts";
import { treeOf } from "../source-tree.ts";
import { readGradle } from "./gradle.ts";
import { readMaven } from "./maven.ts";
import { readPom } from "./pom.ts";
import { elementsAt, readXml, textAt } from "./xml.ts";

const folderOf = (files: Record<string, string>, path = ".") => Folder.of(treeOf(files), path);
const pom = (inside: string) => `<project><artifactId>shop</artifactId><version>1.0</version>${inside}</project>`;
const plugin = (name: string, more = "") =>
  `<build><plugins><plugin><artifactId>${name}</artifactId>${more}</plugin></plugins></build>`;
const MAIN = "package shop;\n\nclass Main {\n  public static void main(String[] args) {}\n}\n";

function planOf(files: Record<string, string>, path = ".") {
  const draft = javaDetector.detect(folderOf(files, path));
  if (!draft) throw new Error("It was not recognised.");
  return completePlan(path, draft);
}

describe("XML", () => {
  test("is read with the lines of its elements", () => {
    const xml = readXml("<a>\n  <b>one</b>\n  <!-- <b>no</b>\n-->\n  <b x='1'/>\n  <b>\n two </b>\n</a>");
    expect(elementsAt(xml, "a", "b").map(({ text, line }) => [text, line])).toEqual([
      ["one", 2],
      ["", 5],
      ["two", 6],
    ]);
  });

  test.each(["", "<", "<a", "<a><b></a>", "</a></b>", "<!--<a>", "<a>".repeat(500), "<!--".repeat(50_000)])(
    "that is broken is read as far as it goes (%#)",
    (text) => {
      expect(textAt(readXml(text), "a", "b")).toBe("");
    },
  );
});

describe("a pom.xml", () => {
  test("tells the jar's name where that is not put together from properties of its own", () => {
    const jarOf = (inside: string) => readPom(folderOf({ "pom.xml": pom(inside) }))?.jar;
    expect(jarOf("")).toBe("shop-1.0");
    expect(jarOf("<build><finalName>app</finalName></build>")).toBe("app");
    expect(jarOf(`<build><finalName>\${project.artifactId}</finalName></build>`)).toBe("shop");
    expect(jarOf(`<build><finalName>\${name}</finalName></build>`)).toBeNull();
  });

  test("leaves out what only tests need", () => {
    const dependency = (name: string, scope = "") =>
      `<dependency><groupId>g</groupId><artifactId>${name}</artifactId>${scope}</dependency>`;
    const inside = `<dependencies>${dependency("a")}${dependency("b", "<scope>test</scope>")}</dependencies>`;
    expect(readPom(folderOf({ "pom.xml": pom(inside) }))?.dependencies.map(({ name }) => name)).toEqual(["g:a"]);
  });
});

describe("Maven", () => {
  test("starts the one jar that holds everything, by a name without its version", () => {
    const plan = planOf({ "pom.xml": pom(plugin("maven-shade-plugin")) });
    expect(plan.build).toEndWith("package && cp target/shop-1.0.jar app.jar");
    expect(plan.ship).toEqual(["app.jar"]);
    expect(plan.start).toBe("java -XX:MaxRAMPercentage=75 -jar app.jar");
  });

  test("copies the assembly's jar under the name that the assembly adds", () => {
    const refs =
      "<configuration><descriptorRefs><descriptorRef>jar-with-dependencies</descriptorRef></descriptorRefs></configuration>";
    expect(planOf({ "pom.xml": pom(plugin("maven-assembly-plugin", refs)) }).build).toContain(
      "shop-1.0-jar-with-dependencies.jar",
    );
    const named = refs.replace("</configuration>", "<appendAssemblyId>false</appendAssemblyId></configuration>");
    expect(planOf({ "pom.xml": pom(plugin("maven-assembly-plugin", named)) }).build).toContain(
      "cp target/shop-1.0.jar",
    );
  });

  test("looks for the jar where its name is not known", () => {
    const text = pom(plugin("spring-boot-maven-plugin")).replace("1.0", `\${revision}`);
    expect(planOf({ "pom.xml": text }).build).toContain("find target -maxdepth 1 -name '*.jar' ! -name '*-plain.jar'");
  });

  test("starts the class with a main where nothing packs the program", () => {
    const plan = planOf({ "pom.xml": pom(""), "src/main/java/shop/Main.java": MAIN });
    expect(plan.start).toBe("java -XX:MaxRAMPercentage=75 -cp 'target/classes:target/lib/*' shop.Main");
    expect(plan.ship).toEqual(["target/classes", "target/lib"]);
  });

  test("says so when no class has a main", () => {
    const plan = planOf({ "pom.xml": pom("") });
    expect(plan.start).toBeNull();
    expect(plan.findings.map(({ id, level }) => [id, level])).toEqual([["no-main-class", "error"]]);
  });

  const module = (name: string, inside: string) => pom(inside).replace("shop", name);
  const several = (web: string, jobs: string) => ({
    "pom.xml": pom(
      "<packaging>pom</packaging><modules><module>web</module><module>jobs</module><module>core</module></modules>",
    ),
    "web/pom.xml": module("web", web),
    "jobs/pom.xml": module("jobs", jobs),
    "core/pom.xml": module("core", ""),
  });

  test("finds the module that is the program", () => {
    const plan = planOf(several(plugin("spring-boot-maven-plugin"), ""));
    expect(plan.build).toContain("--projects web --also-make package && cp web/target/web-1.0.jar app.jar");
  });

  test("takes each of several programs as a project of its own, built from the root", () => {
    const files = several(plugin("spring-boot-maven-plugin"), plugin("maven-shade-plugin"));
    expect(readMaven(folderOf(files))).toBeNull();
    expect(readMaven(folderOf(files, "core"))).toBeNull();
    const plan = planOf(files, "jobs");
    expect(plan.context).toBe(".");
    expect(plan.build).toContain("--projects jobs --also-make");
  });
});

test("modules that name each other over and over are asked once", () => {
  const modules = (name: string) => `<modules>${`<module>${name}</module>`.repeat(200)}</modules>`;
  const files = { "pom.xml": pom(modules(".") + modules("a")), "a/pom.xml": pom(modules("..")) };
  expect(readMaven(folderOf(files))).toBeNull();
});

test("no name of a file or folder becomes a part of a command that it is not", () => {
  const inside = pom("<packaging>pom</packaging><modules><module>a'; id '</module></modules>");
  expect(readMaven(folderOf({ "pom.xml": inside, "a'; id '/pom.xml": pom(plugin("maven-shade-plugin")) }))).toBeNull();
  expect(planOf({ "pom.xml": pom(""), "src/main/java/a;id.java": MAIN }).start).toBeNull();
});

describe("Gradle", () => {
  test.each([
    ["plugins { id 'org.springframework.boot' version '3.4.1' }", "bootJar"],
    ["plugins {\n  id 'java'\n  id 'application'\n}", "installDist"],
    ['plugins {\n  kotlin("jvm")\n  application\n}', "installDist"],
    ["apply plugin: 'application'", "installDist"],
    ["plugins {\n  id 'application'\n  id 'com.gradleup.shadow' version '8.3.6'\n}", "shadowJar"],
    ["plugins { id 'io.quarkus' }", "quarkusBuild"],
  ])("%j is built by %s", (text, task) => {
    expect(planOf({ "build.gradle": text }).build).toStartWith(`gradle --no-daemon --console=plain ${task}`);
  });

  test("is the project's own where it has all of a wrapper", () => {
    const files = { "build.gradle": "plugins { id 'application' }", gradlew: "" };
    expect(planOf(files).findings.map(({ title }) => title)[0]).toContain("incomplete");
    expect(planOf({ ...files, "gradle/wrapper/gradle-wrapper.jar": "" }).build).toStartWith("sh ./gradlew ");
  });

  test("does not take what is only made known to the parts, nor what is commented out", () => {
    expect(
      readGradle(folderOf({ "build.gradle": "plugins { id 'org.springframework.boot' apply false }" })),
    ).toBeNull();
    expect(readGradle(folderOf({ "build.gradle": "// plugins { id 'application' }\n" }))).toBeNull();
  });

  test("says so when nothing makes a program", () => {
    const plan = planOf({ "build.gradle": "plugins {\n  id 'java'\n}\n" });
    expect(plan.start).toBeNull();
    expect(plan.findings.map(({ id }) => id)).toContain("no-main-class");
  });
});

describe("the version of Java", () => {
  const versionOf = (files: Record<string, string>) =>
    planOf({ "pom.xml": pom(""), "Main.java": MAIN, ...files }).runtime.version;
  const property = (value: string) => ({
    "pom.xml": pom(`<properties><java.version>${value}</java.version></properties>`),
  });

  test.each([
    [{}, "21"],
    [property("17"), "17"],
    [property("1.8"), "8"],
    [property("16"), "17"],
    [{ ".java-version": "temurin-25.0.1+8\n" }, "25"],
    [{ ".tool-versions": "java corretto-11.0.25.9.1\n" }, "11"],
    [{ ".sdkmanrc": "java=17.0.13-tem\n" }, "17"],
    [{ "system.properties": "java.runtime.version=17\n" }, "17"],
    [{ ...property("17"), "system.properties": "java.runtime.version=25\n" }, "25"],
  ])("of %j is %s", (files, version) => {
    expect(versionOf(files)).toBe(version);
  });
});

describe("Spring Boot", () => {
  const files = (settings: Record<string, string>) => ({
    "pom.xml": pom(
      `<dependencies><dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-web</artifactId></dependency></dependencies>${plugin("spring-boot-maven-plugin")}`,
    ),
    ...settings,
  });

  test.each([
    [{}, 8080],
    [{ "src/main/resources/application.properties": "server.port=9000\n" }, 9000],
    [{ "src/main/resources/application.properties": `server.port=\${PORT:8085}\n` }, 8085],
    [{ "src/main/resources/application.yml": "server:\n  port: 8090\n" }, 8090],
    [{ "src/main/resources/application.yml": "server.port: 8091\n---\nserver.port: 1\n" }, 8091],
    [{ "src/main/resources/application.yml": "server: [\n" }, 8080],
  ])("listens on its port with %j", (settings, port) => {
    const plan = planOf(files(settings));
    expect(plan.port).toBe(port);
    expect(plan.start).toStartWith("SERVER_PORT=$PORT java ");
  });

  test("without anything for the web is a worker", () => {
    const plan = planOf({ "pom.xml": pom(plugin("spring-boot-maven-plugin")) });
    expect([plan.kind, plan.port]).toEqual(["worker", null]);
  });
});

test.each([
  ["application.yaml", 'ktor:\n  deployment:\n    port: "$PORT:8085"\n'],
  ["application.yaml", "ktor:\n  deployment:\n    port: 8085\n"],
  ["application.conf", `ktor {\n  deployment {\n    port = 8085\n    port = \${?PORT}\n  }\n}\n`],
])("Ktor's engine listens where %s says: %j", (file, text) => {
  const files = {
    "build.gradle.kts": 'plugins { id("io.ktor.plugin") version "3.1.2" }\napplication { mainClass = "a.AppKt" }\n',
    "src/main/kotlin/App.kt": "package a\nfun main() {}\n",
    [`src/main/resources/${file}`]: text,
  };
  expect(scan(treeOf(files)).apps[0]).toMatchObject({ framework: "Ktor", port: 8085 });
});
