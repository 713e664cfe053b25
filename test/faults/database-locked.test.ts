import { expect, test } from "bun:test";
import { measureDatabaseLocked } from "./database-locked.ts";

test("while another program locks the database writes are refused clearly, and a deployment under way goes on after", async () => {
  const { statuses, end, last, lost } = await measureDatabaseLocked(6000);
  expect(statuses).toEqual([503]);
  expect({ end, last, lost }).toEqual({ end: "live", last: "live", lost: [] });
}, 120_000);
