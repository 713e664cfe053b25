import { join } from "node:path";
import { liveRun, NONCE } from "../test/support/made-up.ts";
import { madeUpPages } from "../test/support/made-up-pages.ts";
import { deploymentEventLines, deploymentEventState, END_EVENT } from "../views/deployment.ts";

/** All pages with made-up content, to look at while working on them: `bun --watch scripts/gallery.ts`. */
export function serveGallery(port = 0): Bun.Server<undefined> {
  return Bun.serve({
    port,
    hostname: "127.0.0.1",
    idleTimeout: 60,
    fetch: answerGallery,
  });
}

export function answerGallery(request: Request): Response {
  const { pathname } = new URL(request.url);
  if (pathname.startsWith("/public/")) return new Response(Bun.file(join(import.meta.dir, "..", pathname)));
  if (pathname.endsWith("/events")) return events();
  return page(pathname.slice(1));
}

/** The policy that the real server sends as well. */
export const policyFor = (nonce: string) =>
  `default-src 'self'; script-src 'self' 'nonce-${nonce}'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'`;

function page(name: string): Response {
  const pages = madeUpPages();
  const headers = { "content-type": "text/html; charset=utf-8", "content-security-policy": policyFor(NONCE) };
  const found = pages.get(name);
  if (found) return new Response(found.toString(), { headers });
  const list = [...pages.keys()].map((one) => `<li><a href="/${one}">${one}</a></li>`);
  return new Response(`<!doctype html><title>Gallery</title><ul>${list.join("")}</ul>`, { headers });
}

/** A deployment that goes on: a line now and then, stage after stage. It stops when nobody looks any more. */
function events(): Response {
  const messages = liveMessages();
  const stream = new ReadableStream<string>({
    async pull(controller) {
      const next = await messages.next();
      if (next.done) controller.close();
      else controller.enqueue(`${next.value}\n\n`);
    },
    async cancel() {
      await messages.return();
    },
  });
  return new Response(stream, { headers: { "content-type": "text/event-stream" } });
}

async function* liveMessages(): AsyncGenerator<string, void, void> {
  for (const { view, lines } of liveRun()) {
    yield `data: ${deploymentEventState(view, Date.now()).toString().replaceAll("\n", "\ndata: ")}`;
    for (const line of lines) {
      yield `id: ${line.id}\ndata: ${deploymentEventLines([line])}`;
      await Bun.sleep(80);
    }
  }
  yield `event: ${END_EVENT}\ndata: end`;
}

if (import.meta.main) process.stdout.write(`${serveGallery(Number(process.env.PORT ?? 0)).url}\n`);
