import { createServer } from "node:http";
import { page } from "./page.js";

const port = Number(process.env.PORT ?? 3000);
const message = process.env.MESSAGE ?? "Hello from Node";
const deployment = process.env.AUTOSTACK_DEPLOYMENT ?? "on this machine";

const server = createServer((request, response) => {
  if (request.url === "/health") {
    response.writeHead(200, { "content-type": "text/plain" }).end("ok\n");
    return;
  }
  if (request.url !== "/") {
    response.writeHead(404, { "content-type": "text/plain" }).end("Not found\n");
    return;
  }
  response
    .writeHead(200, { "content-type": "text/html; charset=utf-8" })
    .end(page({ message, deployment, uptime: Math.round(process.uptime()) }));
});

server.listen(port, () => console.log(`Listening on port ${port}`));

// Lets requests that are under way finish before the next version takes over.
process.on("SIGTERM", () => server.close(() => process.exit(0)));
