import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Subprocess } from "bun";
import { run } from "../../scripts/lib/run.ts";

const GIT_ENVIRONMENT = {
  PATH: process.env.PATH ?? "",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "Ada Example",
  GIT_AUTHOR_EMAIL: "ada@example.com",
  GIT_COMMITTER_NAME: "Ada Example",
  GIT_COMMITTER_EMAIL: "ada@example.com",
};

export async function git(folder: string, ...argv: string[]): Promise<string> {
  const child = Bun.spawn(["git", ...argv], { cwd: folder, env: GIT_ENVIRONMENT, stdout: "pipe", stderr: "pipe" });
  const [out, err] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()]);
  if ((await child.exited) !== 0) throw new Error(`git ${argv.join(" ")}: ${err}`);
  return out.trim();
}

/** Writes files, commits them all on `main` and returns the commit. Called again it adds a commit. */
export async function commitFiles(folder: string, files: Record<string, string>, message: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  await git(folder, "init", "--quiet", "--initial-branch", "main");
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  await git(folder, "add", "--all");
  await git(folder, "commit", "--quiet", "--allow-empty", "--message", message);
  return git(folder, "rev-parse", "HEAD");
}

export type GitServer = { url: string; requests: Request[]; stop(): Promise<void> };

export type Certificate = { key: string; cert: string; file: string };

/** A certificate for 127.0.0.1 that signs itself; Git trusts it when `GIT_SSL_CAINFO` names its file. */
export async function makeCertificate(folder: string): Promise<Certificate> {
  const [keyFile, file] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", keyFile];
  const names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"];
  await run(["openssl", "req", "-x509", ...key, ...names, "-days", "2", "-out", file]);
  return { key: await Bun.file(keyFile).text(), cert: await Bun.file(file).text(), file };
}

type GitServerOptions = { login?: { user: string; password: string }; certificate?: Certificate };

/**
 * The repositories below a folder over smart http, by Git's own `http-backend`. With a `login` all are private, with a `certificate`
 * it speaks https.
 */
export function serveGit(root: string, { login, certificate }: GitServerOptions = {}): GitServer {
  const requests: Request[] = [];
  const expected = login && `Basic ${btoa(`${login.user}:${login.password}`)}`;
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    ...(certificate && { tls: { key: certificate.key, cert: certificate.cert } }),
    fetch(request) {
      requests.push(request);
      if (expected && request.headers.get("authorization") !== expected) {
        return new Response("no", { status: 401, headers: { "www-authenticate": 'Basic realm="git"' } });
      }
      return runBackend(root, request);
    },
  });
  return { url: server.url.origin, requests, stop: () => server.stop(true) };
}

/** One request as a CGI call. */
async function runBackend(root: string, request: Request): Promise<Response> {
  const url = new URL(request.url);
  const backend = Bun.spawn(["git", "http-backend"], {
    env: {
      ...GIT_ENVIRONMENT,
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: "1",
      PATH_INFO: decodeURIComponent(url.pathname),
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers.get("content-type") ?? "",
      HTTP_CONTENT_ENCODING: request.headers.get("content-encoding") ?? "",
      GIT_PROTOCOL: request.headers.get("git-protocol") ?? "",
      REMOTE_ADDR: "127.0.0.1",
    },
    stdin: Buffer.from(await request.arrayBuffer()),
    stdout: "pipe",
    stderr: "ignore",
  });
  const answer = Buffer.from(await new Response(backend.stdout).arrayBuffer());
  const end = answer.indexOf("\r\n\r\n");
  const lines = answer.subarray(0, end).toString().split("\r\n");
  const headers = new Headers(lines.map((line) => line.split(": ") as [string, string]));
  const status = Number.parseInt(headers.get("status") ?? "200", 10);
  headers.delete("status");
  return new Response(answer.subarray(end + 4), { status, headers });
}

/** The repositories below a folder by `git daemon`; ready when it answers. */
export async function startGitDaemon(root: string, port: number): Promise<{ url: string; stop(): Promise<void> }> {
  const argv = ["daemon", "--export-all", "--reuseaddr", "--listen=127.0.0.1", `--port=${port}`, `--base-path=${root}`];
  // `git` itself would stay behind as a parent: the daemon's own program ends when it is told to.
  const program = join(await git(root, "--exec-path"), "git-daemon");
  const daemon: Subprocess = Bun.spawn([program, ...argv.slice(1), root], {
    env: GIT_ENVIRONMENT,
    stdout: "ignore",
    stderr: "ignore",
  });
  while (!(await accepts(port))) await Bun.sleep(20);
  return {
    url: `git://127.0.0.1:${port}`,
    stop: async () => {
      daemon.kill();
      await daemon.exited;
    },
  };
}

function accepts(port: number): Promise<boolean> {
  return Bun.connect({ hostname: "127.0.0.1", port, socket: { data() {} } }).then(
    (socket) => {
      socket.end();
      return true;
    },
    () => false,
  );
}
