import { type FileTexts, zipOf } from "../../support/sample-apps.ts";

/** Enough to stay in the machine's memory for a while after it was written. */
const HALF_MEGABYTE = 500_000;

/** A server that answers `text`, and `/data` with what its build made; a build of its own, as its command is new each time. */
export function busyboxApp(text: string, build = "true"): Uint8Array {
  const files: FileTexts = {
    Dockerfile: `FROM base:1
COPY index.html build.sh /www/
RUN sh /www/build.sh
EXPOSE 8000
CMD ["busybox", "httpd", "-f", "-p", "8000", "-h", "/www"]
`,
    "index.html": text,
    // A bomb that has burnt out would otherwise be followed by a build that succeeds.
    "build.sh": `# ${crypto.randomUUID()}
set -e
${build}
head -c ${HALF_MEGABYTE} /dev/urandom > /www/data
sha256sum < /www/data > /www/data.sum
`,
  };
  return zipOf(files);
}

/** Files without a server. */
export function plainSite(text: string): Uint8Array {
  const data = crypto.getRandomValues(Buffer.alloc(60_000)).toString("hex");
  const sum = new Bun.CryptoHasher("sha256").update(data).digest("hex");
  const pages = Array.from({ length: 40 }, (_, page) => [`page-${page}.html`, `${text}, page ${page}`]);
  return zipOf({ "index.html": text, data, "data.sum": `${sum}  -\n`, ...Object.fromEntries(pages) });
}
