/** Where a request goes: a service that listens, or a folder of files. */
export type Target = { kind: "server"; address: string; port: number } | { kind: "site"; folder: string };

/** A hostname that leads to a release. `port` is set where no wildcard name exists and the project has a port of its own. */
export type Route = { hostname: string; port: number | null; target: Target };
