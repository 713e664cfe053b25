import { describe, expect, test } from "bun:test";
import { choosePlan, scanPart } from "../choose.ts";
import { compose } from "../generators/compose.ts";
import { dockerfileFile } from "../generators/dockerfile-file.ts";
import { treeOf } from "../source-tree.ts";
import { dockerfileText } from "./captain-lines.ts";

const SERVER = { "package.json": '{"scripts":{"start":"node a.js"}}', "a.js": "" };
const LINES = ["FROM node:24-slim", "ENV A=b", "EXPOSE 5000", 'CMD ["node","a.js"]'];
const file = (space?: number) => JSON.stringify({ schemaVersion: 2, dockerfileLines: LINES }, null, space);
const scanned = (files: Record<string, string>, leftOut = {}) => scanPart(treeOf(files), undefined, leftOut);

describe("the Dockerfile in CapRover's file", () => {
  test("is what is built, though the folder has one as well", () => {
    const [plan] = scanned({ ...SERVER, Dockerfile: "FROM x\n", "captain-definition": file(2) }).apps;
    expect(plan).toMatchObject({ dockerfile: "captain-definition", language: "docker", port: 5000 });
    expect(plan?.facts).toContainEqual(expect.objectContaining({ name: "port", file: "captain-definition", line: 6 }));
    expect(plan?.imports.map(({ verdict }) => `${verdict}`)).toEqual(["ignored", ...LINES.map(() => "honoured")]);
  });

  test("has lines that stand in the file, however that is written", () => {
    const [plan] = scanned({ ...SERVER, "captain-definition": file() }).apps;
    expect(plan?.facts.every(({ line }) => line <= 1)).toBe(true);
    const built = dockerfileText("sub/captain-definition", file());
    expect(built.trim().split("\n")).toEqual(LINES);
    expect(dockerfileText("captain-definition", file(2)).trim().split("\n")).toEqual(LINES);
    expect(dockerfileText("Dockerfile", file())).toBe(file());
  });

  test("is left out where Dockerfiles are, and comes after one that is named", () => {
    const found = scanned({ ...SERVER, "captain-definition": file() }, { useDockerfile: false });
    expect(choosePlan(found, {})).toMatchObject({ dockerfile: null, start: "node a.js" });
    const named = {
      "captain-definition": file(),
      "other/Dockerfile": "FROM x",
      "fly.toml": '[build]\ndockerfile="other/Dockerfile"',
    };
    expect(scanned(named).apps[0]?.dockerfile).toBe("other/Dockerfile");
  });

  test("is nothing that Docker alone could read", () => {
    const [plan] = scanned({ ...SERVER, "captain-definition": file() }).apps;
    if (!plan) throw new Error("Nothing was recognised.");
    const of = { plan, name: "shop", server: null, source: "upload" as const };
    expect(compose.generate(of)).toEqual({ why: expect.stringContaining("captain-definition") });
    expect(dockerfileFile.generate(of)).toEqual({ why: expect.stringContaining("captain-definition") });
  });
});
