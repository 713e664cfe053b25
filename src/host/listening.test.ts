import { describe, expect, test } from "bun:test";
import { countConnections, parseListeners } from "./listening.ts";

const row = (local: string, state: string, inode = 1) =>
  `   0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000  1000        0 ${inode} 1 0 100 0 0 10 0`;

describe("what /proc/net/tcp tells about listeners", () => {
  test("tells loopback from all addresses, in both protocols", () => {
    const table = [
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
      row("00000000:0BB8", "0A"),
      row("0100007F:1F90", "0A"),
      row("00000000000000000000000001000000:1F91", "0A"),
      row("0000000000000000FFFF00000100007F:1F92", "0A"),
      row("00000000000000000000000000000000:1F93", "0A"),
    ].join("\n");
    expect(parseListeners(table)).toEqual([
      { port: 3000, loopbackOnly: false },
      { port: 8080, loopbackOnly: true },
      { port: 8081, loopbackOnly: true },
      { port: 8082, loopbackOnly: true },
      { port: 8083, loopbackOnly: false },
    ]);
  });

  test("a port on which one of two sockets is open to all is open", () => {
    const table = `${row("0100007F:0BB8", "0A")}\n${row("00000000000000000000000000000000:0BB8", "0A")}`;
    expect(parseListeners(table)).toEqual([{ port: 3000, loopbackOnly: false }]);
  });

  test("leaves out connections, Docker's resolver and other programs' sockets", () => {
    const table = [row("0100007F:0BB8", "01"), row("0B00007F:9C40", "0A"), row("00000000:0BB9", "0A", 77)].join("\n");
    expect(parseListeners(table, (inode) => inode !== "77")).toEqual([]);
  });
});

test("counts the open connections to one port, in both protocols and neither waiting nor closed ones", () => {
  const table = [
    row("0100007F:0BB8", "0A"),
    row("0200000A:0BB8", "01"),
    row("0000000000000000FFFF00000200000A:0BB8", "01"),
    row("0200000A:0BB8", "06"),
    row("0200000A:9C40", "01"),
  ].join("\n");
  expect(countConnections(table, 3000)).toBe(2);
});
