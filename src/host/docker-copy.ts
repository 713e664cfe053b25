import { pipeline } from "node:stream/promises";
import type Dockerode from "dockerode";
import tarFs from "tar-fs";

/** Unpacks what stands under `path` in an image into an existing folder. */
export async function copyFromImage(
  engine: Dockerode,
  { image, path, folder, labels }: { image: string; path: string; folder: string; labels: Record<string, string> },
): Promise<void> {
  // It is never started, so that the image needs no command of its own.
  const container = await engine.createContainer({ Image: image, Cmd: ["-"], Labels: labels });
  try {
    const archive = await container.getArchive({ path: `${path}/.` });
    await pipeline(archive, tarFs.extract(folder, { dmode: 0o755, fmode: 0o644, chown: false } as object));
  } finally {
    await container.remove({ force: true, v: true });
  }
}
