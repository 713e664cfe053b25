import { expect } from "bun:test";
import type { ApiUser, Refusal } from "../support/api-user.ts";
import type { RunningAutoStack } from "../support/running-autostack.ts";
import { fingerprint } from "./fingerprint.ts";

/** The owner's request is refused with a status and words for a person, and all is as it was before. */
export async function expectRefused(
  stack: RunningAutoStack,
  ...[method, path, sent]: Parameters<ApiUser["send"]>
): Promise<Refusal & { status: number }> {
  const before = await fingerprint(stack);
  const response = await stack.api.send(method, path, sent);
  const text = await response.text();
  expect(response.status).toBeGreaterThanOrEqual(400);
  expectNoInsides(stack, text);
  expect(await fingerprint(stack)).toEqual(before);
  return { status: response.status, ...(JSON.parse(text) as { error: Refusal }).error };
}

/** No stack, and no path of the machine. */
export function expectNoInsides({ config }: RunningAutoStack, text: string): void {
  expect(text).not.toMatch(/\bat .*(\.ts|\.js|native|node:)/);
  expect(text).not.toContain(config.dataFolder);
  expect(text).not.toContain("/src/");
}
