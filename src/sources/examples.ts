/** The small programs that come with AutoStack: folders of `examples/`. */
export const EXAMPLES = [
  { name: "node", title: "Node server", description: "node:http, a page and a health check." },
  { name: "bun", title: "Bun server", description: "Bun.serve with a lockfile." },
  { name: "python", title: "Python server", description: "Flask behind gunicorn." },
  { name: "static", title: "Static page", description: "HTML and CSS, nothing to build." },
] as const;
