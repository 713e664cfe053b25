import type { AppPlan } from "../plan.ts";
import { comments } from "./generator.ts";
import { type HeaderLine, readHeaders, readRedirects } from "./nginx-rules.ts";

/** Where the image of a site has its files, and the port that it listens on. */
export const SITE_FOLDER = "/usr/share/nginx/html";
export const SITE_PORT = 8080;
/**
 * In a folder whose name begins with a dot: no server gives it away when the site is all of the project. Its name has a dot
 * more than `<slug>.conf` can have.
 */
export const siteImageConfig = ".docker/nginx.default.conf";

type Place = { root: string; listen: readonly string[]; hostname: string };

const FOR_GOOD = "public, max-age=31536000, immutable";
const ASKED_AGAIN = "public, max-age=0, must-revalidate";

// Files that are named by their content. Careful rather than complete: a wrong one would be kept for a year.
const HASHED = [
  "^/(?:_next/static|_astro|_nuxt|_app/immutable)/",
  "[-._](?=[a-f]*[0-9])(?=[0-9]*[a-f])[0-9a-f]{8,64}\\.[a-z0-9]+$",
  "[-._](?=[A-Za-z]*[0-9])(?=[A-Z0-9]*[a-z])(?=[a-z0-9]*[A-Z])[A-Za-z0-9]{8,12}\\.[a-z0-9]+$",
];

const TYPES =
  "text/css text/plain text/xml application/javascript application/json application/xml image/svg+xml application/wasm";

/** A site as AutoStack serves it, as far as NGINX can. */
export function siteConfig(plan: AppPlan, { root, listen, hostname }: Place): string {
  const redirects = readRedirects(plan.redirects);
  const headers = readHeaders(plan.headers);
  const leftOut = [...redirects.leftOut, ...headers.leftOut];
  const fallback = redirects.fallback ?? fallbackOf(plan);
  return `${comments(...leftOut.map((line) => `Left out, as NGINX has no such rule: ${line}`))}server {
${listen.map((at) => `    listen ${at};\n`).join("")}    server_name ${hostname};

    root ${root};
    index index.html;
    charset utf-8;
    absolute_redirect off;
    gzip on;
    gzip_vary on;
    gzip_min_length 1000;
    gzip_types ${TYPES};

    # Files that are for machines and not for visitors.
    location ~ /\\.(?!well-known/) {
        return 404;
    }
    location ~ ^/(?:_redirects|_headers)$ {
        return 404;
    }
${redirects.locations.join("")}
${HASHED.map((pattern) => location(`~ "${pattern}"`, FOR_GOOD, headers.lines, "=404")).join("")}${location("/", ASKED_AGAIN, headers.lines, fallback === null ? "=404" : `/${fallback}`)}
    error_page 404 /404.html;
}
`;
}

function location(match: string, caching: string, headers: readonly HeaderLine[], last: string): string {
  // One header in a location hides all of the levels above, so each has all.
  const all = [
    { name: "Cache-Control", value: caching },
    ...headers.filter(({ name }) => !/^cache-control$/i.test(name)),
  ];
  const files = match === "/" ? "$uri $uri.html $uri/" : "$uri";
  return `    location ${match} {
${all.map(({ name, value }) => `        add_header ${name} "${value}" always;\n`).join("")}        try_files ${files} ${last};
    }
`;
}

/** The page that answers for every path that a single-page app routes by itself. */
function fallbackOf({ facts }: AppPlan): string | null {
  const value = facts.find(({ name }) => name === "fallback")?.value.replace(/^\//, "") ?? null;
  return value !== null && /^[\w-][\w./-]{0,200}$/.test(value) ? value : null;
}
