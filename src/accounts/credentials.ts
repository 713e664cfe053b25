import { invalid } from "../lib/errors.ts";

export const PASSWORD_LENGTH = { min: 10, max: 200 } as const;
const NAME_MAX = 80;
const EMAIL_MAX = 254;
const EMAIL = /^[^\s@<>"(),;:\\]+@[^\s@<>"(),;:\\]+$/;

/** What a person signs up with, as typed. */
export type Credentials = { name: string; email: string; password: string };

/** Trimmed and checked; the password stays as it was typed. */
export function checkCredentials({ name, email, password }: Credentials): Credentials {
  const checked = { name: checkName(name), email: checkEmail(email) };
  return { ...checked, password: checkPassword(password, checked.email) };
}

export function checkName(name: string): string {
  const trimmed = name.trim();
  if (trimmed === "") throw invalid("name", "A name is needed.", "Your team will see it beside what you deploy.");
  if (trimmed.length > NAME_MAX) throw invalid("name", `A name has at most ${NAME_MAX} characters.`);
  return trimmed;
}

/** Only the shape is checked: whether an address exists is known by writing to it. */
export function checkEmail(email: string): string {
  const trimmed = email.trim();
  if (!EMAIL.test(trimmed) || trimmed.length > EMAIL_MAX) {
    throw invalid("email", "That is not an e-mail address.", "Write it as name@example.com.");
  }
  return trimmed;
}

export function checkPassword(password: string, email: string, field = "password"): string {
  const { min, max } = PASSWORD_LENGTH;
  if (password.length < min) {
    throw invalid(field, `A password has at least ${min} characters.`, "A few unrelated words are easy to remember.");
  }
  if (password.length > max) throw invalid(field, `A password has at most ${max} characters.`);
  if (password.toLowerCase() === email.toLowerCase()) {
    throw invalid(field, "The e-mail address cannot be the password.", "Choose something that nobody can look up.");
  }
  return password;
}
