import type { DeploymentState } from "../../src/deployments/deployment.ts";
import type { Html } from "../../src/lib/html.ts";
import { deploymentPage } from "../../views/pages/deployment.ts";
import type { World } from "./made-up.ts";
import { buildCauses, causes } from "./made-up-causes.ts";
import { brokenOffLines, lines, unreachedLines } from "./made-up-code.ts";

export function deploymentPages({
  words,
  say,
  at,
  projects,
  live,
  failed,
  running,
  retired,
  queued,
  trial,
  view,
}: World): [string, Html][] {
  const { atlas, blog, shop } = projects;
  return [
    [
      "deployment-live",
      deploymentPage(at("/projects/atlas", "Deployment"), { ...view(live, atlas, "retire"), lines: lines(words) }),
    ],
    [
      "deployment-crashed",
      deploymentPage(at("/projects/atlas", "Deployment"), {
        ...view(live, atlas, "retire"),
        ...{ diagnosis: causes(say, "crash"), lines: lines(words) },
      }),
    ],
    [
      "deployment-explained",
      deploymentPage(at("/projects/blog", "Deployment"), {
        ...view(failed, blog, "probe"),
        ...{ diagnosis: causes(say, "failure"), lines: unreachedLines(words) },
      }),
    ],
    [
      "deployment-build-explained",
      deploymentPage(at("/projects/blog", "Deployment"), {
        ...view({ ...failed, state: buildFailed(say) }, blog, "build"),
        ...{ diagnosis: buildCauses(say), lines: brokenOffLines(words) },
      }),
    ],
    [
      "deployment-running",
      deploymentPage(at("/projects/shop", "Deployment"), {
        ...view(running, shop, "build"),
        lines: lines(words).slice(0, 11),
      }),
    ],
    [
      "deployment-failed",
      deploymentPage(at("/projects/blog", "Deployment"), {
        ...view(failed, blog, "probe"),
        lines: unreachedLines(words),
      }),
    ],
    [
      "deployment-retired",
      deploymentPage(at("/projects/atlas", "Deployment"), { ...view(retired, atlas, "retire"), lines: lines(words) }),
    ],
    [
      "deployment-trial",
      deploymentPage(at("/projects/atlas", "Deployment"), { ...view(trial, atlas, "route"), lines: lines(words) }),
    ],
    [
      "deployment-queued",
      deploymentPage(at("/projects/atlas", "Deployment"), { ...view(queued, atlas, "source"), stages: [], lines: [] }),
    ],
  ];
}

const buildFailed = (say: (words: string) => string): DeploymentState => ({
  name: "failed",
  stage: "build",
  problem: {
    code: "build_failed",
    summary: say("The build failed: `pnpm run build` ended with exit code 1."),
    hint: say("Its last lines in the log say why."),
  },
});
