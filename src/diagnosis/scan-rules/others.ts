import { normalName, pythonDependencies } from "../../plans/python/dependencies.ts";
import type { ScanRule } from "../scan-rule.ts";

const LARGE = new Set(["torch", "tensorflow", "jax", "vllm", "xformers"]);
const GO = { "main.go": 'package main\n\nimport "net/http"\n\nfunc main() { http.ListenAndServe(":8080", nil) }\n' };
const POM = (plugin: string) =>
  `<project><modelVersion>4.0.0</modelVersion><groupId>a</groupId><artifactId>shop</artifactId><version>1</version>\n<dependencies><dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-web</artifactId><version>3.4.1</version></dependency></dependencies>${plugin}</project>`;
const PLUGIN =
  "<build><plugins><plugin><groupId>org.springframework.boot</groupId><artifactId>spring-boot-maven-plugin</artifactId></plugin></plugins></build>";

const SHOP =
  "package a;\n@org.springframework.boot.autoconfigure.SpringBootApplication\npublic class Shop { public static void main(String[] args) {} }\n";

/** Mistakes of Python, Go and Java projects. */
export const OTHER_SCAN_RULES: readonly ScanRule[] = [
  {
    id: "large-packages",
    when: "scan",
    language: "python",
    level: "info",
    title: "{name} takes several gigabytes.",
    explanation: "By default its packages for graphics cards come with it, and fill disk and memory of a small server.",
    fix: "Without a graphics card, install its build for processors alone.",
    find: (folder) => pythonDependencies(folder).find(({ name }) => LARGE.has(normalName(name))) ?? null,
    example: {
      "requirements.txt": "flask\ntorch==2.5\n",
      "main.py": "from flask import Flask\napp = Flask(__name__)\n",
    },
    counterexample: { "requirements.txt": "flask\n", "main.py": "from flask import Flask\napp = Flask(__name__)\n" },
  },
  {
    id: "go-replace-outside",
    when: "scan",
    language: "go",
    level: "error",
    title: "go.mod replaces a module by a folder outside of the source: {name}.",
    explanation: "That folder is on your computer, and not in the build.",
    fix: "Publish the module, or move it into the repository and use a go.work.",
    find: (folder) => {
      if (folder.root !== folder) return null;
      const hit = folder.find(["go.mod"], /=>[ \t]{0,8}((?:\.\.\/|\/|[A-Z]:\\)\S{0,300})/);
      return hit && { ...hit, name: hit.match[1] ?? "" };
    },
    example: { ...GO, "go.mod": "module shop\n\ngo 1.23\n\nreplace example.com/core => ../core\n" },
    counterexample: { ...GO, "go.mod": "module shop\n\ngo 1.23\n\nreplace example.com/core => ./core\n" },
  },
  {
    id: "spring-plugin-missing",
    when: "scan",
    language: "java",
    level: "error",
    title: "Maven will not make a jar that can be started.",
    explanation: "pom.xml uses Spring Boot without its Maven plugin, which packs the libraries into the jar.",
    fix: "Add spring-boot-maven-plugin to the plugins of pom.xml.",
    find: (folder) => {
      const pom = folder.read("pom.xml") ?? "";
      const isPacked = /spring-boot-maven-plugin|<packaging>\s{0,8}(?:pom|war)|<modules>|maven-shade-plugin/.test(pom);
      return isPacked ? null : folder.find(["pom.xml"], /<artifactId>spring-boot-starter-\w/);
    },
    example: { "pom.xml": POM(""), "src/main/java/a/Shop.java": SHOP },
    counterexample: { "pom.xml": POM(PLUGIN), "src/main/java/a/Shop.java": SHOP },
  },
];
