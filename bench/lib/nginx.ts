import { join } from "node:path";
import { realProcesses } from "../../src/host/real-processes.ts";

/** Debian's nginx with one worker and its own configuration: what the static server is compared with. */
export class Nginx {
  readonly port: number;
  readonly #child: Bun.Subprocess;

  private constructor(port: number, child: Bun.Subprocess) {
    this.port = port;
    this.#child = child;
  }

  static readonly binary = Bun.which("nginx", { PATH: `${process.env.PATH ?? ""}:/usr/sbin` });

  /** Serves `root`, with all that nginx has to be quick: sendfile, files kept open, files packed beforehand. */
  static async start(folder: string, root: string): Promise<Nginx> {
    const port = await realProcesses.freePort();
    await Bun.write(join(folder, "nginx.conf"), configuration(folder, root, port));
    const argv = [Nginx.binary ?? "nginx", "-p", folder, "-c", join(folder, "nginx.conf"), "-e", "stderr"];
    const child = Bun.spawn(argv, { stdout: "ignore", stderr: "ignore" });
    return new Nginx(port, child);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGTERM");
    await this.#child.exited;
  }
}

function configuration(folder: string, root: string, port: number): string {
  // The folder is for who runs this alone, and root's nginx would give its worker another user.
  const user = process.getuid?.() === 0 ? "user root;\n" : "";
  return `${user}daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
events { worker_connections 1024; }
http {
  types { text/html html; text/css css; text/javascript js; image/jpeg jpg; }
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000000;
  open_file_cache max=1000 inactive=60s;
  gzip_static on;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  server { listen 127.0.0.1:${port}; root ${root}; }
}
`;
}
