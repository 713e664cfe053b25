import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { tarFolder, writeFiles } from "../../test/support/archives.ts";
import { commandIo } from "../../test/support/command-io.ts";
import { eventually } from "../../test/support/eventually.ts";
import { testFolder } from "../../test/support/folders.ts";
import {
  END_EVENT,
  eventStream,
  lineEvent,
  madeUpDeployment,
  madeUpProject,
  playApi,
  refuse,
} from "../../test/support/played-api.ts";
import type { DeploymentState } from "../deployments/deployment.ts";
import type { Source } from "../sources/source.ts";
import { dispatch } from "./dispatch.ts";
import { EXIT } from "./exit.ts";

const URL_OF_BLOG = "http://blog.localhost:8080";
const LIVE: DeploymentState = { name: "live", release: "r" };

/** A server with which deploying works; `source` is that of the project `blog`, which otherwise does not exist. */
function playServer({ source, state = LIVE }: { source?: Source; state?: DeploymentState } = {}, more = {}) {
  const deployment = madeUpDeployment(3, state);
  return playApi({
    ...(source && {
      "GET /projects/blog": () =>
        Response.json({ project: madeUpProject("blog", source), url: URL_OF_BLOG, live: null, latest: null }),
    }),
    "PUT /uploads": (_, { path }) =>
      Response.json({ upload: { id: "u1", fileName: path.split("=")[1], bytes: 1234 } }, { status: 201 }),
    "POST /projects": () => Response.json({ project: madeUpProject("blog"), deployment }, { status: 201 }),
    "POST /projects/blog/deployments": () => Response.json({ deployment }, { status: 201 }),
    "GET /projects/blog/deployments/d3/events": () =>
      eventStream([lineEvent(1, "Fetching"), lineEvent(2, "\x1b[2Jdone"), END_EVENT]),
    "GET /projects/blog/deployments/d3": () => Response.json({ deployment, stages: [], url: URL_OF_BLOG }),
    ...more,
  });
}

const SITE = { "index.html": "<h1>hi</h1>", ".gitignore": "*.log\n", "x.log": "", "node_modules/a.js": "" };

async function siteFolder() {
  const folder = await testFolder();
  await writeFiles(join(folder.path, "site"), SITE);
  return folder;
}

describe("a folder", () => {
  test("makes a project that does not exist, and ends with its URL", async () => {
    await using folder = await siteFolder();
    await using api = playServer();
    const { io, written } = commandIo({ env: api.env, cwd: folder.path });
    expect(await dispatch(["deploy", "site", "--project", "blog"], io)).toBe(EXIT.ok);
    expect(api.calls()).toEqual([
      "GET /projects/blog",
      "PUT /uploads?name=site.tar.gz",
      "POST /projects",
      "GET /projects/blog/deployments/d3/events",
      "GET /projects/blog/deployments/d3",
    ]);
    expect(api.received[1]?.body).toEqual([".gitignore", "index.html"]);
    expect(api.received[2]?.body).toEqual({
      slug: "blog",
      source: "upload",
      upload: "u1",
      fileName: "site.tar.gz",
    });
    expect(written.out).toBe(`build  │ Fetching\nbuild  │ done\n${URL_OF_BLOG}\n`);
    expect(written.err).toContain("Uploaded 2 files, 17 B, as 1.2 kB");
    expect(written.err).toContain("Deployment 3 is live after 2.5s.");
  });

  test("goes to a project that exists, on a branch if one is named", async () => {
    await using folder = await siteFolder();
    await using api = playServer({ source: { kind: "upload" } });
    const { io } = commandIo({ env: api.env, cwd: join(folder.path, "site") });
    expect(await dispatch(["deploy", "--project", "blog", "--branch", "try"], io)).toBe(EXIT.ok);
    expect(api.received[1]?.body).toEqual([".gitignore", "index.html"]);
    expect(api.received[2]).toMatchObject({
      path: "/projects/blog/deployments",
      body: { upload: "u1", fileName: "site.tar.gz", branch: "try" },
    });
  });

  test("with nothing in it is refused before anything is made", async () => {
    await using folder = await testFolder();
    await using api = playServer();
    const { io, written } = commandIo({ env: api.env, cwd: folder.path });
    expect(await dispatch(["deploy", "--project", "blog"], io)).toBe(EXIT.usage);
    expect(written.err).toContain("There is nothing to deploy in");
    expect(api.calls()).toEqual(["GET /projects/blog"]);
  });

  test("is not waited for with --no-follow", async () => {
    await using folder = await siteFolder();
    await using api = playServer();
    const { io, written } = commandIo({ env: api.env, cwd: folder.path });
    expect(await dispatch(["deploy", "site", "--project", "blog", "--no-follow"], io)).toBe(EXIT.ok);
    expect(written.out).toBe("d3\n");
    expect(written.err).toContain("autostack logs --project blog --deployment 3");
    expect(api.calls()).toHaveLength(3);
  });
});

test("an archive is sent as it is", async () => {
  await using folder = await siteFolder();
  await tarFolder(join(folder.path, "site"), join(folder.path, "my site.tgz"));
  await using api = playServer();
  const { io } = commandIo({ env: api.env, cwd: folder.path });
  expect(await dispatch(["deploy", "my site.tgz", "--project", "blog"], io)).toBe(EXIT.ok);
  expect(api.received[1]?.path).toBe("/uploads?name=my%20site.tgz");
  expect(api.received[1]?.body).toContain("./x.log");
});

describe("a repository", () => {
  const url = "https://git.example.com/me/blog.git";

  test("is named, not sent", async () => {
    await using api = playServer();
    const { io } = commandIo({ env: api.env });
    expect(await dispatch(["deploy", url, "--project", "blog", "--branch", "main"], io)).toBe(EXIT.ok);
    expect(api.received[1]?.body).toEqual({ slug: "blog", source: "git", url, branch: "main" });
  });

  test("is fetched anew when nothing is named", async () => {
    await using api = playServer({ source: { kind: "git", url, branch: null, folder: null } });
    const { io } = commandIo({ env: api.env });
    expect(await dispatch(["deploy", "--project", "blog"], io)).toBe(EXIT.ok);
    expect(api.received[1]).toMatchObject({ path: "/projects/blog/deployments", body: {} });
  });

  test("is not exchanged for a folder or for another repository", async () => {
    await using api = playServer({ source: { kind: "git", url, branch: null, folder: null } });
    for (const other of [".", "git@git.example.com:me/other.git"]) {
      const { io, written } = commandIo({ env: api.env });
      expect(await dispatch(["deploy", other, "--project", "blog"], io)).toBe(EXIT.usage);
      expect(written.err).toContain(`The project blog is deployed from the repository ${url}.`);
    }
    expect(api.calls()).toEqual(["GET /projects/blog", "GET /projects/blog"]);
  });
});

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

describe("an upload", () => {
  test("that the server refuses early ends with its words", async () => {
    await using folder = await testFolder();
    const noise = crypto.getRandomValues(new Uint8Array(65_536)).toHex();
    await writeFiles(folder.path, { "big.bin": noise.repeat(200) });
    const refusing = Bun.serve({
      port: 0,
      fetch: ({ method }) =>
        method === "GET"
          ? refuse(404, "not_found", "No.")
          : refuse(413, "too_large", "The upload is larger than 1 GB.", "Leave out what it does not need."),
    });
    const env = { AUTOSTACK_SERVER: refusing.url.origin, AUTOSTACK_TOKEN: "t" };
    const { io, written } = commandIo({ env, cwd: folder.path });
    const code = await dispatch(["deploy", "--project", "blog"], io).finally(() => refusing.stop(true));
    expect(code).toBe(EXIT.failed);
    expect(written.err).toContain("The upload is larger than 1 GB. Leave out what it does not need.");
  });

  test("shows a bar on a terminal", async () => {
    await using folder = await siteFolder();
    await using api = playServer();
    const { io, written } = commandIo({ env: api.env, cwd: folder.path, isTerminal: true });
    expect(await dispatch(["deploy", "site", "--project", "blog"], io)).toBe(EXIT.ok);
    expect(written.err).toStartWith("\r\x1b[KUploading site [");
    expect(written.err).toContain("100% 17 B of 17 B\r\x1b[KUploaded 2 files");
  });
});

test("Ctrl-C during the upload ends it with 130, and nothing is deployed", async () => {
  await using folder = await siteFolder();
  const never = new Promise<Response>(() => {});
  await using api = playServer({}, { "PUT /uploads": () => never });
  const { io, interrupt } = commandIo({ env: api.env, cwd: folder.path });
  const code = dispatch(["deploy", "site", "--project", "blog"], io);
  await eventually("the upload", () => api.calls().length === 2);
  interrupt();
  expect(await code).toBe(EXIT.interrupted);
  expect(api.calls()).toHaveLength(2);
});

describe("following", () => {
  test("goes on after a connection that was cut, without a gap or a repeat", async () => {
    await using folder = await siteFolder();
    const lastIds: (string | null)[] = [];
    const events = (request: Request) => {
      const lastId = request.headers.get("last-event-id");
      lastIds.push(lastId);
      if (lastIds.length === 2) return new Response("starting", { status: 502 });
      return lastId === null
        ? eventStream([lineEvent(1, "one"), lineEvent(2, "two"), "id: 3\nevent: line\nda"])
        : eventStream([lineEvent(3, "three"), END_EVENT]);
    };
    await using api = playServer({}, { "GET /projects/blog/deployments/d3/events": events });
    const { io, written } = commandIo({ env: api.env, cwd: folder.path });
    expect(await dispatch(["deploy", "site", "--project", "blog"], io)).toBe(EXIT.ok);
    expect(written.out).toBe(`build  │ one\nbuild  │ two\nbuild  │ three\n${URL_OF_BLOG}\n`);
    expect(lastIds).toEqual([null, "2", "2"]);
  });

  test("stops at Ctrl-C with 130 and says how to see the rest; the deployment goes on", async () => {
    await using folder = await siteFolder();
    const silent = () =>
      new Response(
        new ReadableStream({ start: (controller) => controller.enqueue(Buffer.from(lineEvent(1, "working"))) }),
        { headers: { "content-type": "text/event-stream" } },
      );
    await using api = playServer({}, { "GET /projects/blog/deployments/d3/events": silent });
    const { io, written, interrupt } = commandIo({ env: api.env, cwd: folder.path });
    const code = dispatch(["deploy", "site", "--project", "blog"], io);
    await eventually("the first line", () => written.out.includes("working"));
    interrupt();
    expect(await code).toBe(EXIT.interrupted);
    expect(written.err).toContain("The deployment goes on; to see it again:\n  autostack logs --project blog");
    expect(api.calls().at(-1)).toBe("GET /projects/blog/deployments/d3/events");
  });
});
