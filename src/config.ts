/** The environment and `autostack.toml`, read once, checked and frozen. */
export type Config = Readonly<{
  dataFolder: string;
  /** The dashboard's port; with the embedded edge the apps' too. */
  port: number;
  /** Where the dashboard listens. `127.0.0.1` keeps it off the network. */
  address: string;
  /** Apps are `<slug>.<base domain>`. `null`: no wildcard name exists and each project has a port of its own. */
  baseDomain: string | null;
  /** The dashboard's own URL when a proxy with TLS stands before it: `https://deploy.example.com`. */
  publicUrl: string | null;
  runtime: "auto" | "docker" | "process";
  edge: "auto" | "traefik" | "embedded";
  /** Traefik's binary: a path or a name on `PATH`. */
  traefik: string;
  /** Where Traefik takes requests for apps. */
  edgePort: number;
  /** Docker's socket. */
  docker: string;
  /** The ports that projects get where there is no base domain: first and last. */
  appPorts: { first: number; last: number };
  limits: Readonly<{
    uploadBytes: number;
    /** What an archive or a repository may unpack to. */
    sourceBytes: number;
    sourceFiles: number;
    concurrentDeployments: number;
    buildTimeoutMs: number;
    healthTimeoutMs: number;
    memoryBytes: number;
    cpus: number;
    pids: number;
    logBytes: number;
    keptReleases: number;
    /** Below this much free space no deployment starts. */
    freeDiskBytes: number;
  }>;
}>;
