import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { tarFolder, writeFiles } from "../../test/support/archives.ts";
import { commandIo } from "../../test/support/command-io.ts";
import { eventually } from "../../test/support/eventually.ts";
import { testFolder } from "../../test/support/folders.ts";
import { END_EVENT, eventStream, lineEvent, refuse } from "../../test/support/played-api.ts";
import { playServer, siteFolder, URL_OF_BLOG } from "../../test/support/played-deploy.ts";
import { dispatch } from "./dispatch.ts";
import { EXIT } from "./exit.ts";

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
