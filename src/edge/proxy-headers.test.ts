import { expect, test } from "bun:test";
import { type Client, requestHeaders, responseHeaders } from "./proxy-headers.ts";

const stranger: Client = { address: "10.0.0.9", scheme: "http", believesForwarded: false };
const sent = (headers: Record<string, string>, client = stranger) =>
  requestHeaders(new Request("http://a.localhost/", { headers: { host: "a.localhost:8080", ...headers } }), client);

test("headers of one connection stay on it, also those that Connection names", () => {
  const headers = { connection: "close, X-Secret", "keep-alive": "1", te: "trailers", upgrade: "h2c", "x-secret": "1" };
  expect(sent({ ...headers, "proxy-authorization": "x", expect: "100-continue", "x-kept": "1" })).toEqual({
    host: "a.localhost:8080",
    "x-kept": "1",
    "x-forwarded-for": "10.0.0.9",
    "x-forwarded-proto": "http",
    "x-forwarded-host": "a.localhost:8080",
  });
});

test("a visitor cannot say where it comes from; a proxy with TLS before us can", () => {
  const told = {
    "x-forwarded-for": "1.2.3.4",
    "x-real-ip": "1.2.3.4",
    forwarded: "for=1.2.3.4",
    "x-forwarded-proto": "x",
  };
  const plain = sent(told);
  expect(plain).toMatchObject({ "x-forwarded-for": "10.0.0.9", "x-forwarded-proto": "http" });
  expect(plain).not.toHaveProperty("x-real-ip");
  expect(plain).not.toHaveProperty("forwarded");
  const behind = sent(told, { address: "127.0.0.1", scheme: "https", believesForwarded: true });
  expect(behind).toMatchObject({
    "x-forwarded-for": "1.2.3.4, 127.0.0.1",
    "x-forwarded-proto": "https",
    "x-real-ip": "1.2.3.4",
  });
});

test.each([
  ["autostack_session=a", undefined],
  ["x=1; autostack_session=a", "x=1"],
  ["autostack_session=a;x=1;__Host-autostack_session=b ; y=2", "x=1; y=2"],
  [" AUTOSTACK_SESSION=a; x=1", "x=1"],
  ["my_autostack_session=a", "my_autostack_session=a"],
  ["x=autostack_session=1", "x=autostack_session=1"],
])("of the cookies %j the app gets %j", (cookie, kept) => {
  expect(sent({ cookie }).cookie?.replaceAll(";x", "; x")).toBe(kept);
});

test.each([
  ["a=1; Domain=localhost; Path=/", "localhost", "a=1; Path=/"],
  ["a=1; domain = .Example.com", "apps.example.com", "a=1"],
  ["a=1; Domain=apps.example.com", "apps.example.com", "a=1"],
  ["a=1; Domain=blog.apps.example.com", "apps.example.com", "a=1; Domain=blog.apps.example.com"],
  ["a=1; Domain=notexample.com", "example.com", "a=1; Domain=notexample.com"],
  ["a=domain=localhost; Secure", "localhost", "a=domain=localhost; Secure"],
  ["a=1; Domain=localhost", null, "a=1; Domain=localhost"],
  ["autostack_session=x; Path=/", "localhost", undefined],
  ["__Host-Autostack_Session=x", null, undefined],
])("the cookie %j below %s becomes %j", (cookie, baseDomain, expected) => {
  expect(responseHeaders(["Set-Cookie", cookie], baseDomain).getSetCookie()[0]).toBe(expected);
});

test("repeated answer headers stay apart or joined as they may be, and hops go", () => {
  const raw = ["Set-Cookie", "a=1", "set-cookie", "b=2", "Vary", "a", "vary", "b", "Transfer-Encoding", "chunked"];
  const headers = responseHeaders([...raw, "Connection", "keep-alive", "Keep-Alive", "timeout=5"], null);
  expect([...headers]).toEqual([
    ["vary", "a, b"],
    ["set-cookie", "a=1"],
    ["set-cookie", "b=2"],
  ]);
});
