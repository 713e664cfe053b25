import { expect, test } from "bun:test";
import { cacheVariables, inheritedFrom } from "./process-environment.ts";

test("of AutoStack's environment a project sees where programs are and whom TLS trusts, never a secret", () => {
  const own = { PATH: "/bin", SSL_CERT_FILE: "/ca.pem", AUTOSTACK_SECRET: "x", HOME: "/root", LANG: undefined };
  expect(inheritedFrom(own)).toEqual({ PATH: "/bin", SSL_CERT_FILE: "/ca.pem", LANG: "C.UTF-8" });
});

test("package managers keep their downloads in the given folder", () => {
  const folders = Object.values(cacheVariables("/data/cache"));
  expect(folders.every((folder) => folder.startsWith("/data/cache/"))).toBe(true);
  expect(new Set(folders).size).toBe(folders.length);
});
