import { expect, test } from "bun:test";
import { mergeEdits, readDetected, readEdits } from "./edits-form.ts";

test("what a request leaves out stays as it was changed before, hooks too", () => {
  const old = { path: "web", port: 4000, start: "node a.js", hooks: { beforeSwitch: "migrate", afterBuild: "note" } };
  expect(mergeEdits(old, {}, {})).toEqual(old);
  expect(mergeEdits(old, { start: "node b.js" }, { start: "node b.js" })).toEqual({ ...old, start: "node b.js" });
  expect(mergeEdits(old, { afterBuild: "" }, {})).toEqual({ ...old, hooks: { beforeSwitch: "migrate" } });
});

test("what a request sets back to what was detected is no edit any more", () => {
  expect(mergeEdits({ port: 4000 }, { port: "3000" }, {})).toEqual({});
});

test("a form's memory of what was detected is refused when it is not what AutoStack wrote", () => {
  expect(readDetected(undefined)).toBeNull();
  expect(readDetected('{"hooks":{}}')).toMatchObject({ hooks: {} });
  for (const text of ["{", "null", "[]", "7", '{"hooks":null}']) {
    expect(() => readDetected(text)).toThrow(expect.objectContaining({ status: 422, field: "detected" }));
  }
});

test("an unticked box leaves the Dockerfile out, a ticked one takes it back, and a request without either changes nothing", () => {
  expect(readEdits({ dockerfileAsked: "yes" }, null)).toEqual({ useDockerfile: false });
  expect(readEdits({ dockerfileAsked: "yes", useDockerfile: "on" }, null)).toEqual({});
  expect(readEdits({ useDockerfile: false }, null)).toEqual({ useDockerfile: false });
  expect(readEdits({}, null)).toEqual({});
  const old = { useDockerfile: false, port: 4000 };
  expect(mergeEdits(old, {}, {})).toEqual(old);
  expect(mergeEdits(old, { dockerfileAsked: "yes" }, { useDockerfile: false })).toEqual(old);
  expect(mergeEdits(old, { dockerfileAsked: "yes", useDockerfile: "on" }, {})).toEqual({ port: 4000 });
  expect(readEdits({ platformFilesAsked: "yes" }, null)).toEqual({ usePlatformFiles: false });
  expect(mergeEdits(old, { platformFilesAsked: "yes" }, { usePlatformFiles: false })).toEqual({
    ...old,
    usePlatformFiles: false,
  });
});
