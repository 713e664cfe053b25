import { type Html, html } from "../../src/lib/html.ts";
import { type FormState, field, formProblem, hidden, postForm, submit } from "../form.ts";
import { bareLayout, type Part, type Shell } from "../layout.ts";

export type SetupProps = { form: FormState; token: string };

export function setupPage(shell: Shell, props: SetupProps): Html {
  return bareLayout(shell, setupForm(shell, props));
}

/** Fragment `#setup`: the answer to a POST /setup that was refused. */
export function setupForm(part: Part, { form, token }: SetupProps): Html {
  return html`<section id="setup" class="sheet">
    <h1>Set up AutoStack</h1>
    <p class="lead">You opened the link from the console, so this account will own the installation.</p>
    ${postForm(
      part,
      { action: "/setup", target: "setup" },
      formProblem(form, "name", "email", "password"),
      hidden("token", token),
      field({ name: "name", label: "Your name", form, required: true, autocomplete: "name", autofocus: true }),
      field({ name: "email", label: "E-mail", type: "email", form, required: true, autocomplete: "username" }),
      field({
        name: "password",
        label: "Password",
        type: "password",
        form,
        required: true,
        autocomplete: "new-password",
        hint: "At least 10 characters. A few unrelated words are easy to remember.",
      }),
      submit("Create the owner"),
    )}
  </section>`;
}
