import { zipBytes } from "./archive-bytes.ts";
import { testName } from "./names.ts";

export type FileTexts = Record<string, string>;

export function zipOf(files: FileTexts): Uint8Array {
  return zipBytes(Object.entries(files).map(([name, content]) => ({ name, content })));
}

/** A Node server that answers `text` after what its variable GREETING holds. `build` is a command of its package, `before` runs before it listens. */
export function nodeApp(text: string, { build, before = "" }: { build?: string; before?: string } = {}): FileTexts {
  const scripts = { start: "node server.js", ...(build && { build }) };
  return {
    // A name of its own, or an Engine could take the build from its cache.
    "package.json": JSON.stringify({ name: testName(), private: true, scripts }),
    "server.js": `${before}
const server = require("node:http").createServer((request, response) => response.end((process.env.GREETING ?? "") + ${JSON.stringify(text)}));
server.listen(process.env.PORT, () => console.log("listening"));
process.on("SIGTERM", () => {
  server.close(() => process.exit(0));
  // What becomes idle from now on would hold the end up for five seconds.
  setInterval(() => server.closeIdleConnections(), 20);
});
`,
  };
}

/** A page without a build. */
export const pageOf = (text: string): FileTexts => ({ "index.html": `<h1>${text}</h1>` });

/** A Node program as its own Dockerfile builds and runs it. */
export const dockerfileApp: FileTexts = {
  Dockerfile: `FROM node:22-slim
WORKDIR /srv
COPY . .
RUN echo "made by a Dockerfile" > made.txt
EXPOSE 4321
USER node
CMD ["node", "serve.js"]
`,
  "serve.js": `const made = require("node:fs").readFileSync("made.txt", "utf8");
require("node:http").createServer((request, response) => response.end(made)).listen(4321);
process.on("SIGTERM", () => process.exit(0));
`,
};
