import type { Deployment } from "../../src/deployments/deployment.ts";
import { hasEnded } from "../../src/deployments/deployment.ts";

/** AutoStack's API as somebody who signed in. */
export class Api {
  readonly #server: string;
  readonly #headers: Record<string, string>;

  private constructor(server: string, accessToken: string) {
    this.#server = server;
    this.#headers = { authorization: `Bearer ${accessToken}`, "content-type": "application/json" };
  }

  static async signIn(server: string, signIn: { email: string; password: string }): Promise<Api> {
    const body = JSON.stringify(signIn);
    const headers = { "content-type": "application/json" };
    const granted = await fetch(`${server}/api/v1/auth/token`, { method: "POST", headers, body });
    return new Api(server, ((await granted.json()) as { accessToken: string }).accessToken);
  }

  async get<Answer>(path: string): Promise<Answer> {
    return answerOf(await this.#send(path, {}));
  }

  async post<Answer>(path: string, body: object = {}): Promise<Answer> {
    return answerOf(await this.#send(path, { method: "POST", body: JSON.stringify(body) }));
  }

  /** The deployment once it is live; throws why it is not. */
  async live(project: string, { id }: Deployment): Promise<Deployment> {
    for (;;) {
      const { deployment } = await this.get<{ deployment: Deployment }>(`/projects/${project}/deployments/${id}`);
      if (deployment.state.name === "live") return deployment;
      if (deployment.state.name === "failed") throw new Error(deployment.state.problem.summary);
      if (hasEnded(deployment.state)) throw new Error(`The deployment is ${deployment.state.name}.`);
      await Bun.sleep(50);
    }
  }

  #send(path: string, init: RequestInit): Promise<Response> {
    return fetch(`${this.#server}/api/v1${path}`, { ...init, headers: this.#headers, redirect: "manual" });
  }
}

async function answerOf<Answer>(response: Response): Promise<Answer> {
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${text}`);
  return (text === "" ? undefined : JSON.parse(text)) as Answer;
}
