import { dockerignoreFor, PLAIN_LAYOUT } from "../build-context.ts";
import { dockerfileFor } from "../dockerfile.ts";
import { comments, type Generator, MADE, oneFile } from "./generator.ts";
import { SITE_FOLDER, SITE_PORT, siteConfig, siteImageConfig } from "./nginx-site.ts";

const OWN = { why: "The project has a Dockerfile of its own, which is used." };

/** Its own user is not root, and it listens on 8080. */
const SERVER_IMAGE = "nginxinc/nginx-unprivileged:stable-alpine-slim";

const BY_HAND = [
  MADE,
  "Build it in the folder in which it stands: docker build .",
  "Steps that need variables read them from a file of export lines: --secret id=build-env,src=build-env.sh",
];

/** For `docker build` in the project's own folder. */
export const dockerfileFile: Generator = {
  title: "Dockerfile",
  about: "Builds the project's image with nothing but Docker.",
  generate({ plan }) {
    if (plan.dockerfile) return OWN;
    const text = `${comments(...BY_HAND)}\n${dockerfileFor(plan, { layout: PLAIN_LAYOUT })}`;
    if (plan.kind !== "static") return oneFile("Dockerfile", text);
    // A site's image is nothing but files: here it gets a server.
    const server = [
      `FROM ${SERVER_IMAGE}`,
      `COPY ${siteImageConfig} /etc/nginx/conf.d/default.conf`,
      `COPY --from=site /site/ ${SITE_FOLDER}/`,
      `EXPOSE ${SITE_PORT}`,
    ];
    const config = siteConfig(plan, { root: SITE_FOLDER, listen: [String(SITE_PORT)], hostname: "_" });
    return {
      files: [
        { path: "Dockerfile", text: `${text}\n${server.join("\n")}\n` },
        { path: siteImageConfig, text: config },
      ],
    };
  },
};

/** What is ejected and no image needs. Without these lines a site that is not built would publish them. */
const EJECTED = [
  "Dockerfile",
  ".dockerignore",
  "compose.yaml",
  "ecosystem.config.cjs",
  "deploy",
  ".replit",
  "replit.nix",
];

export const dockerignoreFile: Generator = {
  title: ".dockerignore",
  about: "Keeps what no build needs, and .env, out of images.",
  generate({ plan }) {
    if (plan.dockerfile) return OWN;
    return oneFile(".dockerignore", `${dockerignoreFor(plan)}${EJECTED.map((name) => `/${name}\n`).join("")}`);
  },
};
