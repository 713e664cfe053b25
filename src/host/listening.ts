export type Listener = { port: number; loopbackOnly: boolean };

type SocketRow = { address: string; port: number; inode: string };

const ESTABLISHED = "01";
const LISTEN = "0A";
/** Docker's own resolver listens inside every container of a user-made network. */
const DOCKER_DNS = "0B00007F";

/** Reads `/proc/<pid>/net/tcp` and `tcp6`. `owns` picks sockets by inode where the table tells of more than one program. */
export function parseListeners(table: string, owns: (inode: string) => boolean = () => true): Listener[] {
  const byPort = new Map<number, boolean>();
  for (const { address, port, inode } of rowsIn(table, LISTEN)) {
    if (address === DOCKER_DNS || !owns(inode)) continue;
    byPort.set(port, (byPort.get(port) ?? true) && isLoopback(address));
  }
  return [...byPort].map(([port, loopbackOnly]) => ({ port, loopbackOnly })).sort((a, b) => a.port - b.port);
}

/** Open connections to a local port: the same tables, read for what waits for an answer. */
export function countConnections(table: string, port: number): number {
  return rowsIn(table, ESTABLISHED).filter((row) => row.port === port).length;
}

function rowsIn(table: string, wanted: string): SocketRow[] {
  return table.split("\n").flatMap((row) => {
    const [, local, , state, , , , , , inode] = row.trim().split(/\s+/);
    const [address, port] = local?.split(":") ?? [];
    if (state !== wanted || !address || !port || !inode) return [];
    return [{ address, port: Number.parseInt(port, 16), inode }];
  });
}

/** The kernel writes an address as 32-bit words in the machine's own (little-endian) byte order. */
function isLoopback(address: string): boolean {
  if (address.length === 8) return address.endsWith("7F");
  const isMapped = address.startsWith("0000000000000000FFFF0000");
  return isMapped ? address.endsWith("7F") : address === "00000000000000000000000001000000";
}
