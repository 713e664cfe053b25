import { DEBIAN, type Family, installLine, nothing, type TestImage } from "./image.ts";

/** Debian has one Java, and Maven; Gradle's own distributions can be had from no package registry. */
export const JAVA_FAMILIES: readonly Family[] = [
  { pattern: /^eclipse-temurin:(17)-jre(?:-\w+)?$/, make: (name) => javaImage(name, ["openjdk-17-jre-headless"]) },
  { pattern: /^eclipse-temurin:(17)-jdk(?:-\w+)?$/, make: (name) => javaImage(name, ["openjdk-17-jdk-headless"]) },
  {
    pattern: /^maven:3[\d.]*-eclipse-temurin-(17)(?:-\w+)?$/,
    make: (name) => javaImage(name, ["maven", "openjdk-17-jdk-headless"]),
  },
];

/** Java has a store of certificates of its own, which Debian fills from single files. */
const TRUST_MACHINE =
  'awk \'/BEGIN CERTIFICATE/ { n++ } n { print > "/usr/local/share/ca-certificates/machine-" n ".crt" }\' ' +
  "/etc/ssl/test-machine.crt && update-ca-certificates";

function javaImage(name: string, packages: string[]): TestImage {
  return {
    ...{ name, from: DEBIAN, versions: [], fill: nothing },
    dockerfile: [
      // Java's packages link their manuals, whose folder slim images leave out.
      `RUN mkdir -p /usr/share/man/man1 && ${installLine(...packages, "ca-certificates-java")} && ${TRUST_MACHINE}`,
      "RUN ln -s /usr/lib/jvm/java-17-openjdk-* /usr/lib/jvm/java-17",
      "ENV JAVA_HOME=/usr/lib/jvm/java-17 LANG=C.UTF-8",
    ],
  };
}
