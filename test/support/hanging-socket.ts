import { connect, createServer, type Socket } from "node:net";

/** A socket that hands everything on to another one, until it is told to take everything and say nothing. */
export async function hangingSocket(path: string, target: string) {
  let hangs = false;
  /** Each caller with the connection that serves it, if any. */
  const open = new Map<Socket, Socket | null>();
  const server = createServer((client) => {
    const engine = hangs ? null : connect(target);
    open.set(client, engine);
    client.on("error", () => {}).on("close", () => open.delete(client));
    if (engine === null) return void client.resume();
    engine.on("error", () => client.destroy());
    client.on("close", () => engine.destroy());
    client.pipe(engine).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    /** What is open already falls silent too. */
    hang() {
      hangs = true;
      for (const [client, engine] of open) {
        client.unpipe();
        engine?.unpipe();
        client.resume();
      }
    },
    recover() {
      hangs = false;
      for (const client of open.keys()) client.destroy();
    },
    async close() {
      for (const client of open.keys()) client.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
