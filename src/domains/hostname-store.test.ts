import { beforeEach, expect, test } from "bun:test";
import { openDatabase } from "../lib/db.ts";
import { migrate } from "../lib/migrate.ts";
import { HostnameStore } from "./hostname-store.ts";

const MIGRATIONS = new URL("../../migrations", import.meta.url).pathname;
let hostnames: HostnameStore;

beforeEach(() => {
  const db = openDatabase(":memory:");
  migrate(db, MIGRATIONS);
  db.run("insert into teams (id, slug, name, created_at) values ('team', 'team', 'Team', 0)");
  for (const id of ["blog", "shop"]) {
    db.run(
      "insert into projects (id, team, slug, name, source, edits, created_at) values (?, 'team', ?, '', '', '', 0)",
      [id, id],
    );
  }
  hostnames = new HostnameStore(db);
});

test("a name belongs to the first who claims it, who may claim it again", () => {
  const claimed = { hostname: "blog.localhost", owner: "env-1", project: "blog" };
  hostnames.claim(claimed);
  hostnames.claim(claimed);
  expect(hostnames.ofOwner("env-1")).toEqual(["blog.localhost"]);
  expect(() => hostnames.claim({ ...claimed, owner: "env-2" })).toThrow("blog.localhost is already in use");
  expect(hostnames.find("blog.localhost")).toEqual(claimed);
});

test("a preview whose name another project has gets a hash, and gets the same name every time", () => {
  hostnames.claim({ hostname: "blog-next.localhost", owner: "env-shop", project: "shop" });
  const preview = { slug: "blog", branch: "next", base: "localhost", owner: "env-2", project: "blog" };
  const name = hostnames.claimPreview(preview);
  expect(name).toMatch(/^blog-next-[0-9a-f]{6}\.localhost$/);
  expect(hostnames.claimPreview(preview)).toBe(name);
  expect(hostnames.ofOwner("env-2")).toEqual([name]);
});

test("a preview keeps the plain name where nobody has it", () => {
  const preview = { slug: "blog", branch: "next", base: "localhost", owner: "env-2", project: "blog" };
  expect(hostnames.claimPreview(preview)).toBe("blog-next.localhost");
});

test("released names can be claimed by others", () => {
  hostnames.claim({ hostname: "a.localhost", owner: "env-1", project: "blog" });
  hostnames.claim({ hostname: "b.localhost", owner: "env-2", project: "blog" });
  hostnames.claim({ hostname: "c.localhost", owner: "env-3", project: "shop" });
  hostnames.releaseOwner("env-1");
  hostnames.claim({ hostname: "a.localhost", owner: "env-3", project: "shop" });
  hostnames.releaseProject("blog");
  expect(hostnames.find("b.localhost")).toBeNull();
  expect(hostnames.ofOwner("env-3")).toEqual(["a.localhost", "c.localhost"]);
});
