import { planFixtures } from "#test/support/plan-fixtures.ts";

planFixtures("ruby");
