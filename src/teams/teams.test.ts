import { expect, test } from "bun:test";
import { accountsApp, addMember, MEMBER, OWNER, setUp } from "#test/support/accounts-app.ts";
import { requirePermission } from "./teams.ts";

async function twoPeople() {
  const app = accountsApp();
  await setUp(app);
  await addMember(app);
  const users = app.accounts.users();
  const [ada, ben] = [OWNER, MEMBER].map(({ email }) => users.find((user) => user.email === email));
  if (!ada || !ben) throw new Error("both should be there");
  return { teams: app.teams, accounts: app.accounts, ada, ben };
}

test("everybody has a team of their own, with a slug that is free", async () => {
  const { teams, accounts, ada } = await twoPeople();
  expect(teams.of(ada)).toMatchObject([{ team: { slug: "ada", name: "Ada’s team" }, role: "owner" }]);
  const namesake = await accounts.addUser({ ...OWNER, email: "other@example.com" });
  expect(teams.of(namesake)[0]?.team.slug).toMatch(/^ada-[0-9a-z]{7}$/);
  const unwritable = await accounts.addUser({ ...OWNER, name: "Élan 山田", email: "third@example.com" });
  expect(teams.of(unwritable)[0]?.team.slug).toBe("elan");
});

test("other people's teams do not exist", async () => {
  const { teams, ada, ben } = await twoPeople();
  const { team } = teams.personalMember(ada);
  expect(teams.memberOf(ada, team)).toEqual({ user: ada.id, name: "Ada", team, role: "owner" });
  expect(() => teams.memberOf(ben, team)).toThrow("no such team");
  expect(() => teams.memberOf(ben, "unknown")).toThrow("no such team");
});

test("a viewer sees, and neither deploys nor invites", async () => {
  const { teams, ada, ben } = await twoPeople();
  const { token } = teams.invite(teams.personalMember(ada), { email: MEMBER.email, role: "viewer" });
  const { team } = teams.accept(ben, token);
  const viewer = teams.memberOf(ben, team.id);
  expect(() => requirePermission(viewer, "see")).not.toThrow();
  expect(() => requirePermission(viewer, "deploy")).toThrow("may not deploy");
  expect(() => teams.invite(viewer, { email: "eve@example.com", role: "owner" })).toThrow("Only an owner");
  expect(() => teams.accept(ben, token)).toThrow("This invitation was used");
});

test("an invitation does not lower the role that somebody has", async () => {
  const { teams, ada } = await twoPeople();
  const member = teams.personalMember(ada);
  const { token } = teams.invite(member, { email: OWNER.email, role: "viewer" });
  teams.accept(ada, token);
  expect(teams.memberOf(ada, member.team).role).toBe("owner");
});

test("an invitation can be withdrawn, by its own team only", async () => {
  const { teams, ada, ben } = await twoPeople();
  const { invitation, token } = teams.invite(teams.personalMember(ada), { email: MEMBER.email, role: "viewer" });
  expect(() => teams.withdraw(teams.personalMember(ben), invitation.id)).toThrow("no such invitation");
  teams.withdraw(teams.personalMember(ada), invitation.id);
  expect(() => teams.invitation(token)).toThrow("was withdrawn");
});
