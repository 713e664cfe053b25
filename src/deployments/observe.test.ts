import { describe, expect, test } from "bun:test";
import { between, reasonToGoBack } from "./observe.ts";

const traffic = (requests: number, errors: number) => ({ requests, errors, open: 0 });

describe("going back by itself", () => {
  test("happens when errors are many and many more than before", () => {
    const reason = reasonToGoBack({ requests: 200, errors: 68 }, { requests: 10_000, errors: 10 });
    expect(reason).toBe("34 % of 200 requests failed, before it were 0.1 %.");
  });

  test("does not happen on a few requests", () => {
    expect(reasonToGoBack({ requests: 19, errors: 19 }, { requests: 100, errors: 0 })).toBeNull();
  });

  test("does not happen when it was as bad before", () => {
    expect(reasonToGoBack({ requests: 100, errors: 30 }, { requests: 100, errors: 20 })).toBeNull();
  });

  test("does not happen for a few errors", () => {
    expect(reasonToGoBack({ requests: 1000, errors: 40 }, { requests: 1000, errors: 0 })).toBeNull();
  });
});

describe("a window of a counter", () => {
  test("is the difference of two looks", () => {
    expect(between(traffic(100, 5), traffic(150, 6))).toEqual({ requests: 50, errors: 1 });
  });

  test("counts from zero when the counter began anew, or was not there before", () => {
    expect(between(traffic(100, 5), traffic(10, 1))).toEqual({ requests: 10, errors: 1 });
    expect(between(undefined, traffic(10, 1))).toEqual({ requests: 10, errors: 1 });
    expect(between(traffic(10, 1), undefined)).toEqual({ requests: 0, errors: 0 });
  });
});
