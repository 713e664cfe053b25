import { DEBIAN, type Family, installLine, nothing, type TestImage } from "./image.ts";

/** Debian has one Java, and Maven; Gradle's own distributions can be had from no package registry. */
export const JAVA_FAMILIES: readonly Family[] = [
  { pattern: /^eclipse-temurin:(17)-jre(?:-\w+)?$/, make: (name) => javaImage(name, ["openjdk-17-jre-headless"]) },
  { pattern: /^eclipse-temurin:(17)-jdk(?:-\w+)?$/, make: (name) => javaImage(name, ["openjdk-17-jdk-headless"]) },
  {
    pattern: /^maven:3[\d.]*-eclipse-temurin-(17)(?:-\w+)?$/,
    make: (name) => javaImage(name, ["maven", "openjdk-17-jdk-headless"], [`RUN ${NEWER_MAVEN}`]),
  },
];

/** Java has a store of certificates of its own, which Debian fills from single files. */
const TRUST_MACHINE =
  'awk \'/BEGIN CERTIFICATE/ { n++ } n { print > "/usr/local/share/ca-certificates/machine-" n ".crt" }\' ' +
  "/etc/ssl/test-machine.crt && update-ca-certificates";

const MAVEN = "3.9.11";

/** Debian's Maven is old, and gets the one that is asked for, which is a package of Maven's own registry. */
const NEWER_MAVEN =
  `mvn --batch-mode --quiet org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy ` +
  `-Dartifact=org.apache.maven:apache-maven:${MAVEN}:tar.gz:bin -DoutputDirectory=/tmp && ` +
  `tar -xzf /tmp/apache-maven-${MAVEN}-bin.tar.gz -C /opt && ` +
  `ln -s /opt/apache-maven-${MAVEN}/bin/mvn /usr/local/bin/mvn && rm -rf /tmp/apache-maven-* /root/.m2`;

function javaImage(name: string, packages: string[], more: string[] = []): TestImage {
  return {
    ...{ name, from: DEBIAN, versions: [], fill: nothing },
    dockerfile: [
      // Java's packages link their manuals, whose folder slim images leave out.
      `RUN mkdir -p /usr/share/man/man1 && ${installLine(...packages, "ca-certificates-java")} && ${TRUST_MACHINE}`,
      "RUN ln -s /usr/lib/jvm/java-17-openjdk-* /usr/lib/jvm/java-17",
      "ENV JAVA_HOME=/usr/lib/jvm/java-17 LANG=C.UTF-8",
      ...more,
    ],
  };
}
