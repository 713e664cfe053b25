import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeGit } from "../../src/host/git.ts";
import { realProcesses } from "../../src/host/real-processes.ts";
import { AppError } from "../../src/lib/errors.ts";
import { commitFiles, type GitServer, git, serveGit, startGitDaemon } from "./git-server.ts";

const TOKEN = "ghp_very-secret-token";
const limits = { maxBytes: 5_000_000, maxFiles: 1000 };
/** Loopback servers have no TLS. */
const loopbackGit = makeGit(realProcesses, { protocols: "http:git", stallSeconds: 2 });

let folder: string;
let open: GitServer;
let closed: GitServer;
let newest: string;
let checkouts = 0;

const nextFolder = () => join(folder, `checkout-${checkouts++}`);

async function refusal(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => new Error("nothing was refused"),
    (error: unknown) => error,
  );
  if (error instanceof AppError) return error;
  throw error;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "autostack-git-test-"));
  const shop = join(folder, "served", "shop");
  await commitFiles(shop, { "index.html": "<h1>First</h1>" }, "First version");
  await git(shop, "tag", "--annotate", "--message", "1", "v1");
  await git(shop, "branch", "feature/login");
  newest = await commitFiles(shop, { "index.html": "<h1>Second</h1>", "web/app.js": "1" }, "Second: „ä“ $(id)");
  await mkdir(join(folder, "served", "empty"));
  await git(join(folder, "served", "empty"), "init", "--quiet", "--initial-branch", "main");
  open = serveGit(join(folder, "served"));
  closed = serveGit(join(folder, "served"), { login: { user: "x-access-token", password: TOKEN } });
});

afterAll(async () => {
  await Promise.all([open?.stop(), closed?.stop()]);
  await rm(folder, { recursive: true, force: true });
});

describe("checkout", () => {
  test("takes the newest commit of the default branch, without history", async () => {
    const into = nextFolder();
    const url = `${open.url}/shop`;
    const checkout = await loopbackGit.checkout({
      url,
      branch: null,
      into,
      limits,
    });
    expect(checkout).toMatchObject({
      sha: newest,
      message: "Second: „ä“ $(id)",
      author: "Ada Example",
      branch: "main",
    });
    expect(Math.abs(Date.now() - checkout.committedAt)).toBeLessThan(60_000);
    expect(await readFile(join(into, "index.html"), "utf8")).toBe("<h1>Second</h1>");
    expect(await git(into, "rev-list", "--all", "--count")).toBe("1");
  });

  test("takes another branch or a tag", async () => {
    for (const branch of ["feature/login", "v1"]) {
      const into = nextFolder();
      const checkout = await loopbackGit.checkout({ url: `${open.url}/shop`, branch, into, limits });
      expect(checkout).toMatchObject({ message: "First version", branch });
      expect(await readFile(join(into, "index.html"), "utf8")).toBe("<h1>First</h1>");
    }
  });

  test("works with git daemon too", async () => {
    const daemon = await startGitDaemon(join(folder, "served"), await realProcesses.freePort());
    try {
      const request = { url: `${daemon.url}/shop`, branch: null, into: nextFolder(), limits };
      expect((await loopbackGit.checkout(request)).sha).toBe(newest);
      const missing = { ...request, url: `${daemon.url}/nothing`, into: nextFolder() };
      expect((await refusal(loopbackGit.checkout(missing))).code).toBe("repository_not_found");
    } finally {
      await daemon.stop();
    }
  });

  test("fetches no submodule", async () => {
    const shop = join(folder, "served", "with-submodule");
    await commitFiles(shop, { "a.txt": "a" }, "Base");
    await git(shop, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", `${open.url}/shop`, "lib");
    await commitFiles(shop, {}, "Add a submodule");
    const into = nextFolder();
    await loopbackGit.checkout({ url: `${open.url}/with-submodule`, branch: null, into, limits });
    expect(await readdir(join(into, "lib"))).toEqual([]);
  });

  test("says which branch, repository or commit is missing", async () => {
    const failing = async (path: string, branch: string | null) => {
      const into = nextFolder();
      const error = await refusal(loopbackGit.checkout({ url: `${open.url}${path}`, branch, into, limits }));
      expect(existsSync(into)).toBe(false);
      return [error.code, error.field, error.status];
    };
    expect(await failing("/shop", "nope")).toEqual(["branch_not_found", "branch", 422]);
    expect(await failing("/nope", null)).toEqual(["repository_not_found", "url", 422]);
    expect(await failing("/empty", null)).toEqual(["repository_empty", "url", 422]);
  });

  test("says that a server cannot be reached", async () => {
    const url = `http://127.0.0.1:${await realProcesses.freePort()}/shop`;
    const error = await refusal(loopbackGit.checkout({ url, branch: null, into: nextFolder(), limits }));
    expect([error.code, error.field]).toEqual(["git_unreachable", "url"]);
  });
});

describe("private repositories", () => {
  test("need the token, and the token is not kept in the checkout", async () => {
    const into = nextFolder();
    const request = { url: `${closed.url}/shop`, branch: null, into, limits };
    expect((await refusal(loopbackGit.checkout(request))).code).toBe("repository_needs_access");
    const { sha } = await loopbackGit.checkout({ ...request, credential: TOKEN });
    expect(sha).toBe(newest);
    expect(await readFile(join(into, ".git", "config"), "utf8")).not.toContain(TOKEN);
  });

  test("a wrong token is refused without being told", async () => {
    const credential = "user:wrong-secret";
    const request = { url: `${closed.url}/shop`, branch: null, into: nextFolder(), limits, credential };
    const error = await refusal(loopbackGit.checkout(request));
    expect([error.code, error.field]).toEqual(["repository_needs_access", "token"]);
    expect(Bun.inspect(error)).not.toContain("wrong-secret");
  });

  test("the token is not sent to another host that a redirect names", async () => {
    const thief = serveGit(join(folder, "served"), { login: { user: "nobody", password: "nothing" } });
    const redirecting = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      fetch: (request) =>
        Response.redirect(`${thief.url}${new URL(request.url).pathname}?service=git-upload-pack`, 302),
    });
    try {
      const url = `http://127.0.0.1:${redirecting.port}/shop`;
      const request = { url, branch: null, into: nextFolder(), limits, credential: TOKEN };
      expect((await refusal(loopbackGit.checkout(request))).code).toBe("repository_needs_access");
      expect(thief.requests.length).toBeGreaterThan(0);
      expect(thief.requests.filter(({ headers }) => headers.has("authorization"))).toEqual([]);
    } finally {
      await Promise.all([thief.stop(), redirecting.stop(true)]);
    }
  });
});

describe("hostile input", () => {
  test("what is no https or ssh URL reaches nothing, even unchecked", async () => {
    const proof = join(folder, "proof");
    const urls = [`ext::sh -c "touch ${proof}"`, "file:///etc", join(folder, "served", "shop"), `${open.url}/shop`];
    for (const url of urls) {
      const error = await refusal(makeGit(realProcesses).checkout({ url, branch: null, into: nextFolder(), limits }));
      expect(error.code).toBe("git_protocol");
    }
    expect(existsSync(proof)).toBe(false);
  });

  test("options in the place of a URL or a branch stay names", async () => {
    const proof = join(folder, "proof");
    const option = `--upload-pack=touch ${proof}`;
    const url = `${open.url}/shop`;
    await refusal(loopbackGit.checkout({ url: option, branch: null, into: nextFolder(), limits }));
    await refusal(loopbackGit.remoteBranches({ url: option }));
    for (const branch of ["a;id", option, "$(id)"]) {
      const error = await refusal(loopbackGit.checkout({ url, branch, into: nextFolder(), limits }));
      expect(error.code).toBe("branch_not_found");
    }
    expect(existsSync(proof)).toBe(false);
  });

  test("a repository larger than the limits is not checked out", async () => {
    const big = join(folder, "served", "big");
    await commitFiles(big, { "zeros.txt": "0".repeat(6_000_000) }, "Large");
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`f${index}`, ""]));
    await commitFiles(join(folder, "served", "many"), many, "Many");
    const request = { branch: null, limits: { maxBytes: 5_000_000, maxFiles: 40 } };
    for (const name of ["big", "many"]) {
      const into = nextFolder();
      const error = await refusal(loopbackGit.checkout({ ...request, url: `${open.url}/${name}`, into }));
      expect(error.code).toBe("repository_too_large");
      expect(existsSync(into)).toBe(false);
    }
  });

  test("a server that sends a byte a second is given up", async () => {
    const slow = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      idleTimeout: 60,
      fetch: () =>
        new Response(dripping("001e# service=git-upload-pack\n0000"), {
          headers: { "content-type": "application/x-git-upload-pack-advertisement" },
        }),
    });
    try {
      const url = `http://127.0.0.1:${slow.port}/shop`;
      const error = await refusal(loopbackGit.checkout({ url, branch: null, into: nextFolder(), limits }));
      expect(error.code).toBe("git_timeout");
      const hurried = makeGit(realProcesses, { protocols: "http", timeoutMs: 300 });
      const late = await refusal(hurried.checkout({ url, branch: null, into: nextFolder(), limits }));
      expect(late.code).toBe("git_timeout");
    } finally {
      await slow.stop(true);
    }
  }, 20_000);

  test("a server that never ends its handshake is given up too, sooner than git would", async () => {
    const silent = createServer((socket) => socket.on("error", () => {}));
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const { port } = silent.address() as AddressInfo;
    const impatient = makeGit(realProcesses, { protocols: "https", stallSeconds: 1 });
    const into = nextFolder();
    try {
      const url = `https://127.0.0.1:${port}/shop`;
      const error = await refusal(impatient.checkout({ url, branch: null, into, limits }));
      expect(error).toMatchObject({ code: "git_timeout", summary: `127.0.0.1:${port} answered too slowly.` });
      expect(existsSync(into)).toBe(false);
    } finally {
      silent.close();
    }
  }, 20_000);

  test("an abort ends git and all that it started", async () => {
    const reached = Promise.withResolvers<void>();
    const silent = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      idleTimeout: 60,
      fetch: () => {
        reached.resolve();
        return new Response(dripping("001e#"));
      },
    });
    try {
      const url = `http://127.0.0.1:${silent.port}/shop`;
      const aborting = new AbortController();
      const into = nextFolder();
      const work = loopbackGit.checkout({ url, branch: null, into, limits, signal: aborting.signal });
      await reached.promise;
      aborting.abort(new Error("cancelled by a person"));
      await expect(work).rejects.toThrow("cancelled by a person");
      expect(await processesNaming(url)).toEqual([]);
      expect(existsSync(into)).toBe(false);
    } finally {
      await silent.stop(true);
    }
  });
});

describe("remote branches", () => {
  test("are listed with the default one and the tags", async () => {
    expect(await loopbackGit.remoteBranches({ url: `${open.url}/shop` })).toEqual({
      defaultBranch: "main",
      branches: ["feature/login", "main"],
      tags: ["v1"],
    });
  });

  test("of a private repository need the token", async () => {
    const url = `${closed.url}/shop`;
    expect((await refusal(loopbackGit.remoteBranches({ url }))).code).toBe("repository_needs_access");
    expect((await loopbackGit.remoteBranches({ url, credential: TOKEN })).defaultBranch).toBe("main");
  });
});

function dripping(text: string): ReadableStream<string> {
  const letters = text[Symbol.iterator]();
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = letters.next();
      if (done) return controller.close();
      controller.enqueue(value);
      await Bun.sleep(1000);
    },
  });
}

async function processesNaming(text: string): Promise<string[]> {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const commands = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, "utf8").catch(() => "")));
  return commands.filter((command) => command.includes(text));
}
