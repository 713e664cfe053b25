import { comments, type Ejected, type Generated, type Generator, oneFile } from "./generator.ts";
import { siteConfig } from "./nginx-site.ts";

const LISTEN = ["80", "[::]:80"] as const;

export const nginx: Generator = {
  title: "NGINX site",
  about: "Answers on port 80 and passes requests and WebSockets on to the program, or serves the site's files.",
  generate(of) {
    if (of.plan.kind === "worker") return { why: "A worker answers no requests." };
    return of.plan.kind === "static" ? ofSite(of) : ofServer(of);
  },
};

/** For a person to replace. NGINX, as it is set up usually, takes names of hosts and variables of up to 46 letters. */
const hostnameFor = (name: string) => (name.length <= 30 ? `${name}.example.com` : "example.com");

const headOf = (name: string, ...more: string[]) =>
  comments(`Copy to /etc/nginx/sites-available/${name}.conf, and link it into sites-enabled.`, ...more);

function ofSite({ plan, name }: Ejected): Generated {
  const root = `/var/www/${name}`;
  const output = plan.output === null || plan.output === "." ? "the project" : `${plan.output}/, which the build fills`;
  const head = headOf(name, `Copy what is in ${output} to ${root}.`);
  return oneFile(`deploy/${name}.conf`, head + siteConfig(plan, { root, listen: LISTEN, hostname: hostnameFor(name) }));
}

function ofServer({ plan: { port }, name }: Ejected): Generated {
  if (port === null) return { why: "It is not known on which port the program listens." };
  const [upstream, connection] = ["app", "ws"].map((kind) => `${kind}_${name.replaceAll("-", "_")}`);
  return oneFile(
    `deploy/${name}.conf`,
    `${headOf(name)}upstream ${upstream} {
    server 127.0.0.1:${port};
    keepalive 32;
}

# Without a wish for another protocol the connection stays open for the next request.
map $http_upgrade $${connection} {
    default upgrade;
    "" "";
}

server {
${LISTEN.map((at) => `    listen ${at};\n`).join("")}    server_name ${hostnameFor(name)};
    client_max_body_size 50m;

    location / {
        proxy_pass http://${upstream};
        proxy_http_version 1.1;
        proxy_set_header Host $host;
        proxy_set_header Upgrade $http_upgrade;
        proxy_set_header Connection $${connection};
        # Not what a visitor claims: this is the first proxy.
        proxy_set_header X-Real-IP $remote_addr;
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_set_header X-Forwarded-Host $host;
        proxy_set_header X-Forwarded-Proto $scheme;
        proxy_read_timeout 300s;
        proxy_send_timeout 300s;
    }
}
`,
  );
}
