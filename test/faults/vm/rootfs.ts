import { existsSync } from "node:fs";
import { chmod, copyFile, mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cacheFolder } from "../../../scripts/lib/cache-folder.ts";
import { run } from "../../../scripts/lib/run.ts";

/** What a machine boots from. The disk is to be copied, never written. */
export type Rootfs = { disk: string; kernel: string; initrd: string; key: string };

const SUITE = "bookworm";
const PACKAGES = [
  ...["systemd", "systemd-sysv", "udev", "dbus", "linux-image-cloud-amd64", "e2fsprogs", "iproute2", "procps"],
  ...["docker.io", "apparmor", "iptables", "ca-certificates", "git", "openssh-server", "busybox-static"],
];
const LEFT_OUT = ["/usr/share/doc/*", "/usr/share/man/*", "/usr/share/locale/*", "/usr/share/info/*"];
const DISK_SIZE = "4G";

/** QEMU's own network has fixed addresses; nothing in the machine asks for a name. */
const NETWORK = "[Match]\nName=e*\n\n[Network]\nAddress=10.0.2.15/24\nGateway=10.0.2.2\n";
const MOUNTS = `/dev/vda / ext4 errors=remount-ro 0 1
LABEL=programs /opt/autostack ext4 ro 0 0
`;

/** A Debian with systemd and Docker that starts AutoStack at boot, made once and kept. */
export async function debianRootfs(say: (line: string) => void): Promise<Rootfs> {
  const unit = join(import.meta.dir, "autostack.service");
  const recipe = new Bun.CryptoHasher("sha256")
    .update([SUITE, ...PACKAGES, ...LEFT_OUT, DISK_SIZE, NETWORK, MOUNTS, await Bun.file(unit).text()].join("\0"))
    .digest("hex")
    .slice(0, 16);
  const folder = join(cacheFolder(), "vm", recipe);
  if (!existsSync(folder)) {
    say("Making a Debian with systemd and Docker (once, about two minutes)…");
    await make(folder, unit);
  }
  const at = (name: string) => join(folder, name);
  return { disk: at("root.img"), kernel: at("vmlinuz"), initrd: at("initrd.img"), key: at("key") };
}

async function make(folder: string, unit: string): Promise<void> {
  await mkdir(join(folder, ".."), { recursive: true });
  const partial = await mkdtemp(`${folder}.partial-`);
  const root = await mkdtemp(join(tmpdir(), "autostack-vm-root-"));
  try {
    await bootstrap(root);
    await run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "the fault tests", "-f", join(partial, "key")]);
    await furnish(root, unit, join(partial, "key.pub"));
    const boot = await readdir(join(root, "boot"));
    for (const [name, start] of [
      ["vmlinuz", "vmlinuz-"],
      ["initrd.img", "initrd.img-"],
    ] as const) {
      const file = boot.find((entry) => entry.startsWith(start));
      await copyFile(join(root, "boot", file ?? name), join(partial, name));
    }
    const disk = join(partial, "root.img");
    await run(["mke2fs", "-q", "-t", "ext4", "-E", "lazy_itable_init=0", "-d", root, disk, DISK_SIZE]);
    await rename(partial, folder);
  } finally {
    await rm(root, { recursive: true, force: true });
    await rm(partial, { recursive: true, force: true });
  }
}

async function bootstrap(root: string): Promise<void> {
  const dpkg = LEFT_OUT.map((path) => `--dpkgopt=path-exclude=${path}`);
  const include = `--include=${PACKAGES.join(",")}`;
  await run(["mmdebstrap", "--variant=minbase", "--format=directory", include, ...dpkg, SUITE, root]);
  await chmod(root, 0o755);
}

async function furnish(root: string, unit: string, publicKey: string): Promise<void> {
  await mkdir(join(root, "root/.ssh"), { mode: 0o700, recursive: true });
  await copyFile(publicKey, join(root, "root/.ssh/authorized_keys"));
  await mkdir(join(root, "opt/autostack"), { recursive: true });
  await Bun.write(join(root, "etc/hostname"), "autostack-vm\n");
  await Bun.write(join(root, "etc/hosts"), "127.0.0.1 localhost autostack-vm\n");
  await Bun.write(join(root, "etc/fstab"), MOUNTS);
  await Bun.write(join(root, "etc/systemd/network/machine.network"), NETWORK);
  await copyFile(unit, join(root, "etc/systemd/system/autostack.service"));
  await run(["systemctl", `--root=${root}`, "enable", "systemd-networkd", "ssh", "docker", "autostack"]);
}
