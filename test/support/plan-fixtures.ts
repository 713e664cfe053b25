import { describe, expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { join, posix } from "node:path";
import { readSourceTree } from "../../src/host/source-tree.ts";
import { dockerfileFor } from "../../src/plans/dockerfile.ts";
import { scan } from "../../src/plans/scan.ts";
import { PLAN_FIXTURES } from "./plan-fixtures-folder.ts";

/** Every fixture of a group has the plan that was agreed on, and each of its facts stands where it is said to stand. */
export function planFixtures(group: string): void {
  for (const name of readdirSync(join(PLAN_FIXTURES, group)).sort()) {
    describe(`${group}/${name}`, () => {
      const read = () => readSourceTree(join(PLAN_FIXTURES, group, name));

      test("has the plan that was agreed on", async () => {
        const { apps } = scan(await read());
        expect(apps).toMatchSnapshot("plan");
        expect(apps.filter((app) => !app.dockerfile).map((app) => dockerfileFor(app))).toMatchSnapshot("Dockerfile");
      });

      test("every fact points into the source", async () => {
        const tree = await read();
        for (const app of scan(tree).apps) {
          for (const { file, line } of [...app.facts, ...app.variables, ...app.connections, ...app.imports]) {
            const text = tree.read(posix.join(app.path, file));
            expect(text).not.toBeNull();
            expect(line).toBeLessThanOrEqual(text?.split("\n").length ?? 0);
          }
        }
      });
    });
  }
}
