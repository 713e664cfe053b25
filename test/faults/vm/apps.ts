import { type FileTexts, zipOf } from "../../support/sample-apps.ts";

/** A server that answers `text`; a build of its own, as its command is new each time. */
export function busyboxApp(text: string, build = "true"): Uint8Array {
  const files: FileTexts = {
    Dockerfile: `FROM base:1
COPY index.html build.sh /www/
RUN sh /www/build.sh
EXPOSE 8000
CMD ["busybox", "httpd", "-f", "-p", "8000", "-h", "/www"]
`,
    "index.html": text,
    "build.sh": `# ${crypto.randomUUID()}\n${build}\n`,
  };
  return zipOf(files);
}
