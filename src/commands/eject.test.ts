import { expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { writeFiles } from "../../test/support/archives.ts";
import { commandIo } from "../../test/support/command-io.ts";
import { testFolder } from "../../test/support/folders.ts";
import { dispatch } from "./dispatch.ts";
import { EXIT } from "./exit.ts";

const PACKAGE = '{ "name": "shop", "scripts": { "start": "node server.js" } }\n';
const SERVER = 'require("http").createServer().listen(process.env.PORT || 3000)\n';
const APP = { "package.json": PACKAGE, "server.js": SERVER };

async function eject(cwd: string, ...args: string[]) {
  const { io, written } = commandIo({ cwd });
  return { code: await dispatch(["eject", ...args], io), ...written };
}

const textAt = (...path: string[]) => Bun.file(join(...path)).text();

test("all files that a project can have stand in it, and each is named", async () => {
  await using folder = await testFolder();
  await writeFiles(join(folder.path, "shop"), APP);
  const { code, out, err } = await eject(folder.path, "shop");
  expect(code).toBe(EXIT.ok);
  const named = out.trimEnd().split("\n");
  expect(named).toContain(join(folder.path, "shop/deploy/shop.service"));
  expect(named).toContain(join(folder.path, "shop/.github/workflows/deploy.yml"));
  for (const path of named) expect(await textAt(path)).not.toBe("");
  expect(err).toBe("No .env.example: The code reads no variables.\n");
});

test("a file that is there is left as it is, also when it is a link to nowhere, until it is forced", async () => {
  await using folder = await testFolder();
  await writeFiles(folder.path, { ...APP, "compose.yaml.old": "", ".dockerignore": "mine\n" });
  await symlink("nowhere", join(folder.path, "replit.nix"));
  const first = await eject(folder.path);
  expect([first.code, await textAt(folder.path, ".dockerignore")]).toEqual([EXIT.ok, "mine\n"]);
  expect(first.err).toContain(`${join(folder.path, "replit.nix")} is there already`);
  expect((await eject(folder.path, "--only", ".dockerignore")).code).toBe(EXIT.failed);
  expect((await eject(folder.path, "--only", ".dockerignore", "--force")).code).toBe(EXIT.ok);
  expect(await textAt(folder.path, ".dockerignore")).toContain("node_modules");
});

test("once ejected, a project is ejected again as it was", async () => {
  await using folder = await testFolder();
  await writeFiles(folder.path, { ...APP, "server.js": `${SERVER}console.log(process.env.API_KEY)\n` });
  const { out } = await eject(folder.path, "--name", "shop");
  const read = () =>
    Promise.all(
      out
        .trimEnd()
        .split("\n")
        .map((path) => textAt(path)),
    );
  const before = await read();
  expect((await eject(folder.path, "--name", "shop", "--force")).out).toBe(out);
  expect(await read()).toEqual(before);
});

test("--only takes names and paths, --out another folder, --name another name", async () => {
  await using folder = await testFolder();
  await writeFiles(join(folder.path, "shop"), APP);
  const words = ["--only", "Dockerfile, deploy/blog.conf", "--out", "made", "--name", "blog"];
  expect((await eject(folder.path, "shop", ...words)).code).toBe(EXIT.ok);
  expect(readdirSync(join(folder.path, "made"), { recursive: true }).sort()).toEqual([
    ...["Dockerfile", "deploy", "deploy/blog.conf"],
  ]);
  expect(readdirSync(join(folder.path, "shop")).sort()).toEqual(Object.keys(APP).sort());
});

test("a part of a repository gets its files in its own folder, and the workflow stands where GitHub reads it", async () => {
  await using folder = await testFolder();
  const inBackend = Object.entries(APP).map(([path, text]) => [`backend/${path}`, text]);
  await writeFiles(folder.path, { ...Object.fromEntries(inBackend), "pages/index.html": "<h1>hello</h1>" });
  const { code, out } = await eject(folder.path, "--app", "backend", "--name", "shop");
  expect(code).toBe(EXIT.ok);
  const named = out.trimEnd().split("\n");
  for (const path of ["backend/Dockerfile", "backend/deploy/shop.service", ".github/workflows/deploy.yml"]) {
    expect(named).toContain(join(folder.path, path));
  }
  expect(readdirSync(folder.path).sort()).toEqual([".github", "backend", "pages"]);
});

test("what there is not is refused before anything is written, with what was meant or why", async () => {
  await using folder = await testFolder();
  await writeFiles(folder.path, { "index.html": "<h1>hello</h1>" });
  const refused = async (...args: string[]) => {
    const { code, out, err } = await eject(folder.path, ...args);
    expect([code, out]).toEqual([EXIT.usage, ""]);
    return err;
  };
  expect(await refused("--only", "Dockerfile,Dokerignore")).toContain('There is no file "Dokerignore"');
  expect(await refused("--only", "systemd unit")).toContain("A site has no program");
  expect(await refused("--app", "web")).toContain("The parts are: .");
  expect(await refused("--name", "Not A Slug")).toContain("cannot be this");
  expect(readdirSync(folder.path)).toEqual(["index.html"]);
});

test("a folder that is a link out of the project is not written to", async () => {
  await using folder = await testFolder();
  await writeFiles(join(folder.path, "shop"), APP);
  await writeFiles(join(folder.path, "elsewhere"), {});
  await symlink("../elsewhere", join(folder.path, "shop/deploy"));
  const { code, err } = await eject(folder.path, "shop", "--only", "shop.service");
  expect([code, readdirSync(join(folder.path, "elsewhere"))]).toEqual([EXIT.usage, []]);
  expect(err).toContain("leads out of");
});

test("a folder that is nothing is told so", async () => {
  await using folder = await testFolder();
  await writeFiles(folder.path, { "todo.txt": "milk" });
  const { code, err } = await eject(folder.path);
  expect(code).toBe(EXIT.failed);
  expect(err).toContain("is recognised as an app");
});
