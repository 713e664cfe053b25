import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import type Docker from "dockerode";
import { run } from "../lib/run.ts";
import { BASE_IMAGE, type TestImage } from "./image.ts";
import { EVERYDAY_IMAGES, imageNamed, withParents } from "./images.ts";
import { caBundle, imageEnvironment } from "./machine.ts";

/** Says of which recipe an image was made, so that it is made anew only when the recipe changed. */
const LABEL = "autostack.test-image";
const SUITE = "bookworm";
// What Debian's own slim images leave out.
const LEFT_OUT = ["/usr/share/doc/*", "/usr/share/man/*", "/usr/share/locale/*", "/usr/share/info/*"];

type Say = (line: string) => void;

/** Whether packages here hold what is in the image. */
export const canMake = (name: string): boolean => imageNamed(name, { caBundle: "", environment: {} }) !== null;

/** Makes base images that plans name, each once: what stands already with the same recipe is kept. Unknown names are left out. */
export async function makeTestImages(
  docker: Docker,
  cacheFolder: string,
  say: Say,
  names: readonly string[] = EVERYDAY_IMAGES,
): Promise<void> {
  await mkdir(cacheFolder, { recursive: true });
  const recipes = new Map<string, string>();
  const outdated: string[] = [];
  recipes.set(BASE_IMAGE, await makeBase(docker, cacheFolder, say));
  const machine = { caBundle: await caBundle(), environment: await imageEnvironment() };
  for (const image of withParents(names, machine)) {
    const recipe = hash([recipes.get(image.from) ?? image.from, ...image.versions, ...image.dockerfile]);
    recipes.set(image.name, recipe);
    const present = await testImage(docker, image.name);
    if (present?.recipe === recipe) continue;
    say(`Making the test image ${image.name}…`);
    await makeImage(docker, image, recipe, cacheFolder);
    if (present) outdated.unshift(present.id);
  }
  // The newest first, as the others are its parents. What still stands on one keeps it until the next time.
  for (const id of outdated)
    await docker
      .getImage(id)
      .remove()
      .catch(() => {});
}

async function makeBase(docker: Docker, cacheFolder: string, say: Say): Promise<string> {
  const recipe = hash([SUITE, ...LEFT_OUT, process.arch]);
  if ((await testImage(docker, BASE_IMAGE))?.recipe === recipe) return recipe;
  const archive = join(cacheFolder, `debian-${SUITE}-${recipe}.tar`);
  if (!existsSync(archive)) {
    say(`Making Debian's ${SUITE} for the test images…`);
    await bootstrap(archive);
  }
  const [repo, tag] = splitName(BASE_IMAGE);
  const changes = [`LABEL ${LABEL}=${recipe}`];
  await finished(docker, await docker.importImage(streamOf(archive), { repo, tag, changes }));
  return recipe;
}

async function bootstrap(archive: string): Promise<void> {
  const partial = `${archive}.${process.pid}.partial.tar`;
  const dpkg = LEFT_OUT.map((path) => `--dpkgopt=path-exclude=${path}`);
  try {
    await run(["mmdebstrap", "--variant=minbase", "--include=ca-certificates", ...dpkg, SUITE, partial]);
    await rename(partial, archive);
  } finally {
    await rm(partial, { force: true });
  }
}

async function makeImage(docker: Docker, image: TestImage, recipe: string, cacheFolder: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "autostack-test-image-"));
  try {
    const root = join(folder, "context/root");
    await mkdir(root, { recursive: true });
    await image.fill(root, cacheFolder);
    // COPY gives the folder's own mode to `/`, and a temporary folder's is 0700.
    await chmod(root, 0o755);
    const lines = [`FROM ${image.from}`, "COPY root/ /", ...image.dockerfile, `LABEL ${LABEL}=${recipe}`];
    await Bun.write(join(folder, "context/Dockerfile"), `${lines.join("\n")}\n`);
    const archive = join(folder, "context.tar");
    await run(["tar", "--owner=0", "--group=0", "-C", join(folder, "context"), "-cf", archive, "."]);
    await finished(docker, await docker.buildImage(streamOf(archive), { t: image.name, forcerm: true }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function testImage(docker: Docker, name: string): Promise<{ id: string; recipe: string } | null> {
  const [image] = await docker.listImages({ filters: JSON.stringify({ reference: [name], label: [LABEL] }) });
  return image ? { id: image.Id, recipe: image.Labels?.[LABEL] ?? "" } : null;
}

/** Waits for the end of a build or an import; the stream carries the error, the status does not. */
function finished(docker: Docker, stream: NodeJS.ReadableStream): Promise<void> {
  const said: string[] = [];
  let problem: string | null = null;
  return new Promise((resolve, reject) => {
    docker.modem.followProgress(
      stream,
      (error) => {
        problem ??= error?.message ?? null;
        if (problem === null) resolve();
        else reject(new Error(`${problem}\n${said.slice(-40).join("")}`));
      },
      (event: { stream?: string; error?: string }) => {
        said.push(event.stream ?? event.error ?? "");
        problem ??= event.error ?? null;
      },
    );
  });
}

function streamOf(path: string): NodeJS.ReadableStream {
  return Readable.fromWeb(Bun.file(path).stream() as Parameters<typeof Readable.fromWeb>[0]);
}

function splitName(name: string): [string, string] {
  const colon = name.lastIndexOf(":");
  return [name.slice(0, colon), name.slice(colon + 1)];
}

function hash(parts: readonly string[]): string {
  return new Bun.CryptoHasher("sha256").update(parts.join("\0")).digest("hex").slice(0, 16);
}
