import type { BunPlugin } from "bun";

/** Packages that a package asks for and AutoStack's use of it never runs: see docs/decisions/0003. */
const UNUSED = [
  { package: /^@grpc\//, importer: "/node_modules/dockerode/" },
  { package: /^ssh2$/, importer: "/node_modules/docker-modem/" },
  // A native module that only chooses among ciphers; it is compiled by an install script, which is not run.
  { package: /^cpu-features$/, importer: "/node_modules/ssh2/" },
  { package: /^@aws-sdk\/client-s3$/, importer: "/node_modules/unzipper/" },
];

/** Puts an empty module in the place of what is never used, so that the binary need not hold it in memory. */
export const leaveOut: BunPlugin = {
  name: "leave-out",
  setup(build) {
    for (const unused of UNUSED) {
      build.onResolve({ filter: unused.package }, ({ path, importer }) =>
        importer.includes(unused.importer) ? { path, namespace: "left-out" } : undefined,
      );
    }
    build.onLoad({ filter: /./, namespace: "left-out" }, () => ({ contents: "module.exports = {};", loader: "js" }));
  },
};
