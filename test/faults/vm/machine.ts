import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DeploymentState, hasEnded } from "#src/deployments/deployment.ts";
import { realProcesses } from "#src/host/real-processes.ts";
import { run } from "../../../scripts/lib/run.ts";
import { type ApiUser, signIn } from "../../support/api-user.ts";
import { eventually } from "../../support/eventually.ts";
import { OWNER } from "../../support/running-autostack.ts";
import type { Inside } from "./inside.ts";
import { LosableDisk, type Lost } from "./losable-disk.ts";
import { programsDisk } from "./programs.ts";
import { debianRootfs, type Rootfs } from "./rootfs.ts";

const DATA = "/var/lib/autostack";
/** An emulated machine is slow, and slower when others want the real one. */
const MINUTES_MS = 600_000;
/** Whatever it is asked slows it down further. */
const PAUSE_MS = 1000;
const VISIT_MS = 60_000;

type Ports = { ssh: number; dashboard: number; edge: number };
type Place = { folder: string; rootfs: Rootfs; disk: LosableDisk; programs: string; ports: Ports };

/** A server of its own, emulated: it can lose its power. Its disk is a copy of Debian's; there is no way out of it but to here. */
export class Machine {
  readonly #folder: string;
  readonly #rootfs: Rootfs;
  readonly #disk: LosableDisk;
  readonly #programs: string;
  readonly #ports: Ports;
  #qemu: Bun.Subprocess | null = null;
  #poweredOnAt = 0;
  #owner: ApiUser | null = null;

  private constructor(place: Place) {
    this.#folder = place.folder;
    this.#rootfs = place.rootfs;
    this.#disk = place.disk;
    this.#programs = place.programs;
    this.#ports = place.ports;
  }

  /** Made and switched on, with an owner and an image to build from. */
  static async make(say: (line: string) => void): Promise<Machine> {
    const folder = await mkdtemp(join(tmpdir(), "autostack-vm-"));
    try {
      const rootfs = await debianRootfs(say);
      const programs = await programsDisk(folder, say);
      const disk = await LosableDisk.copyOf(rootfs.disk, folder);
      const [ssh, dashboard, edge] = [await freePort(), await freePort(), await freePort()];
      const machine = new Machine({ folder, rootfs, disk, programs, ports: { ssh, dashboard, edge } });
      await machine.#setUp().catch(async (error) => {
        await machine.close();
        throw error;
      });
      return machine;
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** The API as the owner, for a quarter of an hour. */
  get api(): ApiUser {
    if (!this.#owner) throw new Error("Nobody has signed in yet");
    return this.#owner;
  }

  get sincePowerOnMs(): number {
    return performance.now() - this.#poweredOnAt;
  }

  async powerOn(): Promise<void> {
    const disk = await this.#disk.attach();
    this.#poweredOnAt = performance.now();
    // It ends with whoever started it, and lets others on this machine go first.
    const qemu = ["setpriv", "--pdeathsig", "KILL", "nice", "-n", "5", "qemu-system-x86_64"];
    this.#qemu = Bun.spawn([...qemu, ...this.#hardware(disk)], { stdout: "ignore", stderr: "inherit" });
  }

  /** What the kernel there had not written to the disk is lost, and what the disk had not been told to flush may be. */
  async cutPower(): Promise<Lost> {
    await this.#switchOff();
    return this.#disk.losePower();
  }

  /** Shuts the machine down as it asks for and switches it on again. */
  async reboot(): Promise<void> {
    await this.sh("systemctl reboot").catch(() => {});
    await eventually("the shutdown", () => this.#qemu?.exitCode === 0, MINUTES_MS, PAUSE_MS);
    await this.#disk.keepAll();
    await this.powerOn();
  }

  /** Signs in once the dashboard answers. */
  async signIn(): Promise<void> {
    const server = `http://127.0.0.1:${this.#ports.dashboard}`;
    this.#owner = await eventually("AutoStack's answer", () => signIn(server, OWNER), MINUTES_MS, PAUSE_MS);
  }

  /** How a deployment that was acknowledged ends. */
  async ended(slug: string, id: string): Promise<DeploymentState> {
    const known = (await this.api.deployments(slug)).some((deployment) => deployment.id === id);
    if (!known) throw new Error("The deployment is lost, though its start was acknowledged");
    const ask = async () => {
      const { state } = (await this.api.facts(slug, id)).deployment;
      return hasEnded(state) && state;
    };
    return eventually("the deployment's end", ask, MINUTES_MS, PAUSE_MS);
  }

  /** A request for an app through Traefik there. */
  visit(slug: string, path = "/", timeoutMs = VISIT_MS): Promise<Response> {
    const headers = { host: `${slug}.localhost` };
    return fetch(`http://127.0.0.1:${this.#ports.edge}${path}`, { headers, signal: AbortSignal.timeout(timeoutMs) });
  }

  /** Runs a line as root and gives what it writes. */
  sh(line: string, input?: Blob): Promise<string> {
    const key = ["-i", this.#rootfs.key, "-o", "IdentitiesOnly=yes", "-o", "LogLevel=ERROR"];
    const trust = ["-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null"];
    const shared = ["-o", "ConnectTimeout=5", "-p", String(this.#ports.ssh)];
    return run(["ssh", ...key, ...trust, ...shared, "root@127.0.0.1", line], input ? { input } : {});
  }

  /** What stands there now. */
  async look(): Promise<Inside> {
    const program = "/opt/autostack/inside.js";
    return JSON.parse(await this.sh(`BUN_BE_BUN=1 /opt/autostack/autostack ${program} ${DATA}`)) as Inside;
  }

  /** What AutoStack has said since the last boot. */
  journal(): Promise<string> {
    return this.sh("journalctl --no-pager -b -u autostack");
  }

  async close(): Promise<void> {
    await this.#switchOff();
    await rm(this.#folder, { recursive: true, force: true });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #switchOff(): Promise<void> {
    this.#qemu?.kill("SIGKILL");
    await this.#qemu?.exited;
    this.#qemu = null;
  }

  async #setUp(): Promise<void> {
    await this.powerOn();
    await eventually("SSH", () => this.#answersSsh(), MINUTES_MS, PAUSE_MS);
    await this.sh(
      `mkdir -p /tmp/base/bin && cp /bin/busybox /tmp/base/bin && chroot /tmp/base /bin/busybox --install -s /bin &&
       until docker info >/dev/null 2>&1; do sleep 1; done; tar -C /tmp/base -c . | docker import - base:1`,
    );
    const dashboard = `http://127.0.0.1:${this.#ports.dashboard}/`;
    const isUp = async () => (await fetch(dashboard, { signal: AbortSignal.timeout(5000) })).ok;
    await eventually("AutoStack's start", isUp, MINUTES_MS, PAUSE_MS);
    const { email, name, password } = OWNER;
    const add = `/opt/autostack/autostack user add ${email} --name ${name} --owner --password-stdin`;
    await this.sh(add, new Blob([password]));
    await this.signIn();
  }

  async #answersSsh(): Promise<boolean> {
    return (await this.sh("echo here").catch(() => "")).includes("here");
  }

  #hardware(disk: string[]): string[] {
    const { ssh, dashboard, edge } = this.#ports;
    const forwarded = [
      [ssh, 22],
      [dashboard, 8080],
      [edge, 80],
    ].map(([here, there]) => `hostfwd=tcp:127.0.0.1:${here}-:${there}`);
    return [
      // A reboot ends it, so that the time from there on can be told.
      ...["-no-reboot", "-nodefaults", "-display", "none", "-serial", `file:${join(this.#folder, "console.log")}`],
      ...["-accel", "tcg,thread=multi", "-cpu", "max", "-smp", "2", "-m", "2G", "-device", "virtio-rng-pci"],
      ...["-kernel", this.#rootfs.kernel, "-initrd", this.#rootfs.initrd],
      ...["-append", "root=/dev/vda rw console=ttyS0 quiet"],
      ...disk,
      ...["-drive", `file=${this.#programs},if=none,id=programs,format=raw,readonly=on`],
      ...["-device", "virtio-blk-pci,drive=programs"],
      ...["-nic", `user,model=virtio-net-pci,restrict=on,${forwarded.join(",")}`],
    ];
  }
}

const freePort = () => realProcesses.freePort();
