import type { LogRule } from "../rule.ts";

/** Compose files: what both generations of docker compose say of one that they cannot use, and of services that wait. */
export const COMPOSE_RULES: readonly LogRule[] = [
  {
    id: "compose-service-missing",
    when: ["build", "runtime"],
    language: "docker",
    signal:
      /[Ss]ervice ['"](?<from>[\w.-]{1,100})['"] depends on (?:undefined )?service ['"]?(?<service>[\w.-]{1,100})['"]?(?: which is undefined|: invalid compose project|$)/,
    certainty: 3,
    title: "The Compose file has no service {service}, on which {from} depends",
    explanation: "depends_on may name services of the same file only, spelled as they are there.",
    fix: "Correct the name under depends_on, add the service {service}, or take the line out if it runs elsewhere.",
    source: "captured",
    example: "Service 'web' depends on service 'db' which is undefined.",
  },
  {
    id: "compose-key-unknown",
    when: ["build", "runtime"],
    language: "docker",
    signal:
      /Unsupported config option for (?<place>[\w.-]{1,100}): '(?<key>[^'\n]{1,100})'|\b(?<place>services\.[\w.-]{1,100}):? [Aa]dditional propert(?:y|ies) '?(?<key>[\w.-]{1,100})'? (?:is )?not allowed|Additional property (?<key>[\w.-]{1,100}) is not allowed|Invalid top-level property "(?<key>[^"\n]{1,100})"/,
    certainty: 3,
    title: "The Compose file has a key that Compose does not know: {key}",
    explanation:
      "It stands under {place|the file's first level}; a slip of spelling or of indentation is the usual cause.",
    fix: "Correct its spelling (ports, not port), or indent it under the key that it belongs to; docker compose config checks the file.",
    source: "captured",
    example: "Unsupported config option for services.web: 'port' (did you mean 'ports'?)",
  },
  {
    id: "compose-value-invalid",
    when: ["build", "runtime"],
    language: "docker",
    signal:
      /\b(?<place>services\.[\w.-]{1,150}) (?:contains an invalid type, it should be (?<kind>[^\n]{1,100})|must be an? (?<kind>[\w ]{1,60})|contains (?:non-unique items|[^\n]{1,100}, which is an invalid type))|(?<place>services\.[\w.-]{1,150}) (?:value .{1,60}does not match|is invalid: )/,
    certainty: 3,
    title: "A value in the Compose file is of the wrong kind: {place}",
    explanation: "Compose wants {kind|another kind of value} there.",
    fix: "Write it so; lists have a dash before each entry, and numbers such as ports stand in quotes. docker compose config checks the file.",
    source: "captured",
    example: "services.web.ports contains an invalid type, it should be an array",
  },
  {
    id: "compose-no-image",
    when: ["build", "runtime"],
    language: "docker",
    signal: /[Ss]ervice "?(?<service>[\w.-]{1,100})"? has neither an image nor a build context specified/,
    certainty: 3,
    title: "The Compose file does not say what the service {service} is made from",
    explanation: "It has neither image nor build.",
    fix: "Add build: . (the folder with its Dockerfile) or image: name:tag to the service {service}.",
    source: "captured",
    example: "Service web has neither an image nor a build context specified. At least one must be provided.",
  },
  {
    id: "compose-undeclared",
    when: ["build", "runtime"],
    language: "docker",
    signal:
      /Named volume "(?<name>[^":\n]{1,100})[^"\n]{0,200}" is used in service "[\w.-]{1,100}" but no declaration was found|Service "[\w.-]{1,100}" uses an undefined (?<kind>network|secret|config) "(?<name>[\w.-]{1,100})"|service "[\w.-]{1,100}" refers to undefined (?<kind>volume|network|secret|config) (?<name>[\w.-]{1,100})/,
    certainty: 3,
    title: "The Compose file uses {name} without declaring it",
    explanation: "What a service names as {kind|volume} must stand at the end of the file, at its first level, too.",
    fix: "Add a part {kind|volume}s: at the first level of the file, with the line {name}: in it.",
    source: "captured",
    example:
      'Named volume "pgdata:/var/lib/postgresql/data:rw" is used in service "db" but no declaration was found in the volumes section.',
  },
  {
    id: "compose-env-file-missing",
    when: ["build", "runtime"],
    language: "docker",
    signal:
      /Couldn't find env file: (?<file>\S{1,300})|env file (?<file>\S{1,300}) not found|Failed to load (?<file>\S{1,200}\.env[\w.-]{0,60}): open |open (?<file>\S{0,200}\/\.env[\w.-]{0,60}): no such file or directory/,
    certainty: 3,
    explains: ["file-missing"],
    title: "The file with variables, {file}, is not in the source",
    explanation: "The Compose file names it under env_file; such files are left out of repositories, rightly.",
    fix: "Add its lines to the project's variables and take env_file out of the Compose file, or mark it required: false.",
    source: "captured",
    example: "Couldn't find env file: /app/.env",
  },
  {
    id: "compose-variable-required",
    when: ["build", "runtime"],
    language: "docker",
    signal:
      /Missing mandatory value for "[^"\n]{1,60}" option interpolating [^\n]{0,200}?\$\{(?<variable>\w{1,100}):?\?|required variable (?<variable>\w{1,100}) is missing a value/,
    certainty: 3,
    explains: ["variable-missing", "variable-likely-missing"],
    title: "The Compose file wants the variable {variable}, which is not set",
    explanation: "It is written there with :? behind its name, which means that nothing starts without it.",
    fix: "Add {variable} to the project's variables.",
    source: "captured",
    example: `Missing mandatory value for "environment" option interpolating {'POSTGRES_PASSWORD': '\${DB_PASSWORD:?set it in .env}'} in service "db": set it in .env`,
  },
  {
    id: "compose-external-missing",
    when: ["build", "runtime"],
    language: "docker",
    signal:
      /[Nn]etwork (?<name>[\w.-]{1,100}) declared as external, but could not be found|[Vv]olume (?<name>[\w.-]{1,100}) declared as external, but could not be found|external volume "(?<name>[^"\n]{1,100})" not found|[Nn]etwork "(?<name>[\w.-]{1,100})" (?:is )?declared as external/,
    certainty: 3,
    title: "The Compose file expects {name} to exist already",
    explanation: "It is marked external: somebody makes it by hand, and on this server nobody has.",
    fix: "Take external: true out of the Compose file, or make it on the server: docker network create {name} (docker volume create for a volume).",
    source: "captured",
    example:
      "Network failing-proxy declared as external, but could not be found. Please create the network manually using `docker network create failing-proxy` and try again.",
  },
  {
    id: "compose-file-missing",
    when: ["build", "runtime"],
    language: "docker",
    signal:
      /Can't find a suitable configuration file in this directory or any|no configuration file provided: not found/,
    certainty: 3,
    title: "There is no Compose file in this folder",
    explanation: "docker compose looks for compose.yaml or docker-compose.yml in the folder where it is called.",
    fix: "Commit the file, name it with -f, or set the project's root folder to the one that holds it.",
    source: "captured",
    example: "Can't find a suitable configuration file in this directory or any",
  },
  {
    id: "compose-unhealthy",
    when: ["build", "runtime"],
    language: "docker",
    signal:
      /Container "(?<container>[\w.-]{1,100})" is unhealthy|dependency failed to start: container (?<container>[\w.-]{1,100}) (?:is unhealthy|exited|has no healthcheck)/,
    certainty: 2,
    title: "A service was not started, because the one before it is not healthy ({container})",
    explanation:
      "depends_on waits for the other's healthcheck, which failed: it does not run, or the check calls a program that its image lacks.",
    fix: "Look at docker compose logs of the other service; try the healthcheck's command in its container (curl is often missing), and give it a longer start_period.",
    source: "captured",
    example: 'Container "fa0f84ea74b2" is unhealthy',
  },
];
