import { posix } from "node:path";
import type { BuildContext, Docker, ImageBuild } from "../host/docker.ts";
import { AppError } from "../lib/errors.ts";
import { buildEnvironmentFile } from "../plans/build-context.ts";
import type { Labels } from "./runtime.ts";

// Secrets of `RUN --mount=type=secret` come from a client that answers while BuildKit asks, which AutoStack is not: even one
// that may be missing ends such a build. An image that holds nothing else, and is gone after the build, is mounted instead.

/** What the steps of a project's own Dockerfile are given: files by their names in an image of their own. */
export type Secrets = { image: string; files: Record<string, string> };
export type WithSecrets = { text: string; secrets: Secrets | null; given: string[] };

const MOUNT = /--mount=([^\s\\]+)[ \t]*/g;
const COMMENT = /^\s*#/;
/** As ejected Dockerfiles ask for all variables at once. */
const ALL = "build-env";
const FOLDER = "/run/secrets";

/** The Dockerfile with its secret mounts turned into mounts of that image; one that nobody gives is left out. */
export function mountSecrets(
  dockerfile: string,
  variables: Readonly<Record<string, string>>,
  labels: Labels,
): WithSecrets {
  const image = imageOf(labels);
  const given = new Map<string, string>();
  const lines = dockerfile.split("\n").map((line) =>
    COMMENT.test(line)
      ? line
      : line.replace(MOUNT, (whole, list: string) => {
          const options = optionsOf(list);
          if (options.type !== "secret") return whole;
          const id = options.id ?? posix.basename(options.target ?? "");
          const value = secretFor(id, variables);
          if (value === null) return leftOut(id, options);
          given.set(id, value);
          const file = [...given.keys()].indexOf(id);
          return `--mount=type=bind,from=${image},source=/${file},target=${options.target ?? `${FOLDER}/${id}`} `;
        }),
  );
  const files = Object.fromEntries([...given.values()].map((value, index) => [String(index), value]));
  return { text: lines.join("\n"), secrets: given.size > 0 ? { image, files } : null, given: [...given.keys()] };
}

type Options = { type?: string; id?: string; target?: string; required?: string };

function optionsOf(list: string): Options {
  const pairs = list.split(",").map((option) => {
    const [name = "", ...value] = option.split("=");
    return [/^(?:dst|destination)$/.test(name) ? "target" : name, value.join("=")];
  });
  return Object.fromEntries(pairs);
}

/** By its own name, or as variables are written: `npm-token` is NPM_TOKEN. */
function secretFor(id: string, variables: Readonly<Record<string, string>>): string | null {
  for (const name of [id, id.toUpperCase().replaceAll(/\W/g, "_")]) {
    if (Object.hasOwn(variables, name)) return variables[name] ?? "";
  }
  return id === ALL ? buildEnvironmentFile(variables) : null;
}

function leftOut(id: string, { required }: Options): string {
  if (required === undefined || required === "false") return "";
  throw new AppError({
    code: "secret_missing",
    status: 422,
    summary: `The Dockerfile needs the secret ${id}, which no variable of the build is called.`,
    hint: `Add it under Variables, for the build, with the name ${id.toUpperCase().replaceAll(/\W/g, "_")}.`,
  });
}

const IMAGE = "autostack/build-secrets-";
/** Another project's Dockerfile could mount the image while it is there, if it knew its name. */
const UNGUESSABLE = crypto.randomUUID().replaceAll("-", "").slice(0, 16);

/** Whether a step of the build tells of such an image, which is no base of what was built. */
export const isOfSecrets = (step: string): boolean => step.includes(IMAGE);

/** The same for each build of an environment, of which one runs at a time: another name would spoil the cache. */
const imageOf = ({ project, environment }: Labels) =>
  `${IMAGE}${project}-${environment}-${UNGUESSABLE}`.toLowerCase().replaceAll(/[^a-z0-9/-]/g, "-");

const DOCKERFILE = ".autostack-secrets.Dockerfile";
const SOURCE = ".autostack-secrets";

/** Builds with the secrets at hand, and takes them away again however the build ends. */
export async function withSecretImage<Result>(
  docker: Pick<Docker, "build" | "removeImage">,
  build: ImageBuild,
  secrets: Secrets | null,
  run: () => Promise<Result>,
): Promise<Result> {
  if (secrets === null) return run();
  try {
    await docker.build({ ...build, ...imageBuild(build.context, secrets), args: {}, onEvent: () => {} });
    return await run();
  } finally {
    await docker.removeImage(secrets.image);
  }
}

function imageBuild({ folder }: BuildContext, { image, files }: Secrets) {
  const placed = Object.entries(files).map(([name, value]) => [`${SOURCE}/${name}`, value]);
  const context: BuildContext = {
    folder,
    prefix: "",
    files: { [DOCKERFILE]: `FROM scratch\nCOPY ${SOURCE}/ /\n`, ...Object.fromEntries(placed) },
    ignore: "*",
  };
  return { context, dockerfile: DOCKERFILE, tag: image };
}
