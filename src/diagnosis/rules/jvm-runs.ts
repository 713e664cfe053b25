import type { LogRule } from "../rule.ts";

/** What the Java virtual machine, Spring, Quarkus and Flyway end with when they start. */
export const JVM_RUN_RULES: readonly LogRule[] = [
  {
    id: "spring-bean-missing",
    when: ["build", "runtime"],
    language: "java",
    signal:
      /(?<where>Parameter \d{1,3} of (?:constructor|method \w{1,100}) in \S{1,200}|Field \w{1,100} in \S{1,200}) required a bean of type '(?<bean>[^'\n]{1,200})' that could not be found/,
    certainty: 3,
    title: "Spring has no bean {bean}",
    explanation:
      "{where} asks for it. Its class lacks @Service, @Component or @Repository, lies outside of the application's package, or is made only under a condition (a profile, a property, a starter).",
    fix: "Annotate the class or declare a @Bean, keep it below the package of the main class, and check the active profile (SPRING_PROFILES_ACTIVE).",
    source: "captured",
    example:
      "Parameter 0 of constructor in com.example.Orders required a bean of type 'com.example.Mailer' that could not be found.",
  },
  {
    id: "spring-bean-cycle",
    when: ["build", "runtime"],
    language: "java",
    signal: /The dependencies of some of the beans in the application context form a cycle/,
    certainty: 3,
    title: "Beans need each other in a circle",
    explanation: "Spring Boot refuses that since 2.6; the drawing below names them.",
    fix: "Move what both need into a third bean, or put @Lazy at one of the two; spring.main.allow-circular-references=true lets it pass for now.",
    source: "captured",
    example: "The dependencies of some of the beans in the application context form a cycle:",
  },
  {
    id: "jdbc-url-scheme",
    when: ["runtime"],
    language: "java",
    signal:
      /Driver (?<driver>[\w.]{1,100}) claims to not accept jdbcUrl, (?<scheme>[\w+]{1,20}):|URL must start with 'jdbc'|'url' must start with "jdbc"/,
    certainty: 3,
    explains: ["spring-datasource", "spring-dialect", "database-url-invalid"],
    title: "The database's address is not one for Java: it must begin with jdbc:",
    explanation:
      "DATABASE_URL has the form {scheme|postgres}://user:password@host/name, which JDBC drivers do not read.",
    fix: "Set SPRING_DATASOURCE_URL=jdbc:postgresql://host:5432/name, with SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD apart.",
    source: "captured",
    example: "Factory method 'dataSource' threw exception with message: URL must start with 'jdbc'",
  },
  {
    id: "spring-dialect",
    when: ["runtime"],
    language: "java",
    signal: /Unable to determine Dialect without JDBC metadata/,
    certainty: 2,
    explains: ["java-uncaught"],
    title: "Hibernate could not ask the database what it is",
    explanation:
      "No connection was made: the address is missing or wrong, or nothing answers there. Lines above may say why.",
    fix: "Set SPRING_DATASOURCE_URL (jdbc:postgresql://host:5432/name), SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD to the project's database.",
    source: "captured",
    example:
      "Unable to determine Dialect without JDBC metadata (please set 'jakarta.persistence.jdbc.url' for common cases or 'hibernate.dialect' when a custom Dialect implementation must be provided)",
  },
  {
    id: "spring-bind-failed",
    when: ["runtime"],
    language: "java",
    signal: /Failed to bind properties under '(?<property>[\w.[\]-]{1,120})' to (?<type>[\w.$<>]{1,120})/,
    certainty: 3,
    title: "The property {property} has a value that does not fit",
    explanation: "Spring wants a {type}; the lines below show the value and where it comes from.",
    fix: "Correct it in application.properties or in the project's variables; a number is written alone, without quotes or $.",
    source: "captured",
    example: "Failed to bind properties under 'shop.port' to int:",
  },
  {
    id: "flyway-checksum",
    when: ["runtime"],
    language: "java",
    signal:
      /Migration checksum mismatch for migration version (?<version>[\w.]{1,40})|Detected applied migration not resolved locally: (?<version>[\w.]{1,40})/,
    certainty: 3,
    title: "The migration {version} is not the one that was run",
    explanation: "Flyway remembers each file that it ran; that one was changed or taken away afterwards.",
    fix: "Put the file back as it was and make the change in a new migration; if the database already fits, run flyway repair.",
    source: "captured",
    example: "Migration checksum mismatch for migration version 1",
  },
  {
    id: "flyway-not-empty",
    when: ["runtime"],
    language: "java",
    signal:
      /Found non-empty schema\(s\) (?<schema>[^\n]{1,100}?) (?:but no|without) schema history table|Found non-empty schema\(s\) (?<schema>[^\n]{1,60})/,
    certainty: 3,
    title: "Flyway finds tables that it did not make, in {schema}",
    explanation: "The database was in use before Flyway was, so there is no record of what was run.",
    fix: "Set spring.flyway.baseline-on-migrate=true (SPRING_FLYWAY_BASELINE_ON_MIGRATE), or use an empty database.",
    source: "documented",
    example:
      'Found non-empty schema(s) "public" but no schema history table. Use baseline() or set baselineOnMigrate to true',
  },
  {
    id: "quarkus-property-missing",
    when: ["build", "runtime"],
    language: "java",
    signal: /SRCFG000(?:14|11): (?:The config property|Could not expand value) (?<property>[\w."$-]{1,120})/,
    certainty: 3,
    title: "The property {property} has no value",
    explanation: "Quarkus wants it, and it stands neither in application.properties nor among the variables.",
    fix: "Add it to the project's variables, in capitals and with _ for every other sign (shop.api-key is SHOP_API_KEY), or give it a default.",
    source: "documented",
    example:
      "java.util.NoSuchElementException: SRCFG00014: The config property shop.api-key is required but it could not be found in any config source",
  },
  {
    id: "quarkus-datasource",
    when: ["build", "runtime"],
    language: "java",
    signal:
      /Datasource '?<?(?<name>[\w-]{1,60})>?'? (?:is not configured|must be configured|was deactivated)|Unable to find datasource '<?(?<name>[\w-]{1,60})>?'|configured datasource <?(?<name>[\w-]{1,60})>? not found/,
    certainty: 3,
    title: "Quarkus has no database for the datasource {name}",
    explanation: "Development starts one by itself (Dev Services); in production its address must be given.",
    fix: "Set quarkus.datasource.db-kind in application.properties, and the variables QUARKUS_DATASOURCE_JDBC_URL (jdbc:postgresql://host:5432/name), QUARKUS_DATASOURCE_USERNAME and QUARKUS_DATASOURCE_PASSWORD.",
    source: "documented",
    example:
      "Model classes are defined for the default persistence unit <default> but configured datasource <default> not found",
  },
  {
    id: "java-dependency-missing",
    when: ["runtime"],
    language: "java",
    signal:
      /(?:Exception in thread "[^"\n]{1,60}" |Caused by: )java\.lang\.(?:NoClassDefFoundError: |ClassNotFoundException: )(?!Could not initialize)(?<class>[\w./$]{1,200})/,
    certainty: 1,
    title: "The class {class} is not on the class path",
    explanation:
      "The jar that is started holds the own code alone; dependencies are not in it, or one of another version is.",
    fix: "Start the jar with all in it (spring-boot-maven-plugin's repackage, maven-shade-plugin, Gradle's shadowJar or bootJar), not the -plain or original one.",
    source: "captured",
    example: 'Exception in thread "main" java.lang.NoClassDefFoundError: com/acme/json/Json',
  },
  {
    id: "java-option-invalid",
    when: ["build", "runtime"],
    language: "java",
    signal:
      /Unrecognized VM option '(?<option>[^'\n]{1,80})'|Unrecognized option: (?<option>\S{1,80})|Invalid (?:maximum|initial) heap size: (?<option>\S{1,40})|Invalid thread stack size: (?<option>\S{1,40})|Initial heap size set to a larger value than the maximum heap size/,
    together: /Could not create the Java Virtual Machine|Error occurred during initialization of VM/,
    certainty: 3,
    title: "Java does not start with the option {option|for its memory}",
    explanation:
      "It is misspelt, or this Java no longer knows it (UseConcMarkSweepGC and MaxPermSize are gone). Sizes are written 512m or 1g.",
    fix: "Correct or drop it in the start command, JAVA_OPTS or JAVA_TOOL_OPTIONS.",
    source: "captured",
    example: "Unrecognized VM option 'UseConcMarkSweepGC'",
  },
  {
    id: "jdbc-no-driver",
    when: ["runtime"],
    language: "java",
    signal:
      /No suitable driver found for (?<url>jdbc:\w{1,30})|Cannot load driver class: (?<url>[\w.]{1,100})|ClassNotFoundException: (?<url>com\.mysql\.(?:cj\.)?jdbc\.Driver|org\.(?:postgresql|mariadb\.jdbc|h2|sqlite|hsqldb\.jdbc)\.\w{0,20}Driver|org\.sqlite\.JDBC|oracle\.jdbc\.\w{0,40}Driver|com\.microsoft\.sqlserver\.jdbc\.\w{1,40})/,
    certainty: 3,
    explains: ["java-dependency-missing", "java-uncaught"],
    title: "There is no driver for {url} on the class path",
    explanation:
      "The build file does not name the database's driver, or the jar that is started is without its dependencies.",
    fix: "Add it (org.postgresql:postgresql, com.mysql:mysql-connector-j) with scope runtime, and start the jar that holds all dependencies.",
    source: "captured",
    example:
      'Exception in thread "main" java.sql.SQLException: No suitable driver found for jdbc:postgresql://db:5432/shop',
  },
  {
    id: "java-jar-invalid",
    when: ["runtime"],
    language: "java",
    signal: /Error: Invalid or corrupt jarfile (?<jar>\S{1,300})/,
    certainty: 3,
    title: "{jar} is not a jar",
    explanation: "It was cut short, is a note of Git LFS, or a text under that name.",
    fix: "Let the build make it (mvn package) instead of committing it; with Git LFS run git lfs pull first.",
    source: "captured",
    example: "Error: Invalid or corrupt jarfile target/shop.jar",
  },
  {
    id: "spring-failed-to-start",
    when: ["runtime"],
    language: "java",
    signal: /^Description:\n\n(?<what>[^\n]{1,300})|^APPLICATION FAILED TO START$/,
    certainty: 0,
    title: "Spring Boot did not start: {what|its report says why}",
    explanation: "Its report describes the failure, and below Action what may be done.",
    fix: "Do what stands below Action; what works elsewhere often lacks a variable here.",
    source: "documented",
    example: "APPLICATION FAILED TO START",
  },
  {
    id: "java-variable-null",
    when: ["runtime"],
    language: "java",
    signal:
      /because the return value of "java\.lang\.System\.getenv\(String\)" is null|NumberFormatException: (?:Cannot parse null string|null$)/,
    certainty: 2,
    explains: ["java-uncaught"],
    title: "A variable that the program reads is not set",
    explanation: "System.getenv gives null for it; the first line below that is your own code shows which one.",
    fix: 'Add it to the project\'s variables, or give it a default: System.getenv().getOrDefault("PORT", "8080").',
    source: "captured",
    example:
      'Exception in thread "main" java.lang.NullPointerException: Cannot invoke "String.length()" because the return value of "java.lang.System.getenv(String)" is null',
  },
];
