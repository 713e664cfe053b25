import type { ManagerSettings, Toolchain } from "../toolchain.ts";

/** The newest Gradle runs on the newest Java, and the one before it builds more of what there is. */
const gradleImage = (version: string) => `gradle:${Number(version) >= 25 ? "9" : "8"}-jdk${version}`;

export const javaToolchain: Toolchain = {
  buildImage: (version, manager) =>
    manager === "gradle" ? gradleImage(version) : `maven:3-eclipse-temurin-${version}`,
  // The program needs no compiler.
  runImage: (version) => `eclipse-temurin:${version}-jre`,
  programFolders: [],
  fetcher: null,
  runSettings: [],
};

export const JAVA_MANAGERS: Record<string, ManagerSettings> = {
  maven: { downloads: ["/root/.m2"], settings: [] },
  // Gradle's image keeps its own folder elsewhere, behind a link.
  gradle: { downloads: ["/root/.gradle-home"], settings: ["GRADLE_USER_HOME=/root/.gradle-home"] },
};
