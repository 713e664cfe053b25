import { describe, expect, test } from "bun:test";
import { pickAddress, randomRange } from "./docker-network.ts";

describe("addresses of containers", () => {
  test("are never the network's own, the gateway's or the broadcast's", () => {
    const all = Array.from({ length: 61 }, (_, i) => pickAddress("10.64.0.64/26", new Set(), () => i / 61));
    expect(new Set(all).size).toBe(61);
    expect(all).toContain("10.64.0.66");
    expect(all).toContain("10.64.0.126");
    expect(all).not.toContain("10.64.0.65");
    expect(all).not.toContain("10.64.0.127");
  });

  test("are never taken twice, until none is left", () => {
    const taken = new Set<string>();
    for (let count = 0; count < 61; count++) taken.add(pickAddress("10.64.0.0/26", taken));
    expect(taken.size).toBe(61);
    expect(() => pickAddress("10.64.0.0/26", taken)).toThrow("address pool");
  });

  test("reach over the ends of bytes in a wide range", () => {
    expect(pickAddress("172.18.0.0/16", new Set(), () => 0.5)).toStartWith("172.18.128.");
  });

  test("own ranges begin at a multiple of 64 in 10.64.0.0/10", () => {
    expect(randomRange(() => 0)).toBe("10.64.0.0/26");
    expect(randomRange(() => 0.999)).toBe("10.127.255.192/26");
  });
});
