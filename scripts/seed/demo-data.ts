import type { App } from "../../src/app.ts";
import type { Deployment } from "../../src/deployments/deployment.ts";
import { newSecret } from "../../src/lib/ids.ts";
import { HOUR_MS, MINUTE_MS } from "../../src/lib/time.ts";
import type { Source } from "../../src/sources/source.ts";
import { BRANCHES, DEMO_APPS, PROJECT_NAMES } from "./apps.ts";
import { Chance } from "./chance.ts";
import { addDeployment, type Clock, type History, writeFiles } from "./history.ts";

export type SignIn = { email: string; password: string };

const PEOPLE = ["Ada Lovelace", "Grace Hopper", "Alan Kay", "Barbara Liskov", "Edsger Dijkstra", "Radia Perlman"];
const TEAMS = 3;
const DEPLOYMENTS_EACH = 100;
/** Of each project's newest deployments the logs are there too, and the releases of those that went live. */
const KEPT_EACH = 6;
/** How often a project with a preview deploys that instead of production. */
const PREVIEW_EVERY = 3;

/** Six people in three teams, fifty projects and five thousand deployments that end today. Gives the first person's sign-in. */
export async function fillWithDemoData(app: App, clock: Clock, now: number): Promise<SignIn> {
  const chance = new Chance(50);
  clock.at = now - 400 * 24 * HOUR_MS;
  const password = newSecret().slice(0, 16);
  const { teams, viewer } = await addPeople(app, password);
  for (const [index, name] of PROJECT_NAMES.entries()) {
    clock.at = now - 380 * 24 * HOUR_MS;
    const team = chance.oneOf(teams);
    const history = addProject({ app, clock, chance, people: PEOPLE }, { name, index, team });
    const kept = app.db.transaction(() => addDeployments(history, now))();
    await Promise.all(kept.map((deployment) => writeFiles(history, deployment)));
  }
  return { email: viewer, password };
}

/** All have the same password; the first, who owns the installation unless somebody does, is in all teams. */
async function addPeople({ accounts, teams }: App, password: string) {
  const users = [];
  for (const name of PEOPLE) {
    const email = `${name.split(" ")[0]?.toLowerCase()}@example.com`;
    users.push(await accounts.addUser({ name, email, password }, accounts.hasOwner() ? "member" : "owner"));
  }
  const owned = users.slice(0, TEAMS).map((owner) => teams.personalMember(owner));
  for (const member of owned) {
    for (const user of users) {
      if (user.id === member.user) continue;
      teams.accept(user, teams.invite(member, { email: user.email, role: "developer" }).token);
    }
  }
  return { teams: owned.map(({ team }) => team), viewer: users[0]?.email ?? "" };
}

type NewProject = { name: string; index: number; team: string };

function addProject(past: Omit<History, "project" | "demo">, { name, index, team }: NewProject): History {
  const { app, chance } = past;
  const demo = chance.oneOf(DEMO_APPS);
  const source: Source =
    index % 10 === 0
      ? { kind: "example", name: "node" }
      : { kind: "git", url: `https://git.example.com/acme/${name}.git`, branch: "main", folder: null };
  const project = app.projects.create(team, { slug: name, name: titleOf(name), source, edits: {} });
  app.variables.paste(project.id, "production", demo.variables);
  if (index % 3 === 0) app.projects.preview(project, BRANCHES[index % BRANCHES.length] ?? "next");
  return { ...past, project, demo };
}

function titleOf(slug: string): string {
  return slug.replaceAll("-", " ").replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase());
}

/** The newest ones are returned: those that files belong to. */
function addDeployments(history: History, now: number): Deployment[] {
  const { app, clock, chance, project } = history;
  const [production, preview] = app.projects.environments(project);
  if (!production) throw new Error(`Project ${project.slug} has no production.`);
  const gapMs = chance.between(6, 80) * HOUR_MS;
  const deployments: Deployment[] = [];
  for (let left = DEPLOYMENTS_EACH - 1; left >= 0; left--) {
    clock.at = now - 5 * MINUTE_MS - left * gapMs - chance.between(0, gapMs / 2);
    const environment = preview && left % PREVIEW_EVERY === 1 ? preview : production;
    deployments.push(addDeployment(history, environment, left < KEPT_EACH));
  }
  return deployments.slice(-KEPT_EACH);
}
