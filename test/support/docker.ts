import Docker from "dockerode";

/** The Engine that tests use: another one than the machine's own when `AUTOSTACK_TEST_DOCKER` names its socket. */
export const dockerSocket = process.env.AUTOSTACK_TEST_DOCKER || "/var/run/docker.sock";

/** A client of the tests' own, to see what AutoStack really did. */
export const docker = new Docker({ socketPath: dockerSocket });

/** Whether the image's files or its build's records hold a text: for what must not be in any layer. */
export async function imageContains(image: string, text: string): Promise<boolean> {
  const needle = Buffer.from(text);
  let rest = Buffer.alloc(0);
  for await (const chunk of await docker.getImage(image).get()) {
    const part = Buffer.concat([rest, Buffer.from(chunk)]);
    if (part.includes(needle)) return true;
    rest = part.subarray(Math.max(0, part.length - needle.length));
  }
  return JSON.stringify(await docker.getImage(image).history()).includes(text);
}
