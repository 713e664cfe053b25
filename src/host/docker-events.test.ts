import { expect, test } from "bun:test";
import { parseEvent } from "./docker-events.ts";

const message = (Action: string, Attributes: Record<string, string>, timeNano = "1700000000123456789") =>
  `{"Type":"container","Action":"${Action}","Actor":{"ID":"c1","Attributes":${JSON.stringify(Attributes)}},"time":1700000000,"timeNano":${timeNano}}`;

test("reads when a container ended and with what exit code", () => {
  const labels = { exitCode: "137", "autostack.name": "blog-web" };
  expect(parseEvent(message("die", labels))).toEqual({
    key: "1700000000123456789 die c1",
    at: 1_700_000_000_123,
    container: "c1",
    kind: "die",
    exitCode: 137,
    labels,
  });
});

test("tells two events apart that are a few nanoseconds from each other", () => {
  const keys = ["1700000000123456788", "1700000000123456789"].map((time) => parseEvent(message("oom", {}, time))?.key);
  expect(new Set(keys).size).toBe(2);
});

test("leaves out what is none of the three", () => {
  expect(parseEvent(message("exec_die", { exitCode: "0" }))).toBeNull();
});
