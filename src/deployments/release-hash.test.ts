import { expect, test } from "bun:test";
import { testBox } from "../../test/support/database.ts";
import { HARMLESS, plan } from "../../test/support/made-up-code.ts";
import { type ReleaseContent, releaseHash } from "./release-hash.ts";

const content: ReleaseContent = {
  artifact: { kind: "image", image: "sha256:1", bytes: 1 },
  plan: plan(HARMLESS),
  variables: { COLOR: "blue", KEY: "1234" },
  hostnames: ["blog.localhost", "www.example.com"],
};
const keyed = (value: string) => testBox.digest(value, "release");
const hash = (changed: Partial<ReleaseContent> = {}) => releaseHash({ ...content, ...changed }, keyed);

test("equal content has one hash, in whatever order it is written down", () => {
  const { COLOR, KEY } = content.variables as { COLOR: string; KEY: string };
  const turned = Object.fromEntries(Object.entries(content.plan).reverse()) as ReleaseContent["plan"];
  expect(hash({ variables: { KEY, COLOR }, plan: turned, hostnames: content.hostnames.toReversed() })).toBe(hash());
  expect(hash({ artifact: { kind: "image", image: "sha256:1", bytes: 2 } })).toBe(hash());
});

test("whatever is changed gives another hash", () => {
  const hashes = [
    hash(),
    hash({ artifact: { kind: "image", image: "sha256:2", bytes: 1 } }),
    hash({ variables: { COLOR: "red", KEY: "1234" } }),
    hash({ variables: { COLOR: "blue" } }),
    hash({ hostnames: ["blog.localhost"] }),
    hash({ plan: { ...content.plan, start: "node other.js" } }),
    hash({ plan: { ...content.plan, hooks: { ...content.plan.hooks, beforeSwitch: "migrate" } } }),
  ];
  expect(new Set(hashes).size).toBe(hashes.length);
});

test("a value cannot be guessed from the hash without the installation's key", () => {
  const guessed = releaseHash(content, (value) => new Bun.CryptoHasher("sha256").update(value).digest("hex"));
  expect(hash()).not.toBe(guessed);
  expect(testBox.digest("1234", "release")).not.toBe(testBox.digest("1234", "other"));
});
