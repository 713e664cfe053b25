import { expect, test } from "bun:test";
import { memoryDatabase, testBox } from "../../test/support/database.ts";
import { Accounts } from "../accounts/accounts.ts";
import { readConfig } from "../config.ts";
import { newId } from "../lib/ids.ts";
import { Projects } from "../projects/projects.ts";
import { Teams } from "../teams/teams.ts";
import { DeploymentStore } from "./deployment-store.ts";

/** Ada with the projects `blog` and `shop`, Eve with `game`. */
async function open() {
  const db = memoryDatabase();
  let time = 1_800_000_000_000;
  const now = () => ++time;
  const teams = new Teams({ db, now });
  const accounts = new Accounts({ db, box: testBox, now, teams });
  const projects = new Projects({ db, box: testBox, now, teams, config: readConfig({}) });
  const store = new DeploymentStore(db);
  const person = async (name: string, slugs: string[]) => {
    const user = await accounts.addUser({ name, email: `${name}@example.com`, password: "long enough to pass" });
    const { team } = teams.personalMember(user);
    for (const slug of slugs) projects.create(team, { slug, source: { kind: "example", name: "node" }, edits: {} });
    return user;
  };
  const [ada, eve] = [await person("ada", ["blog", "shop"]), await person("eve", ["game"])];
  const deploy = (slug: string) => {
    const project = projects.all().find((candidate) => candidate.slug === slug);
    if (!project) throw new Error(`There is no ${slug}.`);
    const place = { project: project.id, environment: projects.production(project).id };
    const input = { kind: "source", source: { kind: "example", name: "node" } } as const;
    const createdAt = now();
    return store.add({ id: newId(createdAt), ...place, trigger: "deploy", input, startedBy: slug, createdAt });
  };
  return { store, deploy, ada, eve };
}

const names = (deployments: Iterable<{ startedBy: string; number: number }>) =>
  Array.from(deployments, ({ startedBy, number }) => `${startedBy} ${number}`);

test("the newest deployments of all projects are those that the user sees, newest first, and no more than asked for", async () => {
  const { store, deploy, ada, eve } = await open();
  for (const slug of ["blog", "blog", "shop", "game", "blog"]) deploy(slug);
  expect(names(store.ofUser(ada.id, 3))).toEqual(["blog 3", "shop 1", "blog 2"]);
  expect(names(store.ofUser(ada.id, 9))).toEqual(["blog 3", "shop 1", "blog 2", "blog 1"]);
  expect(names(store.ofUser(eve.id, 9))).toEqual(["game 1"]);
});

test("the latest deployment of each project leaves out projects without one", async () => {
  const { store, deploy, ada } = await open();
  expect(store.latestOfUser(ada.id).size).toBe(0);
  for (const slug of ["blog", "game", "blog"]) deploy(slug);
  const latest = store.latestOfUser(ada.id);
  expect(names(latest.values())).toEqual(["blog 2"]);
  for (const [project, deployment] of latest) expect(deployment.project).toBe(project);
});
