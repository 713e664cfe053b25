import { AppError } from "../lib/errors.ts";
import type { SettingsStore } from "./settings-store.ts";

export const SIGN_UP_MODES = ["closed", "invitation", "open"] as const;
/** Who may make an account: nobody, those with an invitation, everybody. */
export type SignUpMode = (typeof SIGN_UP_MODES)[number];

const SETTING = "sign_up";

export function readSignUpMode(settings: SettingsStore): SignUpMode {
  const stored = settings.get(SETTING);
  return SIGN_UP_MODES.find((mode) => mode === stored) ?? "invitation";
}

export function writeSignUpMode(settings: SettingsStore, mode: SignUpMode): void {
  settings.set(SETTING, mode);
}

export function checkSignUpAllowed(mode: SignUpMode, isInvited: boolean): void {
  if (mode === "open" || (mode === "invitation" && isInvited)) return;
  throw new AppError({
    code: "sign_up_closed",
    status: 403,
    summary: mode === "closed" ? "Nobody can sign up here at the moment." : "Signing up here takes an invitation.",
    hint: "Ask the owner of this AutoStack for an invitation link.",
  });
}
