import { expect, test } from "bun:test";
import { scanPart } from "../choose.ts";
import { treeOf } from "../source-tree.ts";

const SOURCE = {
  "package.json": '{"scripts":{"start":"node server.js"}}',
  "server.js": "",
  Dockerfile: "FROM node:22-slim AS site\nEXPOSE 3000\nFROM node:22-slim AS jobs\nEXPOSE 9000\n",
  "docker/web.Dockerfile": "FROM node:22-slim\nEXPOSE 4000\n",
};
const planned = (files: Record<string, string>) => {
  const [plan] = scanPart(treeOf({ ...SOURCE, ...files }), undefined).apps;
  if (!plan) throw new Error("Nothing was recognised.");
  return plan;
};

test.each([
  ["autostack.yml", "dockerfile: docker/web.Dockerfile\n", "dockerfile"],
  ["fly.toml", '[build]\ndockerfile = "./docker/web.Dockerfile"\n', "build.dockerfile"],
  ["railway.json", '{"build":{"dockerfilePath":"/docker/web.Dockerfile"}}', "build.dockerfilePath"],
  ["railway.toml", '[build]\ndockerfilePath = "docker/web.Dockerfile"\n', "build.dockerfilePath"],
  ["captain-definition", '{"schemaVersion":2,"dockerfilePath":"./docker/web.Dockerfile"}', "dockerfilePath"],
  ["heroku.yml", "build:\n  docker:\n    web: docker/web.Dockerfile\n", "build.docker.web"],
  [
    "render.yaml",
    "services:\n- type: web\n  runtime: docker\n  dockerfilePath: ./docker/web.Dockerfile\n",
    "services[0].dockerfilePath",
  ],
])("the Dockerfile that %s names is built, and its line says so", (file, text, name) => {
  const plan = planned({ [file]: text });
  expect(plan).toMatchObject({ dockerfile: "docker/web.Dockerfile", target: null, port: 4000, context: "." });
  expect(plan.imports.find((line) => line.name === name)).toMatchObject({ verdict: "honoured", file });
});

test.each([
  ["autostack.yml", "target: site\n", "target"],
  ["fly.toml", '[build]\nbuild-target = "site"\n', "build.build-target"],
  [
    "heroku.yml",
    "build:\n  docker:\n    web:\n      dockerfile: Dockerfile\n      target: site\n",
    "build.docker.web.target",
  ],
])("the stage that %s names is built, and its line says so", (file, text, name) => {
  const plan = planned({ [file]: text });
  expect(plan).toMatchObject({ dockerfile: "Dockerfile", target: "site", port: 3000 });
  expect(plan.imports.find((line) => line.name === name)?.verdict).toBe("honoured");
});

test("Render's worker names no Dockerfile for the web service beside it", () => {
  const worker = "- type: worker\n  dockerfilePath: ./docker/web.Dockerfile\n";
  const plan = planned({ "render.yaml": `services:\n${worker}- type: web\n  dockerfilePath: ./Dockerfile\n` });
  expect(plan).toMatchObject({ dockerfile: "Dockerfile", port: 9000 });
});

test("of two files that name one the first decides, and the other one's line says which is built", () => {
  const plan = planned({
    "autostack.yml": "dockerfile: docker/web.Dockerfile\n",
    "captain-definition": '{"dockerfilePath":"Dockerfile"}',
  });
  expect(plan.dockerfile).toBe("docker/web.Dockerfile");
  expect(plan.imports.find(({ file }) => file === "captain-definition")?.why).toContain(
    "docker/web.Dockerfile is built",
  );
});

test("a Dockerfile that is named but not there changes nothing", () => {
  const plan = planned({ "fly.toml": '[build]\ndockerfile = "missing/Dockerfile"\n' });
  expect(plan).toMatchObject({ dockerfile: "Dockerfile", port: 9000 });
  expect(plan.imports.find(({ name }) => name === "build.dockerfile")?.verdict).toBe("ignored");
});

test("a path that leads out of the source is no Dockerfile of it", () => {
  for (const path of ["../../etc/passwd", "/etc/passwd", "docker/../../Dockerfile"])
    expect(planned({ "autostack.yml": `dockerfile: ${path}\n` }).dockerfile).toBe("Dockerfile");
});

test("the Dockerfile stands at the root for a part in a folder of its own", () => {
  const files = {
    "apps/api/package.json": SOURCE["package.json"],
    "apps/api/fly.toml": '[build]\ndockerfile = "docker/web.Dockerfile"\n',
  };
  const plan = scanPart(treeOf({ ...SOURCE, ...files }), "apps/api").apps.find(({ path }) => path === "apps/api");
  expect(plan).toMatchObject({ dockerfile: "../../docker/web.Dockerfile", context: "apps/api", port: 4000 });
});
