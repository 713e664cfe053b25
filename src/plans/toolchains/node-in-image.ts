/** Node and its package managers, taken out of their own image into one for another language. */
export const nodeLines = (version: string): string[] => [
  `COPY --from=node:${version}-slim /usr/local/bin/ /usr/local/bin/`,
  `COPY --from=node:${version}-slim /usr/local/lib/node_modules/ /usr/local/lib/node_modules/`,
];
