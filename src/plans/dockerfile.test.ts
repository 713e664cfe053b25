import { describe, expect, test } from "bun:test";
import { ignoredBy } from "#src/host/ignore-rules.ts";
import { buildEnvironmentFile, dockerignoreFor, PLAIN_LAYOUT } from "./build-context.ts";
import { choosePlan, scanPart } from "./choose.ts";
import { completePlan } from "./detector.ts";
import { dockerfileFor } from "./dockerfile.ts";
import { applyEdits } from "./edits.ts";
import { treeOf } from "./source-tree.ts";

const planOf = (files: Record<string, string>) => choosePlan(scanPart(treeOf(files), undefined), {});

const node = completePlan(".", {
  kind: "server",
  language: "javascript",
  packageManager: "npm",
  runtime: { name: "node", version: "22", from: "default" },
  ...{ install: "npm ci", manifests: ["package.json", "package-lock.json"], build: "npm run build", start: "node ." },
  ...{ port: 3000, health: "/" },
});
const page = planOf({ "public/index.html": "" });

const linesOf = (text: string) => text.split("\n");

describe("a generated Dockerfile", () => {
  const lines = linesOf(dockerfileFor(node));

  test("installs from the manifests before the rest of the source is there", () => {
    const manifests = lines.indexOf('COPY ["source/package.json","source/package-lock.json","./"]');
    const install = lines.findIndex((line) => line.endsWith("&& npm ci"));
    const source = lines.indexOf("COPY source/ ./");
    expect([manifests, install, source].every((index) => index > 0)).toBeTrue();
    expect(manifests).toBeLessThan(install);
    expect(install).toBeLessThan(source);
  });

  test("copies nothing but the source, so build-time variables are in no layer", () => {
    for (const line of lines.filter((each) => each.startsWith("COPY"))) {
      expect(line).toMatch(/^COPY (?:\[?"?source\/|--from=build )/);
    }
    expect(lines.some((line) => /^ARG\b/.test(line))).toBeFalse();
  });

  test("ends as a user that is not root, with the program in the place of the shell", () => {
    expect(lines.findLast((line) => line.startsWith("USER"))).toBe("USER 10001:10001");
    expect(lines).toContain('CMD ["sh","-c","exec node ."]');
  });

  test("leaves $PORT to the one who runs it", () => {
    expect(dockerfileFor(node)).not.toMatch(/ENV.*\bPORT=/);
  });

  test("uses nothing that the oldest engine's frontend does not know", () => {
    for (const plan of [node, page]) expect(dockerfileFor(plan)).not.toMatch(/syntax=|<<|--link|--parents|--exclude/);
  });

  test("is the same for the same plan", () => {
    expect(dockerfileFor(structuredClone(node))).toBe(dockerfileFor(node));
  });
});

test("hooks run around the build", () => {
  const hooks = { beforeBuild: "./generate", afterBuild: "./compress" };
  const commands = linesOf(dockerfileFor(applyEdits(node, { hooks })))
    .filter((line) => line.includes("build-env.sh && "))
    .map((line) => line.split("build-env.sh && ")[1]);
  expect(commands).toEqual(["npm ci", "./generate", "npm run build", "./compress"]);
});

test("a page without commands is an image of its files alone", () => {
  expect(dockerfileFor(page)).toBe('FROM scratch AS site\nCOPY ["source/public/","/site/"]\n');
});

test("a page with a hook is built on Debian and still ends as files alone", () => {
  const text = dockerfileFor(applyEdits(page, { hooks: { beforeBuild: "./make" } }));
  expect(text).toStartWith("FROM debian:12-slim AS build\n");
  expect(text).toEndWith('FROM scratch AS site\nCOPY --from=build ["/app/public/","/site/"]\n');
});

test("a folder's name cannot become an instruction", () => {
  const text = dockerfileFor(applyEdits(page, { output: 'a" /site\\'.replace("\\", "") }));
  expect(linesOf(text)[1]).toBe('COPY ["source/a\\" /site/","/site/"]');
});

test("manifests in folders keep their folders", () => {
  const python = planOf({
    "main.py": "",
    "requirements.txt": "-r deps/base.txt\n",
    "deps/base.txt": "redis\n",
  });
  const copies = linesOf(dockerfileFor(python)).filter((line) => line.startsWith("COPY ["));
  expect(copies).toEqual(['COPY ["source/requirements.txt","./"]', 'COPY ["source/deps/base.txt","./deps/"]']);
});

test("an edited version names the image", () => {
  expect(dockerfileFor(applyEdits(node, { runtimeVersion: "24" }))).toStartWith("FROM node:24-slim AS build\n");
});

test("a shell gets build-time variables exactly as they were given", async () => {
  const variables = { PLAIN: "a", QUOTES: `it's "so"`, SHELL_CODE: "$(id) `id` $HOME \\", LINES: "one\ntwo" };
  const script = `${buildEnvironmentFile(variables)}env -0`;
  const out = await new Response(Bun.spawn(["sh", "-c", script], { env: { PATH: "/usr/bin:/bin" } }).stdout).text();
  const seen = Object.fromEntries(
    out.split("\0").map((pair) => [pair.split("=")[0], pair.slice(pair.indexOf("=") + 1)]),
  );
  expect(seen).toMatchObject(variables);
});

describe("what a plan names beside its commands", () => {
  const plan = {
    ...node,
    packages: { build: ["libpq-dev", "g++"], run: ["libpq5", "Not a package", "x;rm"] },
    caches: [".next/cache", "odd,target=/etc"],
    hooks: { ...node.hooks, beforeBuild: "./generate" },
    prune: "npm prune --omit=dev",
  };
  const text = dockerfileFor(plan);
  const [build = [], final = []] = text.split("\n\n").map(linesOf);
  const at = (lines: string[], part: string) => lines.findIndex((line) => line.includes(part));

  test("system packages come before anything of the project, and only those of the program reach its image", () => {
    expect(at(build, "--no-install-recommends g++ libpq-dev libpq5 ")).toBeGreaterThan(0);
    expect(at(build, "--no-install-recommends")).toBeLessThan(at(build, "COPY"));
    expect(at(final, "--no-install-recommends libpq5 ")).toBeGreaterThan(0);
    expect(text).not.toContain("rm -rf /etc");
    expect(text).not.toContain("x;rm");
  });

  test("a program that runs in another image than its build gets its packages only there", () => {
    const compiled = { ...plan, runtime: { name: "go", version: "1.26", from: "default" } };
    const [first = "", second = ""] = dockerfileFor(compiled).split("\n\n");
    expect(first).toContain("--no-install-recommends g++ libpq-dev ");
    expect(second).toContain("--no-install-recommends libpq5 ");
  });

  test("cached folders are there while it builds, and neither when it installs nor when it prunes", () => {
    const mounted = build.filter((line) => line.includes("target=/app/.next/cache,sharing=private "));
    expect(mounted.map((line) => line.split("build-env.sh && ")[1])).toEqual(["./generate", "npm run build"]);
    expect(text).not.toContain("target=/etc");
    expect(linesOf(dockerignoreFor(plan))).toContain("/.next/cache");
  });

  test("what only the build needed goes as its last step", () => {
    expect(build.at(-1)).toEndWith("&& npm prune --omit=dev");
  });

  test("only what is to be shipped reaches the image", () => {
    const shipped = linesOf(dockerfileFor({ ...plan, ship: ["dist", "bin/my app"] })).filter((line) =>
      line.includes("=app:app"),
    );
    expect(shipped).toEqual([
      'COPY --from=build --chown=app:app ["/app/dist","./dist"]',
      'COPY --from=build --chown=app:app ["/app/bin/my app","./bin/my app"]',
    ]);
  });

  test("every cache belongs to one project", () => {
    const ids = (scope: string) =>
      [...dockerfileFor(plan, { cacheScope: scope }).matchAll(/type=cache,(?:id=([^,]+),)?/g)].map(([, id]) => id);
    expect(new Set(ids("p1"))).toEqual(new Set(["p1/root/.npm", "p1/.next/cache"]));
    expect(ids("p2")).not.toContain("p1/.next/cache");
  });
});

test("in the project's own folder the same steps read their variables from a secret, where there is one", () => {
  const text = dockerfileFor(node, { layout: PLAIN_LAYOUT });
  expect(text).toContain('COPY ["package.json","package-lock.json","./"]\n');
  expect(text).toContain("COPY . ./\n");
  expect(text).toContain("--mount=type=secret,id=build-env \\\n    if [ -f /run/secrets/build-env ]; then");
  expect(text).toContain(" PORT=3000 HOST=0.0.0.0 ");
  expect(text).not.toMatch(/source\/|\.autostack/);
  expect(dockerfileFor(page, { layout: PLAIN_LAYOUT })).toBe('FROM scratch AS site\nCOPY ["public/","/site/"]\n');
});

test("secrets in files and what the build makes itself never enter the context", () => {
  const rust = { caches: ["target"], runtime: { name: "rust", version: "1", from: "default" } };
  const left = ["target/x", "tools/target/release/x", "tools/target/aarch64-unknown-linux-gnu/debug/x"];
  const isIgnored = ignoredBy(dockerignoreFor(rust));
  expect([...left, "src/target/mod.rs", "src/main.rs"].filter(isIgnored)).toEqual(left);
  expect(dockerignoreFor(node)).not.toContain("target");
  expect(linesOf(dockerignoreFor(node))).toEqual(expect.arrayContaining(["**/.env", "**/node_modules", "**/.git"]));
});
