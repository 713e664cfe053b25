import { describe, expect, test } from "bun:test";
import { commandIo } from "../../test/support/command-io.ts";
import { madeUpDeployment, refuse } from "../../test/support/played-api.ts";
import { playServer } from "../../test/support/played-deploy.ts";
import type { DeploymentState } from "../deployments/deployment.ts";
import { dispatch } from "./dispatch.ts";
import { EXIT } from "./exit.ts";

describe("the exit code says what happened:", () => {
  const git = { kind: "git", url: "https://git.example.com/me/blog.git", branch: null, folder: null } as const;
  const deploy = async (env: Record<string, string>, ...flags: string[]) => {
    const { io, written } = commandIo({ env });
    return { code: await dispatch(["deploy", "--project", "blog", ...flags], io), ...written };
  };

  const ENDINGS: [state: DeploymentState, code: number, says: string][] = [
    [
      { name: "failed", stage: "build", problem: { code: "x", summary: "npm ci failed.", hint: "Look above." } },
      EXIT.failed,
      "Deployment 3 failed in build: npm ci failed.\nLook above.",
    ],
    [{ name: "cancelled" }, EXIT.failed, "Deployment 3 was cancelled."],
    [{ name: "superseded", by: "d4" }, EXIT.failed, "gave way to a newer one"],
    [{ name: "retired", release: "r" }, EXIT.ok, "Deployment 3 is live"],
  ];
  for (const [state, code, says] of ENDINGS) {
    test(`${code} when it ends ${state.name}`, async () => {
      await using api = playServer({ source: git, state });
      const result = await deploy(api.env);
      expect(result.code).toBe(code);
      expect(result.err).toContain(says);
    });
  }

  test("1 with what the log proves, each line of it free of control signs", async () => {
    const problem = { code: "x", summary: "The build failed.", hint: null };
    const deployment = madeUpDeployment(3, { name: "failed", stage: "build", problem });
    const evidence = [{ line: 40, text: "\x1b[2Jsh: 1: vite: not found" }];
    const words = { title: "vite is not installed", explanation: "It is not there.", fix: "Add it." };
    const diagnosis = { of: "failure", at: 0, findings: [{ rule: "a", ...words, evidence }] };
    const facts = () => Response.json({ deployment, stages: [], url: null, diagnosis });
    await using api = playServer({ source: git }, { "GET /projects/blog/deployments/d3": facts });
    const { code, err } = await deploy(api.env);
    expect(code).toBe(EXIT.failed);
    expect(err).toEndWith("\nvite is not installed\n  > sh: 1: vite: not found\nIt is not there.\nAdd it.\n");
  });

  test("3 when nothing answers", async () => {
    const api = playServer();
    await api[Symbol.asyncDispose]();
    const { code, err } = await deploy(api.env);
    expect(code).toBe(EXIT.unreachable);
    expect(err).toContain(`No AutoStack answers at ${api.env.AUTOSTACK_SERVER}.`);
  });

  test("3 when what answers is something else, or only sends on", async () => {
    await using page = Bun.serve({ port: 0, fetch: () => new Response("<h1>nginx</h1>", { status: 502 }) });
    expect(await deploy({ AUTOSTACK_SERVER: page.url.origin, AUTOSTACK_TOKEN: "t" })).toMatchObject({ code: 3 });
    await using moved = Bun.serve({ port: 0, fetch: () => Response.redirect("https://deploy.example.com/", 301) });
    const { code, err } = await deploy({ AUTOSTACK_SERVER: moved.url.origin, AUTOSTACK_TOKEN: "t" });
    expect(code).toBe(EXIT.unreachable);
    expect(err).toContain("sends requests on to https://deploy.example.com/");
  });

  test("4 without a token, and with one that the server refuses", async () => {
    await using api = playServer({ source: git });
    expect(await deploy({ AUTOSTACK_SERVER: api.env.AUTOSTACK_SERVER })).toMatchObject({ code: EXIT.refused });
    expect(api.calls()).toEqual([]);
    expect(await deploy(api.env, "--token", "wrong")).toMatchObject({ code: EXIT.refused });
  });

  test("1 with the server's own words for what it refuses", async () => {
    const full = () => refuse(507, "disk_full", "The disk is full.", "Delete something.");
    await using api = playServer({ source: git }, { "POST /projects/blog/deployments": full });
    const { code, err } = await deploy(api.env);
    expect(code).toBe(EXIT.failed);
    expect(err).toBe("autostack: The disk is full. Delete something.\n");
  });

  const WRONG: [flags: string[], says: string][] = [
    [["--project", "Blog!"], "autostack: --project: "],
    [["--project", "admin"], "is reserved"],
    [["--server", "deploy.example.com"], '"deploy.example.com" is not a server\'s URL.'],
    [["./no/such/folder"], "There is no folder"],
    [["package.json"], "is neither a folder nor an archive."],
  ];
  for (const [flags, says] of WRONG) {
    test(`2 for ${flags.join(" ")}, before anything is asked`, async () => {
      const { code, err } = await deploy({ AUTOSTACK_TOKEN: "t" }, ...flags);
      expect(code).toBe(EXIT.usage);
      expect(err).toContain(says);
    });
  }

  test("2 without a project, with one that fits the folder", async () => {
    const { io, written } = commandIo({ cwd: "/home/ada/My Shop" });
    expect(await dispatch(["deploy"], io)).toBe(EXIT.usage);
    expect(written.err).toContain("--project is missing. For example: autostack deploy --project my-shop");
  });
});
