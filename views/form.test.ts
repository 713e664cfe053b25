import { describe, expect, test } from "bun:test";
import { invalid } from "../src/lib/errors.ts";
import {
  checkbox,
  EMPTY_FORM,
  type FormState,
  field,
  formProblem,
  postForm,
  select,
  submit,
  textarea,
} from "./form.ts";

const refused: FormState = {
  values: { slug: "../x", password: "hunter2" },
  problem: invalid("slug", "Not a slug.", "Use a–z."),
};

describe("a field", () => {
  test("keeps what was typed and says beside it what is wrong", () => {
    const markup = field({ name: "slug", label: "Slug", form: refused, value: "blog", hint: "Host name." }).toString();
    expect(markup).toContain('value="../x"');
    expect(markup).toContain('aria-invalid="true" aria-describedby="field-slug-hint field-slug-problem"');
    expect(markup).toMatch(/id="field-slug-problem">.*Not a slug\. Use a–z\./);
  });

  test("shows its value until something was typed, and no problem of another field", () => {
    const markup = field({ name: "name", label: "Name", form: refused, value: "Blog" }).toString();
    expect(markup).toContain('value="Blog"');
    expect(markup).not.toContain("aria-invalid");
  });

  test("never sends a password back", () => {
    const markup = field({ name: "password", label: "Password", type: "password", form: refused }).toString();
    expect(markup).not.toContain("hunter2");
  });

  test("takes the cursor when it is the one to mend, whichever was meant to have it", () => {
    expect(field({ name: "slug", label: "Slug", form: refused }).toString()).toContain("autofocus");
    expect(field({ name: "name", label: "Name", form: refused, autofocus: true }).toString()).not.toContain(
      "autofocus",
    );
    expect(field({ name: "name", label: "Name", form: EMPTY_FORM, autofocus: true }).toString()).toContain("autofocus");
  });
});

test("a problem stands above the form only when no field shows it", () => {
  expect(formProblem(refused, "slug")).toBeNull();
  expect(formProblem(EMPTY_FORM)).toBeNull();
  expect(formProblem(refused, "name")?.toString()).toContain("Not a slug.");
});

test("a textarea keeps a first line that is empty", () => {
  const form = { values: { env: "\nA=1" }, problem: null };
  expect(textarea({ name: "env", label: "Variables", form }).toString()).toContain(">\n\nA=1</textarea>");
});

test("a choice and a checkbox keep what was chosen", () => {
  const options = [
    { value: "run", label: "Run" },
    { value: "build", label: "Build" },
  ];
  const form = { values: { use: "build", secret: "on" }, problem: null };
  expect(select({ name: "use", label: "Use", form, value: "run", options }).toString()).toContain(
    'value="build" selected',
  );
  expect(checkbox({ name: "secret", label: "Secret", form }).toString()).toContain("checked");
  expect(checkbox({ name: "secret", label: "Secret", form: EMPTY_FORM }).toString()).not.toContain("checked");
});

test("a form posts by itself, and by htmx to the part that it names", () => {
  const form = { action: "/login", target: "login", confirm: "Sure?" };
  const markup = postForm({ nonce: "n0" }, form, submit("Go")).toString();
  expect(markup).toContain('method="post" action="/login" data-confirm="Sure?"');
  expect(markup).toContain('hx-post="/login" hx-target="#login" hx-swap="outerHTML"');
  expect(markup).toContain('hx-nonce="n0"');
});
