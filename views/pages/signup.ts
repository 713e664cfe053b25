import { type Html, html } from "../../src/lib/html.ts";
import { type FormState, field, formProblem, hidden, postForm, submit } from "../form.ts";
import { bareLayout, type Part, type Shell } from "../layout.ts";

export type SignupProps = { form: FormState; invitation: { token: string; team: string; email: string } | null };

export function signupPage(shell: Shell, props: SignupProps): Html {
  return bareLayout(shell, signupForm(shell, props));
}

/** Fragment `#signup`: the answer to a POST /signup that was refused. */
export function signupForm(part: Part, { form, invitation }: SignupProps): Html {
  return html`<section id="signup" class="sheet">
    <h1>${invitation ? `Join ${invitation.team}` : "Create an account"}</h1>
    ${invitation && html`<p class="lead">You were invited as <strong>${invitation.email}</strong>.</p>`}
    ${postForm(
      part,
      { action: "/signup", target: "signup" },
      formProblem(form, "name", "email", "password"),
      invitation && hidden("invitation", invitation.token),
      field({ name: "name", label: "Your name", form, required: true, autocomplete: "name", autofocus: true }),
      field({
        name: "email",
        label: "E-mail",
        type: "email",
        form,
        value: invitation?.email ?? "",
        required: true,
        autocomplete: "username",
      }),
      field({
        name: "password",
        label: "Password",
        type: "password",
        form,
        required: true,
        autocomplete: "new-password",
        hint: "At least 10 characters. A few unrelated words are easy to remember.",
      }),
      submit(invitation ? "Join" : "Create the account"),
    )}
    <p class="sheet-foot">Have an account? <a href="/login">Sign in</a></p>
  </section>`;
}
