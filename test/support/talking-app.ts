import type { FileTexts } from "./sample-apps.ts";

/**
 * Answers with its version (headers say which replica it is, and what it was greeted with), repeats what is posted, streams events and
 * echoes over a web socket; ends when all that has ended.
 */
export const talkingApp: FileTexts = {
  Dockerfile: 'FROM oven/bun:1-slim\nCOPY server.js /app/\nEXPOSE 3000\nCMD ["bun", "/app/server.js"]\n',
  "server.js": `
const version = process.env.AUTOSTACK_DEPLOYMENT;
const headers = { "x-replica": require("node:os").hostname(), "x-greeting": process.env.GREETING ?? "" };
const tick = new TextEncoder().encode("data: tick\\n\\n");
function events() {
  let timer;
  const start = (controller) => { timer = setInterval(() => controller.enqueue(tick), 100); };
  const cancel = () => clearInterval(timer);
  return new Response(new ReadableStream({ start, cancel }), { headers: { "content-type": "text/event-stream" } });
}
const server = Bun.serve({
  hostname: "0.0.0.0",
  port: process.env.PORT,
  idleTimeout: 0,
  async fetch(request, server) {
    const { pathname } = new URL(request.url);
    if (pathname === "/echo") return new Response(await request.text());
    if (pathname === "/events") return events();
    if (pathname === "/socket") return server.upgrade(request) ? undefined : new Response("no socket", { status: 400 });
    return new Response(version, { headers });
  },
  websocket: { message: (socket, text) => { socket.send(text); } },
});
process.on("SIGTERM", () => server.stop().then(() => process.exit(0)));
`,
};
