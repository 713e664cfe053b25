// `npm run demo`: AutoStack with what this machine has, the bundled example live on it, and how to sign in. Ctrl-C ends all of it.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type App, openApp, startApp } from "../src/app.ts";
import { ApiClient, type DeploymentAnswer } from "../src/commands/api-client.ts";
import type { Io } from "../src/commands/command.ts";
import { followDeployment } from "../src/commands/follow.ts";
import { readConfig } from "../src/config.ts";
import { realHost } from "../src/host/real-host.ts";
import { realProcesses } from "../src/host/real-processes.ts";
import { errorText } from "../src/lib/errors.ts";
import { newSecret } from "../src/lib/ids.ts";

const PROJECT = "hello";
/** Docker is there but cannot fetch the image that the example is built on: no fault of the example. */
const NO_BASE_IMAGE = ["registry_unreachable", "image_not_found"];

type Settings = Record<string, string | undefined>;
type SignIn = { email: string; password: string };

const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stopping.abort());

try {
  await main();
} catch (error) {
  console.error(`\nThe demo ended: ${errorText(error)}`);
  process.exit(1);
}
process.exit(0);

async function main(): Promise<void> {
  const settings = await demoSettings();
  if (await runDemo(settings)) return;
  console.log("Docker cannot fetch base images here, so the demo goes on without it.\n");
  await runDemo({ ...settings, AUTOSTACK_RUNTIME: "process" });
}

/** What the environment says, and for the rest what disturbs nobody: ports that are free, and nothing open to the network. */
async function demoSettings(): Promise<Settings> {
  const port = process.env.AUTOSTACK_PORT ?? (await freePort(8080));
  const edgePort = process.env.AUTOSTACK_EDGE_PORT ?? (await freePort(8081));
  return {
    AUTOSTACK_DATA: join(import.meta.dir, "../data/demo"),
    AUTOSTACK_ADDRESS: "127.0.0.1",
    AUTOSTACK_ON_STOP: "end",
    ...process.env,
    AUTOSTACK_PORT: port,
    AUTOSTACK_EDGE_PORT: edgePort,
  };
}

async function freePort(wanted: number): Promise<string> {
  try {
    await Bun.listen({ hostname: "127.0.0.1", port: wanted, socket: { data: () => {} } }).stop(true);
    return String(wanted);
  } catch {
    return String(await realProcesses.freePort());
  }
}

/** Runs until Ctrl-C. `false`: the example could not be built, because Docker has no base image for it. */
async function runDemo(settings: Settings): Promise<boolean> {
  const config = readConfig(settings);
  const app = await openApp(config, realHost(config));
  const running = await startApp(app);
  try {
    const signIn = await signInOf(app);
    const { deployment, url } = await deployExample(running.url, signIn);
    if (deployment.state.name === "failed" && NO_BASE_IMAGE.includes(deployment.state.problem.code)) return false;
    if (deployment.state.name === "live") tell(app, { dashboard: running.url, url, signIn });
    else console.log(`The example is not live. See why at ${running.url}`);
    if (!stopping.signal.aborted) await new Promise((resolve) => stopping.signal.addEventListener("abort", resolve));
    return true;
  } finally {
    console.log("\nStopping everything that the demo started…");
    await running.stop();
  }
}

/** The owner's account; its password is kept beside the data, so that the next demo can say it again. */
async function signInOf({ accounts, config }: App): Promise<SignIn> {
  const file = join(config.dataFolder, "demo-sign-in.json");
  const token = accounts.setupToken();
  if (token === null) return JSON.parse(await readFile(file, "utf8"));
  const signIn = { email: "demo@example.com", password: newSecret().slice(0, 16) };
  await accounts.setUpOwner(token, { name: "Demo", ...signIn });
  await mkdir(config.dataFolder, { recursive: true });
  await writeFile(file, JSON.stringify(signIn), { mode: 0o600 });
  return signIn;
}

/** As the command line does it for any user: by the API, following the log to the end. */
async function deployExample(server: string, signIn: SignIn): Promise<DeploymentAnswer> {
  const io = consoleIo();
  const granted = await fetch(`${server}/api/v1/auth/token`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(signIn),
  });
  const { accessToken } = (await granted.json()) as { accessToken: string };
  const client = new ApiClient(io, { server, token: accessToken });
  const { deployment } = await startExample(client);
  await followDeployment(client, io, { project: PROJECT, deployment });
  return client.get<DeploymentAnswer>(`/projects/${PROJECT}/deployments/${deployment.id}`);
}

function startExample(client: ApiClient): Promise<DeploymentAnswer> {
  const isThere = client.get(`/projects/${PROJECT}`).then(
    () => true,
    () => false,
  );
  return isThere.then((there) =>
    there
      ? client.post<DeploymentAnswer>(`/projects/${PROJECT}/deployments`)
      : client.post<DeploymentAnswer>("/projects", {
          slug: PROJECT,
          name: "Hello",
          source: "example",
          example: "node",
        }),
  );
}

function consoleIo(): Io {
  return {
    env: {},
    cwd: process.cwd(),
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    isTerminal: false,
    columns: 80,
    signal: stopping.signal,
    input: { isTerminal: false, readAll: async () => "", readHidden: async () => null },
  };
}

function tell(
  { world }: App,
  { dashboard, url, signIn }: { dashboard: string; url: string | null; signIn: SignIn },
): void {
  console.log(`
  The example is live:  ${url}
  The dashboard:        ${dashboard}
  Sign in with:         ${signIn.email}
  Password:             ${signIn.password}

  Runtime: ${world.runtime.name}, edge: ${world.edge.name}. Ctrl-C stops all of it.
`);
}
