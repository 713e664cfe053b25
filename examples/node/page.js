const escapes = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escape = (text) => text.replace(/[&<>"]/g, (character) => escapes[character]);

export const page = ({ message, deployment, uptime }) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${escape(message)}</title>
    <style>
      :root { color-scheme: light dark; }
      body { min-height: 100vh; margin: 0; display: grid; place-items: center; font: 1.125rem/1.6 system-ui, sans-serif; }
      main { max-width: 34rem; padding: 2rem; }
      h1 { font-size: clamp(2rem, 7vw, 3.5rem); line-height: 1.1; margin: 0 0 1rem; }
      dl { display: grid; grid-template-columns: auto 1fr; gap: 0.25rem 1.5rem; }
      dt { opacity: 0.7; }
      dd { margin: 0; font-family: ui-monospace, monospace; }
    </style>
  </head>
  <body>
    <main>
      <h1>${escape(message)}</h1>
      <dl>
        <dt>Deployment</dt><dd>${escape(deployment)}</dd>
        <dt>Node</dt><dd>${process.version}</dd>
        <dt>Up for</dt><dd>${uptime} s</dd>
      </dl>
    </main>
  </body>
</html>
`;
