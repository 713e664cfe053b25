import type { DeploymentFacts } from "../../src/deployments/shown.ts";
import type { ApiUser, Deployment } from "../../test/support/api-user.ts";
import { untilPage } from "./until.ts";

/** Where the time of one change went, in milliseconds. The stages are as the journal has them: their clock is this machine's too. */
export type Switch = {
  /** From the click until the control plane said yes. */
  acceptedMs: number;
  /** From the click until the first stage began. */
  waitedMs: number;
  buildMs: number;
  /** Source, scan and plan. */
  preparedMs: number;
  startMs: number;
  probeMs: number;
  /** From the beginning of the switch until a visitor got the first new answer. */
  routeMs: number;
  /** From the click until a visitor got the first new answer. */
  answeredMs: number;
  /** From the click until the deployment was recorded as live: the overlap of a second is part of it. */
  liveMs: number;
};

type Change = {
  api: ApiUser;
  slug: string;
  edgePort: number;
  /** What somebody clicks on. */
  click: () => Promise<Deployment>;
  isNew: (page: string, deployment: Deployment) => boolean;
};

/** Makes one change and watches it from the outside, as a visitor. */
export async function measureSwitch({ api, slug, edgePort, click, isNew }: Change): Promise<Switch> {
  const clickedAt = Date.now();
  const began = performance.now();
  const deployment = await click();
  const acceptedMs = performance.now() - began;
  const host = `${slug}.localhost:${edgePort}`;
  await untilPage(`http://127.0.0.1:${edgePort}/`, (page) => isNew(page, deployment), { host });
  const answeredMs = performance.now() - began;
  const facts = await api.live(slug, deployment);
  return { ...timesOf(facts, clickedAt, clickedAt + answeredMs), acceptedMs, answeredMs };
}

function timesOf({ deployment, stages }: DeploymentFacts, clickedAt: number, answeredAt: number) {
  const begins = stages.map(({ startedAt }) => startedAt);
  const routeAt = stages.find(({ stage }) => stage === "route")?.startedAt ?? Number.NaN;
  const lasted = (...names: string[]) =>
    stages
      .filter(({ stage }) => names.includes(stage))
      .reduce((sum, { startedAt, endedAt }) => sum + (endedAt ?? startedAt) - startedAt, 0);
  return {
    waitedMs: Math.min(...begins) - clickedAt,
    preparedMs: lasted("source", "scan", "plan"),
    buildMs: lasted("build"),
    startMs: lasted("start"),
    probeMs: lasted("probe"),
    routeMs: answeredAt - routeAt,
    liveMs: (deployment.finishedAt ?? Number.NaN) - clickedAt,
  };
}
