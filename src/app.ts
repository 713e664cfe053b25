import type { Database } from "bun:sqlite";
import { join } from "node:path";
import { Accounts } from "./accounts/accounts.ts";
import { SettingsStore } from "./accounts/settings-store.ts";
import type { Config } from "./config.ts";
import { Bell } from "./deployments/bell.ts";
import { Comeback } from "./deployments/comeback.ts";
import { CrashWatch } from "./deployments/crash-watch.ts";
import { DeploymentStore } from "./deployments/deployment-store.ts";
import { Deployments } from "./deployments/deployments.ts";
import { DiskKeeper } from "./deployments/disk-keeper.ts";
import { DiskStore } from "./deployments/disk-store.ts";
import { EnvironmentStates } from "./deployments/environment-states.ts";
import { EventStore } from "./deployments/event-store.ts";
import { explainWith } from "./deployments/explain.ts";
import { removeHalfWritten } from "./deployments/half-written.ts";
import { HistoryStore } from "./deployments/history-store.ts";
import { jobKinds } from "./deployments/job-kinds.ts";
import { DeploymentLogs } from "./deployments/log.ts";
import { ReleaseStore } from "./deployments/release-store.ts";
import type { World } from "./deployments/world.ts";
import { HostnameStore } from "./domains/hostname-store.ts";
import { EmbeddedEdge } from "./edge/embedded.ts";
import { pickEdge } from "./edge/pick.ts";
import type { Host } from "./host/host.ts";
import { admitBuild, readMachine } from "./host/machine.ts";
import { loadSecretKey } from "./host/secret-key.ts";
import { readSourceTree } from "./host/source-tree.ts";
import type { JobHandler, NewJob } from "./jobs/job.ts";
import { JobStore } from "./jobs/job-store.ts";
import { Worker } from "./jobs/worker.ts";
import { assetPath } from "./lib/assets.ts";
import { openDatabase } from "./lib/db.ts";
import { errorText } from "./lib/errors.ts";
import { newId } from "./lib/ids.ts";
import { migrate } from "./lib/migrate.ts";
import { OneAtATime } from "./lib/one-at-a-time.ts";
import { SecretBox } from "./lib/secret-box.ts";
import { DAY_MS } from "./lib/time.ts";
import { Projects } from "./projects/projects.ts";
import { Variables } from "./projects/variables.ts";
import { DockerRuntime } from "./runtimes/docker.ts";
import { pickRuntime } from "./runtimes/pick.ts";
import { ProcessRuntime } from "./runtimes/process.ts";
import { inheritedFrom } from "./runtimes/process-environment.ts";
import type { Runtime } from "./runtimes/runtime.ts";
import { Scaling } from "./scaling/scaling.ts";
import { serveHttp } from "./server.ts";
import { fetchSource } from "./sources/fetch.ts";
import { NOT_KEPT, SnapshotStore } from "./sources/snapshot.ts";
import { UploadStore } from "./sources/upload-store.ts";
import { Uploads } from "./sources/uploads.ts";
import { Teams } from "./teams/teams.ts";

/** Everything that is there while AutoStack runs. Routes get the parts that they need of it. */
export type App = {
  config: Config;
  db: Database;
  host: Host;
  accounts: Accounts;
  teams: Teams;
  projects: Projects;
  variables: Variables;
  uploads: Uploads;
  deployments: Deployments;
  world: World;
  worker: Worker;
  diskKeeper: DiskKeeper;
  scaling: Scaling;
  comeback: Comeback;
};

/** Opens the data folder and puts the parts together. Nothing listens, runs or is changed on the machine yet. */
export async function openApp(config: Config, host: Host): Promise<App> {
  await host.files.makeFolder(config.dataFolder, 0o700);
  const db = openDatabase(join(config.dataFolder, "autostack.db"));
  migrate(db, assetPath("migrations"), (from) => join(config.dataFolder, `before-migration-${from + 1}.db`));
  const box = new SecretBox(await loadSecretKey(join(config.dataFolder, "secret.key")));
  const { now } = host;
  const teams = new Teams({ db, now });
  const accounts = new Accounts({ db, box, now, teams });
  const projects = new Projects({ db, box, now, config, teams });
  const variables = new Variables({ db, box, now });
  const uploads = new Uploads(host, new UploadStore(db), config.dataFolder, config.limits);
  const jobs = new JobStore(db);
  const queue = {
    enqueue: (job: NewJob) => {
      jobs.add(job, now());
      worker.wake();
    },
    isPending: (kind: string, subject: string) => jobs.isPending(kind, subject),
  };
  const world = { ...(await makeWorld({ config, host, db, box, projects, variables, uploads })), ...queue };
  const deployments = new Deployments({ world, jobs, wake: () => worker.wake() });
  const diskKeeper = new DiskKeeper(world, host.docker);
  const handle: JobHandler = (job, signal, place) =>
    deployments.handler(job, signal, place).finally(() => diskKeeper.afterBuild());
  const kinds = jobKinds(world, deployments, { deploy: handle, concurrency: config.limits.concurrentDeployments });
  const worker: Worker = new Worker({ store: jobs, kinds, now });
  const parts = { config, db, host, accounts, teams, projects, variables, uploads, deployments, world, worker };
  return {
    ...parts,
    diskKeeper,
    scaling: new Scaling(world, readMachine),
    comeback: new Comeback(world, () => worker.start()),
  };
}

type Parts = Pick<App, "config" | "host" | "db" | "projects" | "variables" | "uploads"> & { box: SecretBox };

async function makeWorld({
  config,
  host,
  db,
  box,
  projects,
  variables,
  uploads,
}: Parts): Promise<Omit<World, "enqueue" | "isPending">> {
  const bell = new Bell();
  const installation = installationId(db);
  const snapshots = new SnapshotStore(host, config.dataFolder);
  const examplesFolder = assetPath("examples");
  const logs = join(config.dataFolder, "logs");
  const releases = new ReleaseStore(db, box);
  return {
    ...{ installation, config, host, projects, variables, snapshots, bell },
    hostnames: new HostnameStore(db),
    fetchSource: ({ input, into, keep, ...rest }) => {
      const store = keep ? snapshots : { ...NOT_KEPT, open: snapshots.open.bind(snapshots) };
      return fetchSource(input, into, {
        ...rest,
        host,
        snapshots: store,
        uploads,
        examplesFolder,
        limits: config.limits,
      });
    },
    readTree: readSourceTree,
    runtime: await chooseRuntime({ config, host, installation, needsDocker: releases.someImage() }),
    edge: pickEdge(config, host, { keepRunning: config.onStop === "keep" }),
    deployments: new DeploymentStore(db),
    releases,
    admitBuild: () => admitBuild(config.limits.build),
    explain: explainWith(host.processes),
    history: new HistoryStore(db),
    events: new EventStore(db, host.now),
    states: new EnvironmentStates(db),
    changes: new OneAtATime(),
    disk: new DiskStore(db),
    logs: new DeploymentLogs({ host, folder: logs, limitBytes: config.limits.logBytes, bell }),
  };
}

/** Made once; it labels what engines make, so it must outlive everything but the data folder. */
function installationId(db: Database): string {
  const settings = new SettingsStore(db);
  const known = settings.get("installation");
  if (known !== null) return known;
  const made = newId();
  settings.set("installation", made);
  return made;
}

type Choice = Pick<App, "config" | "host"> & { installation: string; needsDocker: boolean };

function chooseRuntime({ config, host, installation, needsDocker }: Choice): Promise<Runtime> {
  const sitesFolder = join(config.dataFolder, "sites");
  const keepRunning = config.onStop === "keep";
  return pickRuntime(config.runtime, needsDocker, {
    docker: () => new DockerRuntime(host, { installation, sitesFolder, keepRunning }),
    process: () =>
      new ProcessRuntime(host, {
        ...{ installation, sitesFolder },
        folder: join(config.dataFolder, "processes"),
        environment: inheritedFrom(process.env),
        keepRunning,
      }),
  });
}

/** A running AutoStack. `stop` resolves when everything is put away. */
export type Running = { url: string; setupUrl: string | null; stop(): Promise<void> };

/** Starts the edge and the server, brings back what should run, and takes up the queue; the last two when the engine answers. */
export async function startApp(app: App): Promise<Running> {
  const { world, accounts, worker, diskKeeper, scaling, comeback, db, config } = app;
  await app.host.processes.endLeft();
  await removeHalfWritten(app.host.files, config.dataFolder);
  await world.edge.start();
  const server = await serveHttp(app, world.edge instanceof EmbeddedEdge ? world.edge : null);
  const sweeping = sweepDaily(app);
  const crashes = new CrashWatch(world);
  await comeback.start(() => {
    scaling.start();
    crashes.start();
  });
  diskKeeper.start();
  const url = config.publicUrl ?? `http://${config.baseDomain ?? "localhost"}:${config.port}`;
  const token = accounts.setupToken();
  const stop = async () => {
    clearInterval(sweeping);
    diskKeeper.stop();
    await comeback.stop();
    await scaling.stop();
    await crashes.stop();
    await worker.stop();
    await server.stop(true);
    await world.edge.stop();
    await world.runtime.close().catch((error) => console.error(`Not everything was ended: ${errorText(error)}`));
    db.close();
  };
  return { url, setupUrl: token && `${url}/setup?token=${token}`, stop };
}

/** Forgets what has expired, now and every day. */
function sweepDaily({ accounts, teams, uploads }: App): Timer {
  const sweep = () => {
    accounts.sweep();
    teams.sweep();
    uploads.sweep().catch((error) => console.error(`Old uploads could not be removed: ${errorText(error)}`));
  };
  sweep();
  return setInterval(sweep, DAY_MS);
}
