import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { dispatch } from "#src/commands/dispatch.ts";
import { realProcesses } from "#src/host/real-processes.ts";
import { cacheFolder } from "../../scripts/lib/cache-folder.ts";
import { run } from "../../scripts/lib/run.ts";
import { makeTestImages } from "../../scripts/test-images/make.ts";
import { EJECT_PACKAGES, installPackages } from "../../scripts/test-setup/packages.ts";
import { baseImagesOf, buildFixtures, copyFixture, planOf } from "../support/build-fixtures.ts";
import { commandIo } from "../support/command-io.ts";
import { docker, dockerSocket } from "../support/docker.ts";
import { eventually } from "../support/eventually.ts";
import { testName } from "../support/names.ts";

const MINUTES_MS = 300_000;
const SECRET = "s3cr3t-of-a-build";
const [NODE, PYTHON] = ["hono", "django"] as const;
const name = testName();

let folder = "";
let env: Record<string, string> = {};

beforeAll(async () => {
  await installPackages(EJECT_PACKAGES, console.error);
  folder = await mkdtemp(join(tmpdir(), `${name}-`));
  const client = await buildKitClient();
  const path = `${dirname(client)}:${process.env.PATH}`;
  env = { DOCKER_BUILDKIT: "1", COMPOSE_DOCKER_CLI_BUILD: "1", DOCKER_HOST: `unix://${dockerSocket}`, PATH: path };
  for (const fixture of [NODE, PYTHON]) await ejectCopy(fixture);
}, MINUTES_MS);

afterAll(async () => {
  if (await Bun.file(join(folder, PYTHON, "compose.yaml")).exists()) {
    await compose("down", "--rmi", "local", "--volumes", "--timeout", "0");
  }
  const images = await docker.listImages({ filters: { reference: [name] } });
  for (const { Id } of images) await docker.getImage(Id).remove({ force: true });
  await rm(folder, { recursive: true, force: true });
}, MINUTES_MS);

/** A newer client needs a plugin for BuildKit, which Debian's old one does not. */
async function buildKitClient(): Promise<string> {
  const clients = [Bun.which("docker"), "/usr/bin/docker"].filter((path) => path !== null);
  for (const path of clients) {
    const help = await run([path, "build", "--help"], { env: { DOCKER_BUILDKIT: "1" } }).catch(() => "");
    if (help.includes("--secret")) return path;
  }
  throw new Error(`None of ${clients.join(", ")} can build with BuildKit.`);
}

/** A clean copy of an app with what `autostack eject` writes beside it, and the images that it stands on. */
async function ejectCopy(fixture: string): Promise<void> {
  const found = (await buildFixtures()).find((each) => each.name === fixture);
  if (!found) throw new Error(`There is no ${fixture}.`);
  const cwd = join(folder, fixture);
  await copyFixture(found, cwd);
  await makeTestImages(docker, cacheFolder(), console.error, await baseImagesOf(await planOf(cwd), cwd));
  const { io, written } = commandIo({ cwd });
  expect([await dispatch(["eject", "--name", name], io), written.out]).toEqual([
    0,
    expect.stringContaining("Dockerfile"),
  ]);
}

const inFolder = (fixture: string, ...argv: string[]) => run(argv, { cwd: join(folder, fixture), env });
const compose = (...words: string[]) => inFolder(PYTHON, "docker-compose", "--project-name", name, ...words);

test(
  "the image of a Node server builds with `docker build`, holds only what it runs with, answers, and stops when told",
  async () => {
    await Bun.write(join(folder, NODE, "build-env.sh"), `export BUILD_TOKEN='${SECRET}'\n`);
    await needInBuild("BUILD_TOKEN");
    await inFolder(NODE, "docker", "build", "--secret", "id=build-env,src=build-env.sh", "--tag", name, ".");
    const look = "id -u && ls -A && ls node_modules && env";
    const seen = await inFolder(NODE, "docker", "run", "--rm", name, "sh", "-c", look);
    expect(seen).toStartWith("10001\n");
    expect(seen.split("\n")).toEqual(expect.arrayContaining(["dist", "hono", "PORT=3000", "NODE_ENV=production"]));
    expect(seen).not.toMatch(/^(?:typescript|build-env\.sh|compose\.yaml|BUILD_TOKEN=.*)$/m);
    expect(await inFolder(NODE, "docker", "history", "--no-trunc", name)).not.toContain(SECRET);
    expect(await answerAndStop()).toEqual({ body: expect.stringContaining("Hello from Hono"), killed: false });
  },
  MINUTES_MS,
);

/** The build fails from now on unless it sees this variable. */
async function needInBuild(variable: string): Promise<void> {
  const file = Bun.file(join(folder, NODE, "package.json"));
  const text = (await file.text()).replace('"build": "', `"build": "test -n \\"$${variable}\\" && `);
  expect(text).toContain(variable);
  await file.write(text);
}

async function answerAndStop() {
  const words = ["--init", "--detach", "--name", name, "--publish", "127.0.0.1::3000"];
  await inFolder(NODE, "docker", "run", ...words, name);
  const container = docker.getContainer(name);
  try {
    const { NetworkSettings } = await container.inspect();
    const body = await textAt(`http://127.0.0.1:${NetworkSettings.Ports["3000/tcp"]?.[0]?.HostPort}/`);
    await container.stop({ t: 20 });
    const { State } = await container.inspect();
    return { body, killed: State.ExitCode === 137 };
  } finally {
    await container.remove({ force: true });
  }
}

const textAt = (url: string) =>
  eventually(
    url,
    async () => {
      const response = await fetch(url);
      return response.ok && response.text();
    },
    60_000,
  );

test(
  "`docker-compose up` of a Python server migrates its database first and finds the server healthy",
  async () => {
    const port = await realProcesses.freePort();
    const file = join(folder, PYTHON, "compose.yaml");
    const text = await Bun.file(file).text();
    expect(text).toContain("127.0.0.1:8000:8000");
    await Bun.write(file, text.replace("127.0.0.1:8000:", `127.0.0.1:${port}:`));
    // SQLite's file, in a folder that both services see.
    await Bun.write(join(folder, PYTHON, ".env"), "DATABASE_FILE=/home/app/shop.sqlite3\n");
    await Bun.write(join(folder, PYTHON, "compose.override.yaml"), VOLUME);
    await compose("up", "--detach", "--build");
    const health = () => inspected("web").then(({ State }) => State.Health?.Status === "healthy");
    await eventually("a healthy server", health, 60_000, 200);
    const { State, RestartCount } = await inspected("release");
    expect([State.Status, State.ExitCode, RestartCount]).toEqual(["exited", 0, 0]);
    expect(await textAt(`http://127.0.0.1:${port}/static/visits/style.css`)).toContain("color: black");
    expect(await textAt(`http://127.0.0.1:${port}/`)).toBe("Hello from Django after True");
  },
  MINUTES_MS,
);

const VOLUME = `services:
  web: { volumes: ["data:/home/app"] }
  release: { volumes: ["data:/home/app"] }
volumes: { data: {} }
`;

async function inspected(service: string) {
  const filters = { label: [`com.docker.compose.project=${name}`, `com.docker.compose.service=${service}`] };
  const [container] = await docker.listContainers({ all: true, filters });
  if (!container) throw new Error(`The service ${service} has no container.`);
  return docker.getContainer(container.Id).inspect();
}
