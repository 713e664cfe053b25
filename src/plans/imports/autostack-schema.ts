const COMMAND = {
  type: "string",
  description: "One line for a shell; several steps are joined with &&. Empty switches it off.",
};
const text = (description: string) => ({ type: "string", description });
const list = (description: string) => ({ type: "array", items: { type: "string" }, description });
const table = (description: string, properties: Record<string, object>) => ({
  ...{ type: "object", additionalProperties: false, description },
  properties,
});
const count = (description: string, minimum: number, maximum: number) => ({
  type: "integer",
  minimum,
  maximum,
  description,
});
const percent = (description: string) => ({ type: "number", minimum: 6, maximum: 100, description });

const VARIABLE = {
  oneOf: [
    { type: ["string", "number", "boolean"], description: "Given to the build and to the program." },
    table("Asked for under Variables.", {
      secret: { type: "boolean" },
      required: { type: "boolean" },
      example: { type: "string" },
    }),
  ],
};

/** Everything that autostack.yml may say, for editors: JSON Schema, draft 7. A test keeps it and the reader equal. */
export const AUTOSTACK_SCHEMA = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "autostack.yml",
  description:
    "How AutoStack builds and runs this project. Everything is optional and wins over what was detected and set.",
  type: "object",
  additionalProperties: false,
  properties: {
    kind: { enum: ["server", "static", "worker"], description: "A server listens on a port, a worker on none." },
    runtimeVersion: { type: ["string", "number"], description: "The version of its language: 22, 3.13." },
    install: { ...COMMAND, description: `Installs the dependencies. ${COMMAND.description}` },
    build: { ...COMMAND, description: `Builds it. ${COMMAND.description}` },
    start: { ...COMMAND, description: "Starts the program." },
    output: text("The folder whose files are served."),
    port: count("The port that the program listens on; it is told in PORT.", 1, 65_535),
    health: text("The path that is asked until it answers, such as /health."),
    dockerfile: {
      type: ["boolean", "string"],
      description: "false leaves the project's own Dockerfile out; a path names the one that is built.",
    },
    target: text("The stage of the Dockerfile that is built, where it is not the last one."),
    hooks: table("Commands around the build and the switch of traffic.", {
      beforeBuild: COMMAND,
      afterBuild: COMMAND,
      beforeSwitch: { ...COMMAND, description: "In the new version, before it takes traffic: migrations." },
      afterSwitch: { ...COMMAND, description: "In the new version, once it takes traffic." },
    }),
    processes: {
      ...{ type: "object", additionalProperties: { type: "string" } },
      description: "More processes of the same release, each with its command.",
    },
    packages: table("Debian packages.", {
      build: list("What the build needs."),
      run: list("What the program needs as well."),
    }),
    variables: {
      type: "object",
      additionalProperties: VARIABLE,
      description: "No secrets: this file is in the repository.",
    },
    redirects: list("Rules of a site as in _redirects: /old /new 301"),
    headers: { type: ["string", "array"], items: { type: "string" }, description: "Rules of a site as in _headers." },
    settings: table("How its environments are run.", {
      switch: {
        enum: ["overlap", "pause"],
        description: "pause: the old one is stopped first, for one writer of a file.",
      },
      replicas: table("How many run at least and at most.", {
        fewest: count("At least.", 1, 20),
        most: count("At most.", 1, 20),
      }),
      goals: table("There is one more above any of them.", {
        cpuPercent: percent("Of the processors that one may use."),
        memoryPercent: percent("Of the memory that one may use."),
        requestsPerSecond: { type: "number", minimum: 1, description: "To each of them." },
      }),
      sleepAfterMinutes: {
        type: "number",
        minimum: 1,
        description: "Without a request for so long; the next one wakes it.",
      },
    }),
  },
} as const;
