import { describe, expect, test } from "bun:test";
import { scanPart } from "../choose.ts";
import { treeOf } from "../source-tree.ts";

const SERVER = { "package.json": '{"scripts":{"start":"node a.js"}}', "a.js": "" };
const planWith = (postdeploy: string) =>
  scanPart(treeOf({ ...SERVER, "app.json": JSON.stringify({ scripts: { postdeploy } }) }), undefined).apps[0];
const verdictOf = (postdeploy: string) => planWith(postdeploy)?.imports[0]?.verdict;

describe("what Heroku runs after the first deployment", () => {
  test.each(["npx prisma migrate deploy", "python manage.py migrate", "bundle exec rails db:prepare"])(
    "runs before each switch where it only migrates: %s",
    (command) => {
      expect(planWith(command)?.hooks.beforeSwitch).toBe(command);
      expect(verdictOf(command)).toBe("approximated");
    },
  );

  test.each([
    "npm run seed",
    "bundle exec rake db:schema:load db:seed",
    "rails db:migrate db:seed",
    "php artisan migrate:fresh --force",
    "python manage.py migrate && python manage.py loaddata first.json",
    "node bin/welcome.js",
  ])("never runs again where it fills or empties a database, or does who knows what: %s", (command) => {
    expect(planWith(command)?.hooks.beforeSwitch).toBeNull();
    expect(verdictOf(command)).toBe("ignored");
  });
});
