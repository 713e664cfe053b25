import { dockerignoreFor, PLAIN_ENVIRONMENT, PLAIN_LAYOUT } from "../build-context.ts";
import { isCaptain } from "../docker/captain-lines.ts";
import { dockerfileFor } from "../dockerfile.ts";
import type { AppPlan } from "../plan.ts";
import { DATA_FOLDER, sqliteValues } from "./database-values.ts";
import {
  cannotStart,
  comments,
  type Ejected,
  type Generator,
  IN_A_LIST,
  MADE,
  NOTHING_STARTS,
  notesOf,
  oneFile,
} from "./generator.ts";
import { SITE_FOLDER, SITE_PORT, siteConfig, siteImageConfig } from "./nginx-site.ts";

const OWN = { why: "The project has a Dockerfile of its own, which is used." };

/** Its own user is not root, and it listens on 8080. */
const SERVER_IMAGE = "nginxinc/nginx-unprivileged:stable-alpine-slim";

/** For `docker build` in the project's own folder. */
export const dockerfileFile: Generator = {
  title: "Dockerfile",
  about: "Builds the project's image with nothing but Docker.",
  generate(of) {
    const { plan } = of;
    if (isCaptain(plan.dockerfile ?? "")) return IN_A_LIST;
    if (plan.dockerfile) return OWN;
    if (cannotStart(plan)) return NOTHING_STARTS;
    const dataFolder = Object.keys(sqliteValues(plan)).length > 0 ? DATA_FOLDER : null;
    const generated = folded(dockerfileFor(plan, { layout: { ...PLAIN_LAYOUT, dataFolder } }), plan);
    const text = `${comments(...byHand(of))}\n${pinned(generated, of.bases ?? {})}`;
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

function byHand({ plan, name }: Ejected): string[] {
  const port = plan.kind === "static" ? SITE_PORT : plan.port;
  const publish = port === null || plan.kind === "worker" ? "" : `--publish ${port}:${port} `;
  return [
    MADE,
    `Build it in the folder in which it stands, with Docker 23 or newer: docker build --tag ${name} .`,
    `Run it: docker run --init ${publish}${name}`,
    ...(hasSteps(plan)
      ? [...OF_STEPS, `  docker build --secret id=build-env,src=${PLAIN_ENVIRONMENT} --tag ${name} .`]
      : []),
    ...(plan.repair ? ["A lockfile that is out of step stops no build; take what follows || away if it should."] : []),
    ...notesOf(plan),
  ];
}

const OF_STEPS = [
  "Steps that need variables read them from a file of lines such as export NAME='value', which no image holds:",
];

const hasSteps = ({ install, build, hooks }: AppPlan) =>
  [install, build, hooks.beforeBuild, hooks.afterBuild].some(Boolean);

/** What mends an install stands on a line of its own. */
const folded = (text: string, { repair }: AppPlan) =>
  repair ? text.replace(` || { ${repair}; }`, () => ` \\\n || { ${repair}; }`) : text;

/** The images that the newest build stood on, where that is known: a tag moves, a digest does not. */
function pinned(text: string, bases: Readonly<Record<string, string>>): string {
  return text.replace(/^(?:FROM |COPY --from=)(\S+)/gm, (line, image) => {
    const digest = Object.hasOwn(bases, image) ? bases[image] : undefined;
    return digest && /^sha256:[0-9a-f]{64}$/.test(digest) ? `${line}@${digest}` : line;
  });
}

/** What is ejected and stands beside the pages of a site that is not built: without these lines they would be published. */
const BESIDE_PAGES = ["/ecosystem.config.cjs", "/.replit", "/replit.nix"];

export const dockerignoreFile: Generator = {
  title: ".dockerignore",
  about: "Keeps what no build needs, and .env, out of images.",
  generate({ plan, name }) {
    if (plan.dockerfile) return OWN;
    if (cannotStart(plan)) return NOTHING_STARTS;
    const ejected = ["Dockerfile", ".dockerignore", "compose.yaml", `deploy/${name}.conf`, `deploy/${name}*.service`];
    const lines = [`/${PLAIN_ENVIRONMENT}`, ...ejected.map((path) => `/${path}`)];
    if (plan.kind === "static" && !hasSteps(plan)) lines.push(...BESIDE_PAGES);
    return oneFile(".dockerignore", `${dockerignoreFor(plan)}${lines.map((line) => `${line}\n`).join("")}`);
  },
};
