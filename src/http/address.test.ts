import { expect, test } from "bun:test";
import { clientAddress } from "./address.ts";

const PUBLIC = "https://deploy.example.com";
const from = (peer: string, forwarded: string, publicUrl: string | null) =>
  clientAddress(
    new Request("http://localhost/", { headers: { "x-forwarded-for": forwarded } }),
    { requestIP: () => ({ address: peer }) },
    publicUrl,
  );

test("only a proxy on this machine may say where a request comes from, and only when one is configured", () => {
  expect(from("::ffff:127.0.0.1", "203.0.113.9", PUBLIC)).toBe("203.0.113.9");
  expect(from("198.51.100.7", "203.0.113.9", PUBLIC)).toBe("198.51.100.7");
  expect(from("127.0.0.1", "203.0.113.9", null)).toBe("127.0.0.1");
});

test("what a client wrote before the proxy's own entry does not count", () => {
  expect(from("::1", "10.0.0.1, 203.0.113.9", PUBLIC)).toBe("203.0.113.9");
});
