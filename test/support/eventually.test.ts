import { expect, test } from "bun:test";
import { eventually } from "./eventually.ts";

test("it asks until there is an answer, whatever failed before", async () => {
  const answers = [false, null, undefined, new Error("not yet"), "here"];
  const ask = () => {
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  expect(await eventually("an answer", ask)).toBe("here");
});

test("zero and the empty text are answers", async () => {
  expect(await eventually("a number", () => 0)).toBe(0);
  expect(await eventually("a text", async () => "")).toBe("");
});

test("at the deadline it says what did not happen, with the last error as the cause", async () => {
  const cause = new Error("connection refused");
  const never = () => {
    throw cause;
  };
  const failure = await eventually("the app answering", never, 60).catch((error: unknown) => error);
  expect(failure).toMatchObject({ message: "the app answering did not happen within 60 ms", cause });
});
