import { expect, test } from "bun:test";
import { commandIo } from "../../test/support/command-io.ts";
import {
  END_EVENT,
  eventStream,
  lineEvent,
  madeUpDeployment,
  madeUpProject,
  playApi,
} from "../../test/support/played-api.ts";
import type { Deployment } from "../deployments/deployment.ts";
import type { ListedDeployment } from "./api-client.ts";
import { dispatch } from "./dispatch.ts";
import { EXIT } from "./exit.ts";
import { before } from "./rollback.ts";

const URL_OF_BLOG = "http://blog.localhost:8080";

const kept = (number: number, release: string, rest: Partial<Deployment> = {}): ListedDeployment => ({
  ...madeUpDeployment(number, { name: "retired", release }, rest),
  canRollBack: true,
});
const live = (number: number, release: string) => ({
  ...madeUpDeployment(number, { name: "live", release }),
  canRollBack: false,
});
const failed: ListedDeployment = {
  ...madeUpDeployment(4, { name: "failed", stage: "build", problem: { code: "x", summary: "No.", hint: null } }),
  canRollBack: false,
};

function playServer(deployments: ListedDeployment[]) {
  const made = madeUpDeployment(9, { name: "live", release: "r2" });
  const project = madeUpProject("blog");
  const live = deployments.find(({ state }) => state.name === "live") ?? null;
  return playApi({
    "GET /projects/blog": () => Response.json({ project, url: URL_OF_BLOG, live, latest: deployments[0] ?? null }),
    "GET /projects/blog/deployments": ({ url }) => {
      const below = Number(new URL(url).searchParams.get("before") ?? Number.POSITIVE_INFINITY);
      return Response.json({ deployments: deployments.filter(({ number }) => number < below) });
    },
    "GET /projects/blog/deployments/d2": () => Response.json({ deployment: kept(2, "r2"), stages: [], url: null }),
    "POST /projects/blog/deployments/d2/rollback": () => Response.json({ deployment: made }, { status: 201 }),
    "GET /projects/blog/deployments/d9/events": () => eventStream([lineEvent(1, "Started", "start"), END_EVENT]),
    "GET /projects/blog/deployments/d9": () => Response.json({ deployment: made, stages: [], url: URL_OF_BLOG }),
  });
}

test("the newest release that was live before is brought back and followed to its URL", async () => {
  await using api = playServer([live(5, "r5"), failed, kept(2, "r2"), kept(1, "r1")]);
  const { io, written } = commandIo({ env: api.env });
  expect(await dispatch(["rollback", "--project", "blog"], io)).toBe(EXIT.ok);
  expect(api.calls()).toContain("POST /projects/blog/deployments/d2/rollback");
  expect(written.err).toStartWith("Deployment 9 brings back what deployment 2 made.\n");
  expect(written.out).toBe(`start  │ Started\n${URL_OF_BLOG}\n`);
});

test("a deployment can be named by its number or its id", async () => {
  for (const to of ["2", "#2", "d2"]) {
    await using api = playServer([live(5, "r5"), kept(3, "r3"), kept(2, "r2")]);
    const { io } = commandIo({ env: api.env });
    expect(await dispatch(["rollback", "--project", "blog", "--to", to, "--no-follow"], io)).toBe(EXIT.ok);
    expect(api.calls().at(-1)).toBe("POST /projects/blog/deployments/d2/rollback");
  }
});

test("one that does not exist is refused with the newest below it", async () => {
  await using api = playServer([live(5, "r5")]);
  const { io, written } = commandIo({ env: api.env });
  expect(await dispatch(["rollback", "--project", "blog", "--to", "12"], io)).toBe(EXIT.failed);
  expect(written.err).toBe("autostack: blog has no deployment 12. The newest one below that is 5.\n");
});

test("nothing is done when there is nothing to go back to", async () => {
  for (const deployments of [[live(5, "r5"), failed], [failed], []]) {
    await using api = playServer(deployments);
    const { io } = commandIo({ env: api.env });
    expect(await dispatch(["rollback", "--project", "blog"], io)).toBe(EXIT.failed);
    expect(api.received.every(({ method }) => method === "GET")).toBe(true);
  }
});

test("previews, newer deployments and the live release itself are no way back", () => {
  const preview = kept(3, "r3", { environment: "preview" });
  const others = [kept(6, "r6"), live(5, "r5"), kept(4, "r5"), preview];
  expect(before(live(5, "r5"), others)).toBeUndefined();
  expect(before(live(5, "r5"), [...others, kept(1, "r1"), kept(2, "r2")])?.number).toBe(2);
});
