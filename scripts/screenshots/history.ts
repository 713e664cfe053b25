import { join } from "node:path";
import { commitFiles, git, makeCertificate, serveGit } from "#test/integration/git-server.ts";
import { eventually } from "#test/support/eventually.ts";
import { zipOf } from "#test/support/sample-apps.ts";
import type { User } from "../../src/accounts/user.ts";
import type { App } from "../../src/app.ts";
import { type Deployment, hasEnded } from "../../src/deployments/deployment.ts";
import { Launcher, type Wish } from "../../src/deployments/launch.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../src/lib/time.ts";
import type { Project } from "../../src/projects/project.ts";
import { type Files, newsletter, storefront } from "./apps.ts";

const DEPLOY_MS = 120_000;

/** How long ago it is for AutoStack. */
export type Clock = { agoMs: number };

/** What the pictures are taken of. */
export type Past = { live: Deployment; failed: Deployment; running: Deployment };

/** Deploys for real, at times of the last days, what a small company may have. */
export class History {
  readonly #app: App;
  readonly #clock: Clock;
  readonly #owner: User;
  readonly #launcher: Launcher;

  constructor(app: App, clock: Clock, owner: User) {
    this.#app = app;
    this.#clock = clock;
    this.#owner = owner;
    this.#launcher = new Launcher(app);
  }

  async make(folder: string): Promise<Past> {
    await this.#launch(21 * DAY_MS, { slug: "handbook", name: "Handbook", source: "example", example: "static" });
    await this.#launch(16 * DAY_MS, { slug: "pricing-api", name: "Pricing API", source: "example", example: "python" });
    await this.#launch(12 * DAY_MS, { slug: "live-chat", name: "Live chat", source: "example", example: "bun" });
    await this.#deploy(5 * HOUR_MS, "handbook", "Grace Hopper");
    const live = await this.#storefront(folder);
    const failed = await this.#newsletter();
    const running = await this.#runningOne();
    return { live, failed, running };
  }

  /** From Git: three commits, and a branch beside them. */
  async #storefront(folder: string): Promise<Deployment> {
    const repository = join(folder, "git/storefront.git");
    await commitFiles(repository, storefront(14), "Open the shop with fourteen products");
    await git(repository, "checkout", "--quiet", "-b", "gift-cards");
    await commitFiles(repository, storefront(18), "Offer gift cards");
    await git(repository, "checkout", "--quiet", "main");
    const certificate = await makeCertificate(folder);
    process.env.GIT_SSL_CAINFO = certificate.file;
    const served = serveGit(join(folder, "git"), { certificate });
    try {
      const url = `${served.url}/storefront.git/.git`;
      const shop = { slug: "storefront", name: "Storefront", source: "git", url };
      const variables = "STRIPE_SECRET_KEY=made-up\nPUBLIC_URL=https://linen-and-oak.example\nORDERS_URL=memory:\n";
      await this.#launch(9 * DAY_MS, { ...shop, variables });
      await commitFiles(repository, storefront(16), "Add the broom and the carafe");
      await this.#deploy(4 * DAY_MS, "storefront", "Grace Hopper");
      await this.#deploy(26 * HOUR_MS, "storefront", "Radia Perlman", "gift-cards");
      await commitFiles(repository, storefront(20), "Show the autumn collection");
      const live = await this.#deploy(37 * MINUTE_MS, "storefront", "Ada Lovelace");
      this.#sayItIsFrom("storefront", "https://git.example.com/linen-and-oak/storefront.git");
      return live;
    } finally {
      await served.stop();
    }
  }

  /** From archives: one that went live, and one whose build fails. */
  async #newsletter(): Promise<Deployment> {
    const first = { id: await this.#receive("newsletter-7.zip", newsletter({ complete: true })) };
    await this.#launch(6 * DAY_MS, {
      ...{ slug: "newsletter", name: "Newsletter", source: "upload" },
      ...{ upload: first.id, fileName: "newsletter-7.zip" },
    });
    const id = await this.#receive("newsletter-8.zip", newsletter({ complete: false }));
    const upload = { id, fileName: "newsletter-8.zip" };
    this.#clock.agoMs = 2 * HOUR_MS;
    return this.#ended(
      await this.#app.deployments.start(this.#project("newsletter"), { startedBy: "Alan Kay", upload }),
    );
  }

  /** A build that goes on while the pictures are taken. */
  async #runningOne(): Promise<Deployment> {
    const fileName = "catalogue-2.zip";
    this.#clock.agoMs = 0;
    const upload = await this.#receive(fileName, storefront(20));
    const wish = { slug: "catalogue", name: "Catalogue", source: "upload", upload, fileName };
    const { deployment } = await this.#launcher.launch(this.#owner, { ...wish, variables: "PACE=9000\n" });
    const says = async () =>
      (await this.#app.world.logs.read(deployment.id)).some(({ text }) => text.includes("oak-stool"));
    await eventually("the running build", says, DEPLOY_MS);
    return deployment;
  }

  async #receive(fileName: string, files: Files): Promise<string> {
    const bytes = zipOf(files);
    const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream();
    const team = this.#launcher.teamOf(this.#owner);
    const from = { team, user: this.#owner.id, fileName, declaredBytes: bytes.byteLength };
    return (await this.#app.uploads.receive({ stream, ...from })).id;
  }

  async #launch(agoMs: number, wish: Wish): Promise<Deployment> {
    this.#clock.agoMs = agoMs;
    return this.#ended((await this.#launcher.launch(this.#owner, wish)).deployment);
  }

  async #deploy(agoMs: number, slug: string, startedBy: string, branch?: string): Promise<Deployment> {
    this.#clock.agoMs = agoMs;
    const wish = { startedBy, ...(branch && { branch }) };
    return this.#ended(await this.#app.deployments.start(this.#project(slug), wish));
  }

  #ended({ id, number }: Deployment): Promise<Deployment> {
    const ask = () => {
      const deployment = this.#app.world.deployments.get(id);
      return hasEnded(deployment.state) && deployment;
    };
    return eventually(`the end of deployment ${number}`, ask, DEPLOY_MS);
  }

  #project(slug: string): Project {
    return this.#app.projects.find(this.#owner, slug, "see");
  }

  /** The repository is on this machine, under a port that says nothing to anybody. */
  #sayItIsFrom(slug: string, url: string): void {
    const project = this.#project(slug);
    if (project.source.kind !== "git") throw new Error(`${slug} is not from Git`);
    this.#app.projects.update({ ...project, source: { ...project.source, url } });
  }
}
