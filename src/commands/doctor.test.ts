import { describe, expect, test } from "bun:test";
import type { Stats } from "node:fs";
import { join } from "node:path";
import { commandIo } from "../../test/support/command-io.ts";
import { memoryDatabase } from "../../test/support/database.ts";
import { testFolder } from "../../test/support/folders.ts";
import { readConfig } from "../config.ts";
import { unreachable } from "../host/docker-errors.ts";
import { dispatch } from "./dispatch.ts";
import { reportText } from "./doctor.ts";
import { examine, type Patient } from "./doctor-checks.ts";
import { EXIT } from "./exit.ts";

/** A machine on which all is well, but for what a test says. */
function patient(ill: Partial<Patient> = {}, env: Record<string, string> = {}): Patient {
  return {
    config: readConfig({ AUTOSTACK_DATA: "/srv/autostack", ...env }),
    files: {
      stat: async () => ({}) as Stats,
      isWritable: async () => true,
      disk: async () => ({ freeBytes: 9e9, totalBytes: 20e9, freeInodes: 1e6, totalInodes: 2e6 }),
    },
    processes: {
      which: (program) => `/usr/bin/${program}`,
      run: async ([program]) => ({
        exitCode: 0,
        out: program?.endsWith("git") ? "git version 2.39.5\n" : "Version:      3.7.15\nCodename: x\n",
        err: "",
      }),
    },
    dockerVersion: async () => "29.0.1",
    liveRestore: async () => true,
    unlimitedBuilds: async () => null,
    diskPriority: async () => null,
    portState: async () => "free",
    isAutoStack: async () => false,
    migrationState: () => ({ applied: 1, known: 1 }),
    diskForecast: () => null,
    ...ill,
  };
}

async function check(name: string, ill?: Partial<Patient>, env?: Record<string, string>) {
  return (await examine(patient(ill, env))).find((one) => one.name === name);
}

test("on a machine where all is well nothing needs to be done", async () => {
  const checks = await examine(patient());
  expect(checks.filter(({ level, fix }) => level !== "ok" || fix !== null)).toEqual([]);
  expect(checks.map(({ says }) => says)).toEqual([
    "/srv/autostack can be written.",
    "9.0 GB of 20.0 GB are free.",
    "It opens and is at migration 1 of 1.",
    "8080 on 0.0.0.0 is free.",
    "Engine 29.0.1 answers at /var/run/docker.sock.",
    "They are held to limits of their own for memory, processors and processes, and come last.",
    "Traefik 3.7.15 at /usr/bin/traefik.",
    "Git 2.39.5.",
  ]);
});

const noDocker = { dockerVersion: () => Promise.reject(unreachable("/var/run/docker.sock")) };
const noPrograms = { processes: { ...patient().processes, which: () => null } };
const files = patient().files;

const FINDINGS: [name: string, ill: Partial<Patient>, env: Record<string, string>, level: string, says: RegExp][] = [
  ["Builds", { unlimitedBuilds: async () => "Builds run without limits." }, {}, "warning", /without limits/],
  ["Builds", { diskPriority: async () => "They share the disk." }, {}, "ok", /come last\. They share the disk/],
  ["Docker", { liveRestore: async () => false }, {}, "warning", /Apps end when Docker itself is restarted/],
  ["Docker", noDocker, {}, "warning", /does not answer.*plain processes/],
  ["Docker", noDocker, { AUTOSTACK_RUNTIME: "docker" }, "problem", /does not answer/],
  ["Docker", noDocker, { AUTOSTACK_RUNTIME: "process" }, "ok", /Not used/],
  ["Traefik", noPrograms, {}, "warning", /built-in proxy/],
  ["Traefik", noPrograms, { AUTOSTACK_EDGE: "traefik" }, "problem", /not found/],
  ["Traefik", noPrograms, { AUTOSTACK_EDGE: "embedded" }, "ok", /Not used/],
  ["Git", noPrograms, {}, "warning", /not found/],
  ["Port", { portState: async () => "EADDRINUSE" }, {}, "problem", /another program/],
  ["Port", { portState: async () => "EADDRINUSE", isAutoStack: async () => true }, {}, "ok", /AutoStack is running/],
  ["Port", { portState: async () => "EACCES" }, { AUTOSTACK_PORT: "80" }, "problem", /may not listen on 80/],
  ["Port", { portState: async () => "EADDRNOTAVAIL" }, {}, "problem", /no address/],
  ["Data folder", { files: { ...files, isWritable: async () => false } }, {}, "problem", /cannot be written/],
  ["Data folder", { files: { ...files, stat: async () => null } }, {}, "ok", /first start makes it/],
  ["Database", { files: { ...files, stat: async () => null } }, {}, "ok", /first start makes it/],
  ["Database", { migrationState: () => ({ applied: 1, known: 3 }) }, {}, "warning", /migration 1 of 3/],
  ["Database", { migrationState: () => raise("file is not a database") }, {}, "problem", /not a database/],
  ["Disk", { diskForecast: () => 9.5 * 86_400_000 }, {}, "warning", /As it fills now it is full in 9 days/],
  ["Disk", { diskForecast: () => 90 * 86_400_000 }, {}, "ok", /full in 90 days/],
  ["Disk", { diskForecast: () => raise("no such table: disk_samples") }, {}, "ok", /9\.0 GB/],
  ["Disk", {}, { AUTOSTACK_FREE_DISK: "10GB" }, "problem", /9\.0 GB of 20\.0 GB/],
  ["Disk", { files: { ...files, disk: async () => raise("EIO") } }, {}, "problem", /could not be checked: EIO/],
];

function raise(message: string): never {
  throw new Error(message);
}

describe("what is not well is said, with what to do:", () => {
  for (const [name, ill, env, level, says] of FINDINGS) {
    test(`${name} ${level} ${says.source}`, async () => {
      const found = await check(name, ill, env);
      expect(found).toMatchObject({ level, says: expect.stringMatching(says) });
      expect(found?.fix === null).toBe(level === "ok");
    });
  }
});

test("the report has every setting, every check and a verdict", async () => {
  const checks = await examine(patient({ ...noDocker, portState: async () => "EACCES" }));
  const text = reportText([["AUTOSTACK_PORT", "8080"]], checks);
  expect(text).toContain("  AUTOSTACK_PORT  8080\n");
  expect(text).toMatch(/^ {2}problem {2}Port +This user may not listen on 8080\.\n {24}Run as root/m);
  expect(text).toEndWith("1 problem, 1 warning.\n");
});

describe("this machine", () => {
  test("is examined without changing it", async () => {
    await using folder = await testFolder();
    await Bun.write(join(folder.path, "autostack.db"), memoryDatabase().serialize());
    await using other = Bun.serve({ port: 0, routes: { "/api/v1/health": Response.json({ status: "ok" }) } });
    const env = { AUTOSTACK_DATA: folder.path, AUTOSTACK_PORT: String(other.port), PATH: process.env.PATH };
    const { io, written } = commandIo({ env });
    const code = await dispatch(["doctor", "--json"], io);
    const { configuration, checks, version } = JSON.parse(written.out);
    expect(version).toMatch(/^\d+\.\d+\.\d+/);
    expect(configuration.AUTOSTACK_DATA).toBe(folder.path);
    const says = Object.fromEntries(checks.map((one: { name: string; says: string }) => [one.name, one.says]));
    expect(says["Data folder"]).toBe(`${folder.path} can be written.`);
    expect(says.Database).toMatch(/^It opens and is at migration (\d+) of \1\.$/);
    expect(says.Port).toBe(`AutoStack is running on ${other.port}.`);
    const hasProblem = checks.some(({ level }: { level: string }) => level === "problem");
    expect(code).toBe(hasProblem ? EXIT.failed : EXIT.ok);
  });

  test("is not made ready by looking at it", async () => {
    await using folder = await testFolder();
    const path = join(folder.path, "not-there");
    const { io } = commandIo({ env: { AUTOSTACK_DATA: path } });
    await dispatch(["doctor"], io);
    expect(await Bun.file(path).exists()).toBe(false);
    expect(await Array.fromAsync(new Bun.Glob("**").scan({ cwd: folder.path, onlyFiles: false }))).toEqual([]);
  });

  test("a wrong setting is one sentence and exit code 2", async () => {
    const { io, written } = commandIo({ env: { AUTOSTACK_PORT: "http" } });
    expect(await dispatch(["doctor"], io)).toBe(EXIT.usage);
    expect(written.err).toBe('autostack: AUTOSTACK_PORT is "http", but it must be a whole number from 1 to 65535.\n');
  });
});
