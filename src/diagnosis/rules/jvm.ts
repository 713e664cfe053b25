import type { LogRule } from "../rule.ts";

/** What Maven and Gradle refuse before or beside compiling. */
export const JVM_BUILD_RULES: readonly LogRule[] = [
  {
    id: "maven-pom-invalid",
    when: ["build"],
    language: "java",
    signal:
      /Non-parseable POM (?<file>\S{1,300}?): (?<what>[^\n]{1,160})|'(?<what>(?:dependencies|build|dependencyManagement|modelVersion|version|groupId|artifactId|packaging)[\w.]{0,60})' (?:for \S{1,200} )?is missing\./,
    certainty: 3,
    title: "{file|pom.xml} is not valid: {what}",
    explanation:
      "Maven reads it before anything else. A dependency without a version needs one, unless a parent or a BOM gives it.",
    fix: "Correct the line that it names (mvn validate shows the same on your computer), and commit.",
    source: "captured",
    example:
      "[ERROR] 'dependencies.dependency.version' for org.postgresql:postgresql:jar is missing. @ line 1, column 314",
  },
  {
    id: "maven-parent-missing",
    when: ["build"],
    language: "java",
    signal: /Non-resolvable (?<kind>parent|import) POM for (?<project>[\w.:-]{0,199}\w)/,
    certainty: 3,
    explains: ["maven-dependency"],
    title: "Maven does not find the {kind} POM of {project}",
    explanation:
      "It is neither at relativePath (by default ../pom.xml) nor in a repository. Often a module is built alone, without the folder above it.",
    fix: "Build from the repository's root with mvn -pl module -am package, copy the parent's pom.xml too, or write <relativePath/> and the version that is published.",
    source: "captured",
    example:
      "[ERROR]     Non-resolvable parent POM for com.example:shop:3: Could not find artifact com.example:platform:pom:3 in central",
  },
  {
    id: "maven-module-missing",
    when: ["build"],
    language: "java",
    signal: /Child module (?<module>\S{1,300}) of \S{1,300} does not exist/,
    certainty: 3,
    title: "The module {module} is not here",
    explanation: "pom.xml lists it in modules, and its folder is not committed, or not copied before Maven runs.",
    fix: "Commit or copy the module's folder with its pom.xml, or take it out of modules.",
    source: "captured",
    example: "[ERROR] Child module /app/api of /app/pom.xml does not exist @",
  },
  {
    id: "maven-plugin-missing",
    when: ["build", "runtime"],
    language: "java",
    signal:
      /No plugin found for prefix '(?<plugin>[\w.-]{1,80})'|Plugin (?<plugin>[\w.:-]{1,200}) or one of its dependencies could not be resolved: [^\n]{0,300}Could not find artifact/,
    certainty: 3,
    explains: ["maven-dependency"],
    title: "Maven has no plugin {plugin}",
    explanation:
      "The command or pom.xml names it, and it is not among the project's plugins, or not in its repositories.",
    fix: "Add the plugin (for spring-boot: spring-boot-maven-plugin) to build/plugins in pom.xml, run the command in the module that has it, or correct its version.",
    source: "captured",
    example:
      "[ERROR] No plugin found for prefix 'spring-boot' in the current project and in the plugin groups [org.apache.maven.plugins, org.codehaus.mojo]",
  },
  {
    id: "lombok-too-old",
    when: ["build"],
    language: "java",
    signal:
      /class lombok\.javac\.\S{1,100} \([^)\n]{1,80}\) cannot access class|java\.lang\.NoSuchFieldError: Class com\.sun\.tools\.javac\.\S{1,100} does not have member field|ExceptionInInitializerError: com\.sun\.tools\.javac\.code\.TypeTag :: UNKNOWN/,
    certainty: 3,
    explains: ["java-compile-error", "java-release-version"],
    title: "Lombok is too old for this Java",
    explanation: "It reaches into the compiler, which changes with every Java.",
    fix: "Raise Lombok's version in the build file to the newest (1.18.30 or later for Java 21, 1.18.36 for 23), or build with an older Java.",
    source: "captured",
    example:
      "Fatal error compiling: java.lang.IllegalAccessError: class lombok.javac.apt.LombokProcessor (in unnamed module @0x5b5ac798) cannot access class com.sun.tools.javac.processing.JavacProcessingEnvironment",
  },
  {
    id: "maven-enforcer",
    when: ["build"],
    language: "java",
    signal:
      /Detected (?<what>JDK|Maven) [Vv]ersion:? (?<got>[\w.-]{1,40}) [^\n]{0,200}is not in the allowed range (?<wanted>[^\s]{1,40}?)\.?$/,
    certainty: 3,
    title: "The project wants {what} {wanted}, and {got} builds it",
    explanation: "The enforcer plugin in pom.xml stops the build on other versions.",
    fix: "Choose that version for the project (java.version in pom.xml, system.properties or .sdkmanrc), or widen the range in pom.xml.",
    source: "captured",
    example:
      "[ERROR] Detected JDK version 17.0.15 (JAVA_HOME=/usr/lib/jvm/java-17-openjdk-amd64) is not in the allowed range [21,).",
  },
  {
    id: "maven-wrapper-missing",
    when: ["build"],
    language: "java",
    signal:
      /(?:cannot open |open |read )\S{0,200}\.mvn\/wrapper\/maven-wrapper\.properties|maven-wrapper\.properties[:']? ?[^\n]{0,60}(?:No such file|does not exist)|cannot read distributionUrl property|Could not find or load main class org\.apache\.maven\.wrapper\.MavenWrapperMain/,
    certainty: 3,
    explains: ["java-class-missing"],
    title: "The folder .mvn/wrapper is not in the source",
    explanation:
      "mvnw reads from it which Maven to fetch. Folders that begin with a dot are easily left out by .gitignore, .dockerignore or COPY.",
    fix: "Commit .mvn (git add -f .mvn), and copy it beside mvnw and pom.xml; or build with mvn instead of ./mvnw.",
    source: "captured",
    example: "./mvnw: 109: cannot open ./.mvn/wrapper/maven-wrapper.properties: No such file",
  },
  {
    id: "spring-main-class",
    when: ["build"],
    language: "java",
    signal: /Unable to find (?:a (?<kind>single|suitable) )?main class|Main class name has not been configured/,
    certainty: 3,
    title: "The Spring Boot plugin finds {kind|no} main class to start",
    explanation:
      "No class has public static void main (a library module has none), or several have and none is chosen.",
    fix: "Name it: <start-class> in pom.xml's properties, or springBoot { mainClass = … } in build.gradle; in a library module leave the plugin out.",
    source: "captured",
    example:
      "[ERROR] Failed to execute goal org.springframework.boot:spring-boot-maven-plugin:3.3.4:repackage (repackage) on project shop: Execution repackage of goal org.springframework.boot:spring-boot-maven-plugin:3.3.4:repackage failed: Unable to find main class",
  },
  {
    id: "java-no-compiler",
    when: ["build"],
    language: "java",
    signal: /No compiler is provided in this environment|does not provide the required capabilities: \[JAVA_COMPILER\]/,
    certainty: 3,
    explains: ["java-compile-error"],
    title: "Only a JRE is there, and compiling wants a JDK",
    explanation: "An image named jre (or JAVA_HOME) holds the runtime alone.",
    fix: "Build in an image with a JDK (eclipse-temurin:21-jdk), and keep the jre image for the final stage.",
    source: "documented",
    example: "[ERROR] No compiler is provided in this environment. Perhaps you are running on a JRE rather than a JDK?",
  },
  {
    id: "gradle-jvm-targets",
    when: ["build"],
    language: "java",
    signal:
      /Inconsistent JVM-target compatibility detected for tasks '(?<java>\w{1,60})' \((?<one>[\d.]{1,6})\) and '(?<kotlin>\w{1,60})' \((?<other>[\d.]{1,6})\)|Unknown JVM target version: (?<one>[\d.]{1,6})/,
    certainty: 3,
    title: "Java and Kotlin are compiled for different versions ({one} and {other|another})",
    explanation: "Gradle wants both halves of a module for the same JVM.",
    fix: "Write kotlin { jvmToolchain(21) } with the version of your choice into build.gradle.kts; it is meant for both.",
    source: "documented",
    example: "Inconsistent JVM-target compatibility detected for tasks 'compileJava' (21) and 'compileKotlin' (17).",
  },
  {
    id: "gradle-java-version",
    when: ["build"],
    language: "java",
    signal:
      /Gradle requires JVM (?<wanted>\d{1,3}) or later to run|requires at least JVM runtime version (?<wanted>\d{1,3})\. This build uses a Java (?<got>\d{1,3}) JVM|Cannot find a Java installation on your machine \([^)\n]{0,100}\) matching[^\n]{0,60}languageVersion=(?<wanted>\d{1,3})/,
    certainty: 3,
    title: "The build needs Java {wanted}",
    explanation: "This Gradle, a plugin or the toolchain in build.gradle asks for it, and {got|an older one} runs it.",
    fix: "Choose Java {wanted} for the project (java.version in system.properties, or .sdkmanrc), or an image with that JDK.",
    source: "documented",
    example: "Dependency requires at least JVM runtime version 17. This build uses a Java 11 JVM.",
  },
];
