import { expect, test } from "bun:test";
import { checkCredentials } from "./credentials.ts";

const good = { name: " Ada ", email: " ada@example.com ", password: "correct horse" };
const fieldOf = (changes: Partial<typeof good>) => {
  try {
    checkCredentials({ ...good, ...changes });
    return null;
  } catch (error) {
    return (error as { field?: string }).field;
  }
};

test("name and e-mail are trimmed, the password is not", () => {
  const password = " spaces around ";
  expect(checkCredentials({ ...good, password })).toEqual({ name: "Ada", email: "ada@example.com", password });
});

test.each([
  "",
  "ada",
  "@example.com",
  "ada@",
  "a b@example.com",
  "a@b@c",
  "ada@example.com\nbcc:x@y",
  `${"a".repeat(251)}@b.c`,
])("%p is no e-mail address", (email) => expect(fieldOf({ email })).toBe("email"));

test("a password has 10 to 200 characters and is not the e-mail address", () => {
  expect(fieldOf({ password: "123456789" })).toBe("password");
  expect(fieldOf({ password: "1234567890" })).toBeNull();
  expect(fieldOf({ password: "x".repeat(201) })).toBe("password");
  expect(fieldOf({ password: "ADA@example.com" })).toBe("password");
});

test("a name is needed and short enough to show", () => {
  expect(fieldOf({ name: "  " })).toBe("name");
  expect(fieldOf({ name: "x".repeat(81) })).toBe("name");
});
