import { afterAll, beforeAll, expect, test } from "bun:test";
import { completePlan } from "#src/plans/detector.ts";
import { docker, dockerSocket } from "../support/docker.ts";
import { planOf, textOf } from "../support/ejected.ts";
import { answer, RuntimeBench } from "./runtimes-bench.ts";

const MINUTES_MS = 180_000;
const SECRET = `s3cr3t-${crypto.randomUUID()}`;
const bench = new RuntimeBench("docker");

beforeAll(() => bench.open(), MINUTES_MS);
afterAll(() => bench.close(), MINUTES_MS);

const OWN = completePlan(".", {
  ...{ kind: "server", language: "docker", runtime: { name: "docker", version: "", from: "Dockerfile" } },
  ...{ dockerfile: "Dockerfile", port: 3000 },
});
const secretImages = () =>
  docker.listImages({
    filters: { reference: ["autostack/build-secrets-*"], label: [`autostack.installation=${bench.id}`] },
  });

async function builtWith(name: string, files: Record<string, string>, variables: Record<string, string>) {
  const artifact = await bench.build(name, files, OWN, { variables });
  if (artifact.kind !== "image") throw new Error("This is no image.");
  return artifact.image;
}

test(
  "a Dockerfile of the project's own gets its secrets as mounts, and neither its image nor another keeps them",
  async () => {
    const dockerfile = [
      "FROM node:22-slim",
      "WORKDIR /app",
      "RUN --mount=type=secret,id=API_TOKEN --mount=type=secret,id=nobody,target=/n \\",
      "    wc -c < /run/secrets/API_TOKEN > length && test ! -e /n",
      "COPY . .",
      "RUN test ! -e /run/secrets/API_TOKEN",
    ];
    const image = await builtWith("own", { Dockerfile: dockerfile.join("\n") }, { API_TOKEN: SECRET });
    const { stdout } = await inImage(image, ["sh", "-c", "cat length && ls -A && env && grep -r s3cr3t- . || true"]);
    expect(stdout).toStartWith(`${SECRET.length}\n`);
    expect(stdout).not.toContain(SECRET);
    expect(JSON.stringify(await docker.getImage(image).history())).not.toContain(SECRET);
    expect(bench.lines.join("\n")).toContain("Mounting API_TOKEN into the steps");
    expect(bench.lines.join("\n")).not.toContain(SECRET);
    expect(await secretImages()).toEqual([]);
  },
  MINUTES_MS,
);

test(
  "an ejected Dockerfile that is committed builds again, with the variables of its build",
  async () => {
    const plan = planOf({ install: null, build: 'test "$API_TOKEN" && cp server.js dist.js', start: "node dist.js" });
    const server =
      'require("node:http").createServer((_, answer) => answer.end("ejected")).listen(process.env.PORT);\n';
    const files = { Dockerfile: textOf(plan, "Dockerfile"), "server.js": server, "package.json": "{}" };
    const image = await builtWith("ejected", files, { API_TOKEN: SECRET });
    const artifact = { kind: "image", image, bytes: 1 } as const;
    const instance = await bench.runtime.start(bench.startRequest("ejected", artifact));
    expect(await answer(instance)).toBe("ejected");
    await expect(builtWith("without", files, {})).rejects.toThrow();
    expect(await secretImages()).toEqual([]);
  },
  MINUTES_MS,
);

test("a secret that is required and not there is named before anything is built", async () => {
  const Dockerfile = "FROM node:22-slim\nRUN --mount=type=secret,id=npm-token,required=true true\n";
  await expect(builtWith("required", { Dockerfile }, {})).rejects.toMatchObject({
    ...{ code: "secret_missing", hint: expect.stringContaining("NPM_TOKEN") },
  });
});

async function inImage(image: string, argv: string[]) {
  const env = { ...process.env, DOCKER_HOST: `unix://${dockerSocket}` };
  const child = Bun.spawn(["docker", "run", "--rm", image, ...argv], { env, stdout: "pipe", stderr: "inherit" });
  return { stdout: await child.stdout.text(), code: await child.exited };
}
