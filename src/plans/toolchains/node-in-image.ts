/** Node and its package managers, taken out of their own image into one for another language. Yarn stands in /opt. */
export const nodeLines = (version: string): string[] =>
  ["/usr/local/bin/", "/usr/local/lib/node_modules/", "/opt/"].map(
    (folder) => `COPY --from=node:${version}-slim ${folder} ${folder}`,
  );
