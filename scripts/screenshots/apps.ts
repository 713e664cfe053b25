// The programs in the pictures: small, but they are really built and run.

export type Files = Record<string, string>;

const packageJson = (name: string, scripts: Record<string, string>) =>
  JSON.stringify({ name, version: "1.0.0", private: true, type: "module", engines: { node: "22" }, scripts }, null, 2);

const packageLock = (name: string) =>
  JSON.stringify({ name, version: "1.0.0", lockfileVersion: 3, packages: { "": { name, version: "1.0.0" } } });

const SERVER = `import { createServer } from "node:http";
import { readFileSync } from "node:fs";

const index = readFileSync("dist/index.html");

createServer((request, response) => {
  if (request.url === "/healthz") return response.end("ok");
  response.setHeader("content-type", "text/html");
  response.end(index);
}).listen(process.env.PORT, () => console.log("listening on port " + process.env.PORT));
`;

const STORE_BUILD = `import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";

const green = (text) => "\\x1b[32m" + text + "\\x1b[39m";
const faint = (text) => "\\x1b[2m" + text + "\\x1b[22m";
const products = JSON.parse(readFileSync("products.json", "utf8"));
const page = (title, body) => "<!doctype html><title>" + title + "</title><h1>" + title + "</h1>" + body;

console.log("Building " + products.length + " products for " + new URL(process.env.PUBLIC_URL ?? "http://localhost").host);
mkdirSync("dist/products", { recursive: true });
for (const { slug, name, price } of products) {
  const text = page(name, "<p>" + price + "</p>").padEnd(900 + name.length * 37);
  writeFileSync("dist/products/" + slug + ".html", text);
  console.log(green("✓") + " products/" + slug + ".html " + faint((text.length / 1000).toFixed(2) + " kB"));
  await wait(Number(process.env.PACE ?? 40));
}
writeFileSync("dist/index.html", page("Linen & Oak", products.map(({ name }) => "<p>" + name + "</p>").join("")));
console.log(green("✓") + " index.html");
console.log(products.length + 1 + " pages in dist");
`;

const NAMES = [
  ...[
    "Linen shirt",
    "Oak stool",
    "Wool blanket",
    "Stoneware mug",
    "Beeswax candle",
    "Canvas tote",
    "Ash cutting board",
  ],
  ...["Cotton apron", "Brass hook", "Felt slippers", "Walnut tray", "Copper kettle", "Jute rug", "Rye broom"],
  ...["Glass carafe", "Birch coat rack", "Cork board", "Enamel pot", "Clay planter", "Paper lantern"],
];

/** A shop: npm, a build that writes pages, a server. */
export function storefront(products: number): Files {
  const list = NAMES.slice(0, products).map((name, index) => ({
    ...{ name, slug: name.toLowerCase().replaceAll(" ", "-") },
    price: `${12 + index * 7} €`,
  }));
  return {
    "package.json": packageJson("storefront", { build: "node build.js", start: "node server.js" }),
    "package-lock.json": packageLock("storefront"),
    "build.js": STORE_BUILD,
    "server.js": `const payments = process.env.STRIPE_SECRET_KEY;\nconst orders = process.env.ORDERS_URL ?? "memory:";\n\n${SERVER}`,
    "products.json": JSON.stringify(list, null, 2),
  };
}

const LETTER_BUILD = `import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";

const template = readFileSync("templates/weekly.html", "utf8");
mkdirSync("dist", { recursive: true });
for (const file of readdirSync("posts")) {
  const post = JSON.parse(readFileSync("posts/" + file, "utf8"));
  const text = template.replaceAll(/\\{\\{(\\w+)\\}\\}/g, (_, name) => {
    if (!(name in post)) {
      console.error("✗ posts/" + file + " has no “" + name + "”, which templates/weekly.html:2 shows");
      process.exit(1);
    }
    return post[name];
  });
  writeFileSync("dist/" + (file === "12.json" ? "index" : file.replace(".json", "")) + ".html", text);
  console.log("wrote " + file.replace(".json", ".html"));
}
`;

const post = (title: string, author?: string) => JSON.stringify({ title, ...(author && { author }) });

/** Letters from templates. The build of the one that is not `complete` fails on a post without an author. */
export function newsletter({ complete }: { complete: boolean }): Files {
  return {
    "package.json": packageJson("newsletter", { build: "node build.js", start: "node server.js" }),
    "package-lock.json": packageLock("newsletter"),
    "build.js": LETTER_BUILD,
    "server.js": SERVER,
    "templates/weekly.html": "<!doctype html><h1>{{title}}</h1><p>by {{author}}</p>\n",
    "posts/12.json": post("What we learned in May", "Grace"),
    "posts/13.json": post("Twelve small tools", "Radia"),
    "posts/14.json": complete ? post("A quieter inbox", "Ada") : post("A quieter inbox"),
  };
}
