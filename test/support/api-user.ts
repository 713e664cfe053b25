import type { Deployment, LogLine } from "#src/deployments/deployment.ts";
import { hasEnded } from "#src/deployments/deployment.ts";
import type { DeploymentFacts } from "#src/deployments/shown.ts";
import type { Project } from "#src/projects/project.ts";
import { eventually } from "./eventually.ts";

export type Launched = { project: Project; deployment: Deployment };
export type Upload = { id: string; fileName: string; bytes: number };
/** What the API says when it refuses. */
export type Refusal = { code: string; summary: string; hint?: string; field?: string; incident?: string };
export type Listed = Deployment & { canRollBack: boolean; environment: string };

type Sent = {
  json?: unknown;
  body?: NonNullable<RequestInit["body"]>;
  headers?: Record<string, string>;
  signal?: AbortSignal;
};

const DEPLOY_MS = 90_000;

export async function signIn(server: string, { email, password }: { email: string; password: string }) {
  const response = await fetch(`${server}/api/v1/auth/token`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email, password }),
  });
  if (!response.ok) throw new Error(`${email} cannot sign in: ${await response.text()}`);
  const { accessToken } = (await response.json()) as { accessToken: string };
  return new ApiUser(server, accessToken);
}

/** The API over HTTP, as one user. */
export class ApiUser {
  readonly server: string;
  readonly token: string;

  constructor(server: string, token: string) {
    this.server = server;
    this.token = token;
  }

  get bearer(): string {
    return `Bearer ${this.token}`;
  }

  send(method: string, path: string, { json, body, headers = {}, signal }: Sent = {}): Promise<Response> {
    return fetch(`${this.server}/api/v1${path}`, {
      method,
      headers: {
        authorization: this.bearer,
        ...(json !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(json !== undefined && { body: JSON.stringify(json) }),
      ...(body !== undefined && { body }),
      ...(signal && { signal }),
      redirect: "manual",
    });
  }

  /** The answer as JSON; throws what the API says when it refuses. */
  async ask<Answer>(method: string, path: string, sent: Sent = {}): Promise<Answer> {
    const response = await this.send(method, path, sent);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text === "" ? undefined : JSON.parse(text)) as Answer;
  }

  /** Makes a project and starts its first deployment. */
  launch(wish: { slug: string; source: string; [field: string]: unknown }): Promise<Launched> {
    return this.ask("POST", "/projects", { json: wish });
  }

  async upload(body: NonNullable<Sent["body"]>, name: string): Promise<Upload> {
    return (await this.ask<{ upload: Upload }>("PUT", `/uploads?name=${encodeURIComponent(name)}`, { body })).upload;
  }

  /** A new project from an archive. */
  async launchUpload(slug: string, archive: Uint8Array, more: Record<string, unknown> = {}): Promise<Launched> {
    const { id, fileName } = await this.upload(archive as Uint8Array<ArrayBuffer>, `${slug}.zip`);
    return this.launch({ slug, source: "upload", upload: id, fileName, ...more });
  }

  /** A new version of a project that is deployed from archives. */
  async deployUpload(slug: string, archive: Uint8Array, { canary }: { canary?: number } = {}): Promise<Deployment> {
    const share = canary === undefined ? "" : `&canary=${canary}`;
    const path = `/uploads?name=${slug}.zip&project=${slug}${share}`;
    const body = archive as Uint8Array<ArrayBuffer>;
    return (await this.ask<{ deployment: Deployment }>("PUT", path, { body })).deployment;
  }

  /** Deploys the project's source as it is now; a branch makes a preview. */
  async deploy(slug: string, wish: { branch?: string } = {}): Promise<Deployment> {
    return (await this.ask<{ deployment: Deployment }>("POST", `/projects/${slug}/deployments`, { json: wish }))
      .deployment;
  }

  /** Cancels a deployment, or starts one from it: redeploy and roll back. */
  async act(slug: string, { id }: Deployment, action: "cancel" | "redeploy" | "rollback"): Promise<Deployment> {
    const path = `/projects/${slug}/deployments/${id}/${action}`;
    return (await this.ask<{ deployment: Deployment }>("POST", path)).deployment;
  }

  facts(slug: string, id: string): Promise<DeploymentFacts> {
    return this.ask("GET", `/projects/${slug}/deployments/${id}`);
  }

  /** A deployment when it has ended, however it ended. */
  ended(slug: string, { id, number }: Deployment): Promise<DeploymentFacts> {
    const ask = async () => {
      const facts = await this.facts(slug, id);
      return hasEnded(facts.deployment.state) && facts;
    };
    return eventually(`the end of deployment ${number} of ${slug}`, ask, DEPLOY_MS);
  }

  /** A deployment that must go live; the log stands in the error when it does not. */
  async live(slug: string, deployment: Deployment): Promise<DeploymentFacts> {
    const facts = await this.ended(slug, deployment);
    if (facts.deployment.state.name === "live") return facts;
    const state = JSON.stringify(facts.deployment.state);
    throw new Error(`Deployment ${deployment.number} of ${slug} is ${state}:\n${await this.log(slug, deployment)}`);
  }

  async log(slug: string, { id }: Deployment): Promise<string> {
    return (await this.send("GET", `/projects/${slug}/deployments/${id}/log`)).text();
  }

  async deployments(slug: string): Promise<Listed[]> {
    return (await this.ask<{ deployments: Listed[] }>("GET", `/projects/${slug}/deployments`)).deployments;
  }

  /** Resolves when a line of the deployment's log holds the text. */
  async says(slug: string, deployment: Deployment, text: string): Promise<void> {
    await eventually(`"${text}" in the log`, async () => (await this.log(slug, deployment)).includes(text), DEPLOY_MS);
  }

  async remove(slug: string): Promise<void> {
    await this.ask("POST", `/projects/${slug}/delete`, { json: { confirm: slug } });
  }
}

export type { Deployment, DeploymentFacts, LogLine, Project };
