import { describe, expect, test } from "bun:test";
import { planOf, textOf } from "../../test/support/ejected.ts";
import type { ImageBuild } from "../host/docker.ts";
import { mountSecrets, withSecretImage } from "./dockerfile-secrets.ts";

const LABELS = { installation: "i", team: "t", project: "P1", environment: "production", deployment: "d" };
const VARIABLES = { NPM_TOKEN: "s3cr3t", API: "it's" };
const IMAGE = mountSecrets("RUN --mount=type=secret,id=API true", VARIABLES, LABELS).secrets?.image ?? "";
const mounted = (...lines: string[]) => mountSecrets(`FROM x\n${lines.join("\n")}`, VARIABLES, LABELS);

describe("a secret that a step asks for", () => {
  test("is mounted from an image of secrets, wherever the step wants it", () => {
    const { text, secrets, given } = mounted(
      "RUN --mount=type=cache,target=/c --mount=type=secret,id=NPM_TOKEN npm ci",
      "RUN --mount=type=secret,target=/root/.npmrc,id=npm-token \\",
      "    --mount=type=secret,id=NPM_TOKEN,required=true npm ci",
    );
    expect(text.split("\n").slice(1)).toEqual([
      `RUN --mount=type=cache,target=/c --mount=type=bind,from=${IMAGE},source=/0,target=/run/secrets/NPM_TOKEN npm ci`,
      `RUN --mount=type=bind,from=${IMAGE},source=/1,target=/root/.npmrc \\`,
      `    --mount=type=bind,from=${IMAGE},source=/0,target=/run/secrets/NPM_TOKEN npm ci`,
    ]);
    expect(secrets).toEqual({ image: IMAGE, files: { "0": "s3cr3t", "1": "s3cr3t" } });
    expect(given).toEqual(["NPM_TOKEN", "npm-token"]);
    expect(text).not.toContain("s3cr3t");
  });

  test("has an image that no other project can name", () => {
    expect(IMAGE).toMatch(/^autostack\/build-secrets-p1-production-[0-9a-f]{16}$/);
  });

  test("is left out where no variable is called so, unless it is required", () => {
    expect(mounted("RUN --mount=type=secret,id=other npm ci")).toEqual({
      ...{ text: "FROM x\nRUN npm ci", secrets: null, given: [] },
    });
    expect(() => mounted("RUN --mount=type=secret,id=other,required npm ci")).toThrow(
      expect.objectContaining({ code: "secret_missing", summary: expect.stringContaining("the secret other") }),
    );
  });

  test("is none in a comment, and other mounts stay as they are", () => {
    const lines = ["# RUN --mount=type=secret,id=NPM_TOKEN", "RUN --mount=type=bind,target=/x --mount=type=ssh true"];
    expect(mounted(...lines).text).toBe(`FROM x\n${lines.join("\n")}`);
  });

  test("can be all variables at once, as ejected Dockerfiles ask for them", () => {
    const { secrets, text } = mountSecrets(textOf(planOf({}), "Dockerfile"), VARIABLES, LABELS);
    expect(secrets?.files).toEqual({ "0": "export NPM_TOKEN='s3cr3t'\nexport API='it'\\''s'\n" });
    expect(text).not.toContain("type=secret");
    expect(text).toContain("target=/run/secrets/build-env \\\n");
  });
});

test("the image of secrets is there while it is built, holds nothing else, and goes also when the build fails", async () => {
  const done: string[] = [];
  const build = { context: { folder: "/w", prefix: "", files: {}, ignore: null }, tag: "autostack/p" } as unknown;
  const docker = {
    build: async ({ tag, context }: ImageBuild) => {
      done.push(`build ${tag} of ${Object.keys(context.files)} without ${context.ignore}`);
      return "id";
    },
    removeImage: async (name: string) => void done.push(`remove ${name}`),
  };
  const failing = withSecretImage(docker, build as ImageBuild, { image: IMAGE, files: { "0": "x" } }, async () => {
    done.push("the build itself");
    throw new Error("exit code 1");
  });
  await expect(failing).rejects.toThrow("exit code 1");
  expect(done).toEqual([
    `build ${IMAGE} of .autostack-secrets.Dockerfile,.autostack-secrets/0 without *`,
    ...["the build itself", `remove ${IMAGE}`],
  ]);
});
