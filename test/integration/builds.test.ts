import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import Docker from "dockerode";
import { cacheFolder } from "../../scripts/lib/cache-folder.ts";
import { makeTestImages } from "../../scripts/test-images/make.ts";
import { baseImagesOf, buildFixtures, planOf } from "../support/build-fixtures.ts";
import { FixtureBuilder } from "../support/fixture-builder.ts";
import { SOCKET } from "./runtimes-bench.ts";

const BUILD_MS = 300_000;
const fixtures = (await buildFixtures()).filter(({ ci }) => ci);

describe("from the generated plan alone, it is built, run and answers:", () => {
  const builder = new FixtureBuilder();
  beforeAll(async () => {
    await builder.open();
    const names: string[] = [];
    for (const fixture of fixtures) {
      const workspace = await builder.copy(fixture);
      names.push(...(await baseImagesOf(await planOf(workspace), workspace)));
    }
    await makeTestImages(new Docker({ socketPath: SOCKET }), cacheFolder(), console.error, names);
  }, BUILD_MS);
  afterAll(() => builder.close());

  for (const fixture of fixtures) {
    test(
      fixture.name,
      async () => {
        const built = await builder.build(fixture);
        expect(await builder.answer(fixture, built)).toContain(fixture.body);
      },
      BUILD_MS,
    );
  }
});
