import { beforeAll, expect, test } from "bun:test";
import { Gatekeeper } from "./gate.ts";
import type { Gate } from "./route.ts";

let gate: Gate;
beforeAll(async () => {
  const hash = await Bun.password.hash("p:w ü", { algorithm: "bcrypt", cost: 4 });
  gate = { kind: "password", users: [`ada:${hash.replace("$2b$", "$2y$")}`] };
});

const ask = (credentials?: string) =>
  new Request("http://a.localhost/", {
    headers: {
      host: "a.localhost",
      ...(credentials !== undefined && { authorization: `Basic ${Buffer.from(credentials).toString("base64")}` }),
    },
  });

test("an open gate lets everybody pass at once", () => {
  expect(new Gatekeeper(Date.now).stop({ kind: "open" }, ask())).toBeNull();
});

test("the right password passes, again and again", async () => {
  const keeper = new Gatekeeper(Date.now);
  for (let asked = 0; asked < 3; asked++) expect(await keeper.stop(gate, ask("ada:p:w ü"))).toBeNull();
});

test.each([undefined, "ada:wrong", "ada:", "ada", "bob:p:w ü", "ad:a:p:w ü", ":"])(
  "%j is asked for a password",
  async (credentials) => {
    const answer = await new Gatekeeper(Date.now).stop(gate, ask(credentials));
    expect(answer?.status).toBe(401);
    expect(answer?.headers.get("www-authenticate")).toStartWith("Basic realm=");
  },
);

test("a password that was checked costs nothing for a minute, and a changed one counts at once", async () => {
  let now = 0;
  const keeper = new Gatekeeper(() => now);
  const slow = {
    kind: "password",
    users: [`ada:${await Bun.password.hash("pw", { algorithm: "bcrypt", cost: 10 })}`],
  } as const;
  expect(await keeper.stop(slow, ask("ada:pw"))).toBeNull();
  const begin = performance.now();
  for (let asked = 0; asked < 100; asked++) await keeper.stop(slow, ask("ada:pw"));
  expect(performance.now() - begin).toBeLessThan(200);
  now = 61_000;
  const again = performance.now();
  await keeper.stop(slow, ask("ada:pw"));
  expect(performance.now() - again).toBeGreaterThan(5);
  expect((await keeper.stop(gate, ask("ada:pw")))?.status).toBe(401);
});

test("maintenance is a friendly page that says when to come again", async () => {
  const answer = await new Gatekeeper(Date.now).stop({ kind: "maintenance", message: "Moving house" }, ask());
  expect([answer?.status, answer?.headers.get("retry-after")]).toEqual([503, "120"]);
  expect(await answer?.text()).toContain("Moving house");
});
