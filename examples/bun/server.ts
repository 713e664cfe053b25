import ms from "ms";

const message = Bun.env.MESSAGE ?? "Hello from Bun";
const deployment = Bun.env.AUTOSTACK_DEPLOYMENT ?? "on this machine";

const page = () => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${Bun.escapeHTML(message)}</title>
    <style>
      :root { color-scheme: light dark; }
      body { min-height: 100vh; margin: 0; display: grid; place-items: center; font: 1.125rem/1.6 system-ui, sans-serif; }
      main { max-width: 34rem; padding: 2rem; }
      h1 { font-size: clamp(2rem, 7vw, 3.5rem); line-height: 1.1; margin: 0 0 1rem; }
    </style>
  </head>
  <body>
    <main>
      <h1>${Bun.escapeHTML(message)}</h1>
      <p>Deployment ${Bun.escapeHTML(deployment)}, on Bun ${Bun.version}, up for ${ms(Math.round(process.uptime()) * 1000, { long: true })}.</p>
    </main>
  </body>
</html>
`;

const server = Bun.serve({
  port: Number(Bun.env.PORT ?? 3000),
  routes: {
    "/": () => new Response(page(), { headers: { "content-type": "text/html; charset=utf-8" } }),
    "/health": new Response("ok\n"),
  },
  fetch: () => new Response("Not found\n", { status: 404 }),
});

console.log(`Listening on port ${server.port}`);

// Lets requests that are under way finish before the next version takes over.
process.on("SIGTERM", async () => {
  await server.stop();
  process.exit(0);
});
