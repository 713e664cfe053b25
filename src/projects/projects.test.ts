import { describe, expect, test } from "bun:test";
import { memoryDatabase, testBox } from "../../test/support/database.ts";
import type { User } from "../accounts/user.ts";
import { readConfig } from "../config.ts";
import { Teams } from "../teams/teams.ts";
import { parseDotenv } from "./dotenv.ts";
import { Projects } from "./projects.ts";
import { Variables } from "./variables.ts";

function open(env: Record<string, string> = {}) {
  const db = memoryDatabase();
  const now = () => 1_800_000_000_000;
  const teams = new Teams({ db, now });
  const addUser = (id: string): User => {
    const user = { id, email: `${id}@example.com`, name: id, role: "member", createdAt: 1 } as const;
    db.query("insert into users values ($id, $email, $id, 'x', 'member', 1)").run({ id, email: user.email });
    return user;
  };
  const [ada, eve] = [addUser("ada"), addUser("eve")];
  const team = teams.makePersonalTeam(ada).team.id;
  teams.makePersonalTeam(eve);
  const projects = new Projects({ db, box: testBox, now, teams, config: readConfig(env) });
  const variables = new Variables({ db, box: testBox, now });
  return { db, projects, variables, ada, eve, team };
}

const source = { kind: "example", name: "node" } as const;

describe("projects", () => {
  test("begin with a production environment", () => {
    const { projects, ada, team } = open();
    const project = projects.create(team, { slug: "blog", source, edits: {} });
    expect(projects.find(ada, "blog", "configure")).toEqual(project);
    expect(projects.environments(project).map(({ name }) => name)).toEqual(["production"]);
    expect(projects.preview(project, "feature").id).toBe(projects.preview(project, "feature").id);
  });

  test("find their production without writing", () => {
    const { db, projects, team } = open();
    const project = projects.create(team, { slug: "blog", source, edits: {} });
    db.run("pragma query_only = on");
    expect(projects.production(project).kind).toBe("production");
  });

  test("of other people are as if they did not exist", () => {
    const { projects, eve, team } = open();
    projects.create(team, { slug: "blog", source, edits: {} });
    expect(() => projects.find(eve, "blog", "see")).toThrow("There is no such project");
    expect(projects.ofUser(eve)).toEqual([]);
  });

  test("cannot share a slug", () => {
    const { projects, team } = open();
    projects.create(team, { slug: "blog", source, edits: {} });
    expect(() => projects.create(team, { slug: "blog", source, edits: {} })).toThrow('already a project called "blog"');
  });

  test("get a port of their own where no wildcard name exists, until none is left", () => {
    const { projects, team } = open({ AUTOSTACK_BASE_DOMAIN: "none", AUTOSTACK_APP_PORTS: "3000-3001" });
    expect(projects.create(team, { slug: "a", source, edits: {} }).port).toBe(3000);
    expect(projects.create(team, { slug: "b", source, edits: {} }).port).toBe(3001);
    expect(() => projects.create(team, { slug: "c", source, edits: {} })).toThrow("All ports from 3000 to 3001");
  });

  test("keep the token of a private repository sealed", () => {
    const { db, projects, team } = open();
    const project = projects.create(team, { slug: "blog", source, edits: {}, credential: "ghp_secret" });
    expect(projects.credential(project)).toBe("ghp_secret");
    const rows = JSON.stringify(db.query("select * from projects").all());
    expect(rows).not.toContain("ghp_secret");
  });
});

describe("variables", () => {
  test("are sealed in the database and opened for the use they are meant for", () => {
    const { db, projects, variables, team } = open();
    const { id } = projects.create(team, { slug: "blog", source, edits: {} });
    variables.set(id, "production", { name: "TOKEN", value: "s3cret-value", secret: true, use: "run" });
    variables.set(id, "production", { name: "FLAG", value: "on", secret: false, use: "build" });
    expect(variables.valuesFor(id, "production", "run")).toEqual({ TOKEN: "s3cret-value" });
    expect(variables.valuesFor(id, "production", "build")).toEqual({ FLAG: "on" });
    expect(variables.valuesFor(id, "preview", "run")).toEqual({});
    expect(JSON.stringify(db.query("select * from variables").all())).not.toContain("s3cret-value");
  });

  test("cannot be moved to another name, because the name is sealed with the value", () => {
    const { db, projects, variables, team } = open();
    const { id } = projects.create(team, { slug: "blog", source, edits: {} });
    variables.set(id, "production", { name: "A", value: "1", secret: true, use: "run" });
    db.run("update variables set name = 'B'");
    expect(() => variables.list(id, "production")).toThrow();
  });

  for (const bad of ["A=B", "LD_PRELOAD", "1A", "", "A B", "PORT", "PATH", "AUTOSTACK_X", "A\nB", "é"]) {
    test(`the name "${bad}" is refused beside its field`, () => {
      const { projects, variables, team } = open();
      const { id } = projects.create(team, { slug: "blog", source, edits: {} });
      const set = () => variables.set(id, "production", { name: bad, value: "x", secret: false, use: "both" });
      expect(set).toThrow(expect.objectContaining({ field: "name", status: 422 }));
      expect(variables.list(id, "production")).toEqual([]);
    });
  }

  test("are pasted all or not at all", () => {
    const { projects, variables, team } = open();
    const { id } = projects.create(team, { slug: "blog", source, edits: {} });
    expect(() => variables.paste(id, "production", "GOOD=1\nLD_PRELOAD=x.so")).toThrow("reserved");
    expect(variables.list(id, "production")).toEqual([]);
    expect(variables.paste(id, "production", "GOOD=1\nAPI_KEY=abc")).toBe(2);
    expect(variables.list(id, "production").map(({ name, secret }) => [name, secret])).toEqual([
      ["API_KEY", true],
      ["GOOD", false],
    ]);
  });
});

describe("a .env file", () => {
  test("is read with comments, quotes, escapes and several lines", () => {
    const text = [
      "# comment",
      "export A=1 # trailing",
      "B='single $x \\n'",
      'C="two\\nlines \\"q\\""',
      'D="first',
      'second"',
      "E=a#b",
      "F=",
    ].join("\r\n");
    expect(Object.fromEntries(parseDotenv(text).map(({ name, value }) => [name, value]))).toEqual({
      A: "1",
      B: "single $x \\n",
      C: 'two\nlines "q"',
      D: "first\nsecond",
      E: "a#b",
      F: "",
    });
  });

  test("with a line that is no assignment is refused with the line's number", () => {
    expect(() => parseDotenv("A=1\nnonsense")).toThrow("Line 2 is not of the form NAME=value");
    expect(() => parseDotenv('A="open')).toThrow("line 1 is never closed");
  });
});
