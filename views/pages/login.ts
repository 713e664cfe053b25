import { type Html, html } from "../../src/lib/html.ts";
import { type FormState, field, formProblem, hidden, postForm, submit } from "../form.ts";
import { bareLayout, type Part, type Shell } from "../layout.ts";

export type LoginProps = {
  form: FormState;
  /** Where to go after signing in: a path of this server, or `""`. */
  next: string;
  signUpOpen: boolean;
};

export function loginPage(shell: Shell, props: LoginProps): Html {
  return bareLayout(shell, loginForm(shell, props));
}

/** Fragment `#login`: the answer to a POST /login that was refused. */
export function loginForm(part: Part, { form, next, signUpOpen }: LoginProps): Html {
  return html`<section id="login" class="sheet">
    <h1>Sign in</h1>
    ${postForm(
      part,
      { action: "/login", target: "login" },
      formProblem(form, "email", "password"),
      hidden("next", next),
      field({
        name: "email",
        label: "E-mail",
        type: "email",
        form,
        required: true,
        autocomplete: "username",
        autofocus: true,
      }),
      field({
        name: "password",
        label: "Password",
        type: "password",
        form,
        required: true,
        autocomplete: "current-password",
      }),
      submit("Sign in"),
    )}
    ${
      signUpOpen
        ? html`<p class="sheet-foot">New here? <a href="/signup">Create an account</a></p>`
        : html`<p class="sheet-foot">No account? Ask the owner of this server for an invitation.</p>`
    }
  </section>`;
}
