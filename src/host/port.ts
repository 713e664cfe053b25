import { createServer } from "node:net";

/** `free`, or the system's reason why nobody may listen there now: `EADDRINUSE`, `EACCES`, … */
export function portState(address: string, port: number): Promise<string> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ host: address, port, exclusive: true }, () => server.close(() => resolve("free")));
  });
}
