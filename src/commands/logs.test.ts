import { expect, test } from "bun:test";
import { commandIo } from "../../test/support/command-io.ts";
import { eventually } from "../../test/support/eventually.ts";
import { END_EVENT, eventStream, lineEvent, madeUpDeployment, playApi } from "../../test/support/played-api.ts";
import { dispatch } from "./dispatch.ts";
import { EXIT } from "./exit.ts";

const NOON = Date.UTC(2026, 0, 1, 12);
const appLine = (second: number, text: string) => ({
  ...{ at: NOON + second * 1000, stream: "out", service: "web", number: 3, text },
});
const appEvent = (second: number, text: string) =>
  `id: c${second}\nevent: line\ndata: ${JSON.stringify(appLine(second, text))}\n\n`;

test("the last lines of the app are printed with their time and service", async () => {
  await using api = playApi({
    "GET /projects/blog/logs": () => Response.json({ lines: [appLine(0, "up"), appLine(1, "\x1b[2Jhit")], after: "c" }),
  });
  const { io, written } = commandIo({ env: api.env });
  expect(await dispatch(["logs", "--project", "blog", "--tail", "20"], io)).toBe(EXIT.ok);
  expect(api.calls()).toEqual(["GET /projects/blog/logs?tail=20"]);
  expect(written.out).toBe("2026-01-01T12:00:00.000Z web │ up\n2026-01-01T12:00:01.000Z web │ hit\n");
});

test("following begins where the last lines ended and resumes where it was cut, until Ctrl-C", async () => {
  const lastIds: (string | null)[] = [];
  const events = ({ headers }: Request) => {
    lastIds.push(headers.get("last-event-id"));
    return eventStream([appEvent(lastIds.length, `line ${lastIds.length}`)]);
  };
  await using api = playApi({
    "GET /projects/blog/logs": () => Response.json({ lines: [appLine(0, "line 0")], after: "c0" }),
    "GET /projects/blog/logs/events": events,
  });
  const { io, written, interrupt } = commandIo({ env: api.env });
  const code = dispatch(["logs", "--project", "blog", "-f"], io);
  await eventually("the second line", () => written.out.includes("line 2"));
  interrupt();
  expect(await code).toBe(EXIT.interrupted);
  expect(lastIds.slice(0, 2)).toEqual(["c0", "c1"]);
  expect(written.out.match(/line \d/g)?.slice(0, 3)).toEqual(["line 0", "line 1", "line 2"]);
});

test("a deployment's log is printed to its end", async () => {
  await using api = playApi({
    "GET /projects/blog/deployments": () =>
      Response.json({ deployments: [{ ...madeUpDeployment(7, { name: "queued" }), canRollBack: false }] }),
    "GET /projects/blog/deployments/d7/events": () => eventStream([lineEvent(1, "Cloning", "source"), END_EVENT]),
  });
  const { io, written } = commandIo({ env: api.env });
  expect(await dispatch(["logs", "--project", "blog", "--deployment", "#7"], io)).toBe(EXIT.ok);
  expect(written.out).toBe("source │ Cloning\n");
});

test("a project's name cannot lead to another address of the API", async () => {
  await using api = playApi({});
  const { io } = commandIo({ env: api.env });
  expect(await dispatch(["logs", "--project", "../x?y"], io)).toBe(EXIT.failed);
  expect(api.calls()).toEqual(["GET /projects/..%2Fx%3Fy/logs?tail=100"]);
});

test("a tail that is no number is a wrong usage", async () => {
  const { io, written } = commandIo({ env: { AUTOSTACK_TOKEN: "t" } });
  expect(await dispatch(["logs", "--project", "blog", "--tail", "lots"], io)).toBe(EXIT.usage);
  expect(written.err).toContain('--tail is "lots"');
});
