import { expect, test } from "bun:test";
import { trafficIn } from "./traefik-metrics.ts";

const line = (code: string, service: string, value: string) =>
  `traefik_service_requests_total{code="${code}",method="GET",protocol="http",service="${service}@file"} ${value}`;

test("requests are told by release, all methods, codes and hostnames together", () => {
  const metrics = [
    "# TYPE traefik_service_requests_total counter",
    line("200", "env-1.r1.a.localhost", "9"),
    line("404", "env-1.r1.b.localhost", "1"),
    line("502", "env-1.r1.a.localhost", "2"),
    line("200", "env-1.r2.a.localhost", "1.5e+06"),
    line("503", "env-1._waiting.a.localhost", "3"),
    line("200", "env-10.r1.c.localhost", "7"),
    'traefik_service_requests_bytes_total{code="200",service="env-1.r1.a.localhost@file"} 900',
  ].join("\n");
  expect(trafficIn(metrics, "env-1")).toEqual({
    r1: { requests: 12, errors: 2, open: null },
    r2: { requests: 1_500_000, errors: 0, open: null },
  });
  expect(trafficIn("", "env-1")).toEqual({});
});
