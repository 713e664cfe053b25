import { posix } from "node:path";
import type { Folder } from "../folder.ts";
import { foldersAbove } from "../folders-above.ts";
import type { Dependency } from "../readings/databases.ts";
import type { Wish } from "../readings/versions.ts";
import { elementAt, elementsAt, readXml, textAt, type XmlElement } from "./xml.ts";

export const POM = "pom.xml";

/** What a scan reads of one `pom.xml`. */
export type Pom = {
  folder: Folder;
  artifact: string;
  packaging: string;
  /** The name of its jar without the ending; `null` where it is put together from properties. */
  jar: string | null;
  modules: string[];
  dependencies: Dependency[];
  plugins: Dependency[];
  project: XmlElement;
};

const VERSION_PROPERTIES = ["java.version", "maven.compiler.release", "maven.compiler.target", "maven.compiler.source"];
const COMPILER_SETTINGS = ["release", "target", "source", "jvmTarget"];

/** `group:artifact`, and just `artifact` for the plugins that Maven knows without a group. */
function named(element: XmlElement): Dependency {
  const [group, artifact] = [textAt(element, "groupId"), textAt(element, "artifactId")];
  return { name: group ? `${group}:${artifact}` : artifact, file: POM, line: element.line };
}

function jarName(project: XmlElement, artifact: string): string | null {
  const version = textAt(project, "version") || textAt(project, "parent", "version");
  const name = textAt(project, "build", "finalName") || `${artifact}-${version}`;
  const values: Record<string, string> = { artifactId: artifact, version };
  const filled = name.replace(/\$\{(?:project\.|pom\.)?(artifactId|version)\}/g, (_, key: string) => values[key] ?? "");
  return /^[\w.-]{1,200}$/.test(filled) && version !== "" ? filled : null;
}

const READ = new WeakMap<Folder, Pom | null>();

export function readPom(folder: Folder): Pom | null {
  const known = READ.get(folder);
  if (known !== undefined) return known;
  const text = folder.read(POM);
  const project = text === null ? null : elementAt(readXml(text), "project");
  const artifact = project ? textAt(project, "artifactId") : "";
  const pom = project && artifact !== "" ? toPom(folder, project, artifact) : null;
  READ.set(folder, pom);
  return pom;
}

function toPom(folder: Folder, project: XmlElement, artifact: string): Pom {
  const parent = elementAt(project, "parent");
  return {
    folder,
    artifact,
    packaging: textAt(project, "packaging") || "jar",
    jar: jarName(project, artifact),
    modules: elementsAt(project, "modules", "module").map(({ text }) =>
      posix.join(folder.path, text.replace(/\/pom\.xml$/, "")),
    ),
    dependencies: [
      ...elementsAt(project, "dependencies", "dependency")
        .filter((one) => textAt(one, "scope") !== "test")
        .map(named),
      ...(parent ? [named(parent)] : []),
    ],
    plugins: [
      ...elementsAt(project, "build", "plugins", "plugin"),
      ...elementsAt(project, "profiles", "profile", "build", "plugins", "plugin"),
    ].map(named),
    project,
  };
}

/** The settings of a plugin, by the end of its name. */
export function pluginOf({ project }: Pom, name: string): XmlElement | null {
  return elementsAt(project, "build", "plugins", "plugin").find((one) => textAt(one, "artifactId") === name) ?? null;
}

/** Which Java the project is compiled for. */
export function wishOfPom(pom: Pom): Wish | null {
  for (const name of VERSION_PROPERTIES) {
    const property = elementAt(pom.project, "properties", name);
    if (property && /^[\d.]+$/.test(property.text)) return { value: property.text, file: POM, line: property.line };
  }
  for (const plugin of ["maven-compiler-plugin", "kotlin-maven-plugin"]) {
    for (const name of COMPILER_SETTINGS) {
      const setting = elementAt(pluginOf(pom, plugin) ?? pom.project, "configuration", name);
      if (setting && /^[\d.]+$/.test(setting.text)) return { value: setting.text, file: POM, line: setting.line };
    }
  }
  return null;
}

const MAX_MODULES = 300;

/** Every module below, however deep, without the poms that only hold others together. Each is asked once. */
export function modulesOf(pom: Pom): Pom[] {
  const seen = new Set<string>();
  const waiting = [...pom.modules];
  const modules: Pom[] = [];
  for (let path = waiting.shift(); path !== undefined && seen.size < MAX_MODULES; path = waiting.shift()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const module = readPom(pom.folder.at(path));
    if (module && module.modules.length === 0) modules.push(module);
    waiting.push(...(module?.modules ?? []));
  }
  return modules;
}

/** The outermost folder whose modules this one is among; the folder itself where there is none. */
export function rootOf(pom: Pom): Pom {
  let root = pom;
  for (const path of foldersAbove(pom.folder.path)) {
    const above = readPom(pom.folder.at(path));
    if (above?.modules.includes(root.folder.path)) root = above;
  }
  return root;
}
