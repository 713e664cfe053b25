import fc from "fast-check";
import { completePlan } from "../../src/plans/detector.ts";
import type { AppPlan } from "../../src/plans/plan.ts";

const inBraces = (text: string) => `\${${text}}`;

const PARTS = [
  ..."' \" ` \\ $ $(id) $$ % %n %% ; # { } | & < > : - --- ... */ // yes null 1_000 node server.js -c a B _ / .. = , ! ? ~ ^ [ ] ( )".split(
    " ",
  ),
  ...[
    "\t",
    "\n",
    "\r\n",
    "\r",
    "\u2028",
    "\u0085",
    "\x1b",
    "\x7f",
    "\u{1f600}",
    "é",
    " ",
    "  ",
    ": ",
    "- ",
    '"] = 1',
    "''",
  ],
  ...[inBraces("HOME"), inBraces("{ secrets.AUTOSTACK_TOKEN }"), "\nExecStartPre=/bin/false", "\n}\nserver {"],
];

/** Text that means something in shells, YAML, TOML, JavaScript, Nix, NGINX' or systemd's files. */
export const hostileText = fc
  .array(fc.constantFrom(...PARTS), { minLength: 1, maxLength: 12 })
  .map((parts) => parts.join(""));

const name = fc.oneof(hostileText, fc.constantFrom("A", "API_KEY", "NO", "constructor", "DATABASE_URL", "PATH"));

const rule = fc.oneof(
  hostileText,
  fc.tuple(hostileText, hostileText).map(([from, to]) => `/${from} /${to} 301`),
  fc.constantFrom("/* /index.html 200", "/old/* /new/:splat 301", "/a https://example.com/b 302!"),
);

/** A plan of which every word that a source could bring is hostile. */
export const hostilePlan: fc.Arbitrary<AppPlan> = fc
  .record({
    kind: fc.constantFrom("server" as const, "worker" as const, "static" as const),
    start: hostileText,
    build: fc.option(hostileText),
    output: fc.option(hostileText),
    health: fc.oneof(fc.constant("/"), hostileText),
    port: fc.constantFrom(null, 3000),
    runtime: fc.record({
      name: fc.constantFrom("node", "python", "go", ""),
      version: fc.oneof(fc.constant("22"), hostileText),
      from: hostileText,
    }),
    packageManager: fc.constantFrom("npm", "pnpm", null),
    processes: fc.array(fc.record({ name, command: hostileText }), { maxLength: 3 }),
    variables: fc.array(
      fc.record({
        ...{ name, required: fc.boolean(), secret: fc.boolean(), example: hostileText },
        ...{ file: hostileText, line: fc.nat(9) },
      }),
      { maxLength: 4 },
    ),
    values: fc.dictionary(name, hostileText, { maxKeys: 3 }),
    databases: fc.subarray(["postgresql", "mysql", "mongodb", "redis", "sqlite", "constructor"]),
    connections: fc.array(
      fc.record({
        database: fc.constantFrom("postgresql", "redis"),
        variable: name,
        file: hostileText,
        line: fc.nat(9),
      }),
      { maxLength: 2 },
    ),
    redirects: fc.array(rule, { maxLength: 4 }),
    headers: fc
      .array(fc.tuple(hostileText, hostileText), { maxLength: 3 })
      .map((pairs) => ["/*", "  X-Frame-Options: DENY", ...pairs.map(([key, value]) => `  X-${key}: ${value}`)]),
    beforeSwitch: fc.option(hostileText),
    fallback: fc.option(hostileText),
  })
  .map(({ values, beforeSwitch, fallback, ...draft }) => ({
    ...completePlan(".", {
      ...draft,
      language: "JavaScript",
      hooks: { beforeSwitch },
      facts: fallback === null ? [] : [{ name: "fallback", value: fallback, file: "a", line: 1 }],
    }),
    values,
  }));
