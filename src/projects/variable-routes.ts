import { Elysia, t } from "elysia";
import { EMPTY_FORM } from "../../views/form.ts";
import { projectPage } from "../../views/pages/project.ts";
import { variablesTab } from "../../views/pages/project-variables.ts";
import { type SentForm, submitted } from "../http/form.ts";
import { signedIn } from "../http/guard.ts";
import { respond, seeOther } from "../http/respond.ts";
import type { Asked, Visits } from "../http/visits.ts";
import type { WantedVariable } from "../plans/plan.ts";
import type { EnvironmentKind, Project } from "./project.ts";
import type { Projects } from "./projects.ts";
import type { Variables } from "./variables.ts";

export type VariableDeps = {
  visits: Visits;
  projects: Projects;
  variables: Variables;
  urlOf(project: Project): string | null;
  /** What the code reads, by the last release. */
  wantedBy(project: Project): WantedVariable[];
  /** The text of a `.env.example`. */
  envExample(wanted: readonly WantedVariable[]): string;
};

const optional = t.Optional(t.String());
const environmentField = t.Optional(t.Union([t.Literal("production"), t.Literal("preview")]));
const use = t.Optional(t.Union([t.Literal("build"), t.Literal("run"), t.Literal("both")]));

/** The variables of a project: seen, added, pasted, deleted; secrets only ever written. */
export function variableRoutes(deps: VariableDeps) {
  const { projects, variables } = deps;
  const base = "/projects/:slug/variables";
  return new Elysia()
    .use(signedIn(deps.visits))
    .get(
      base,
      ({ params, query, ...asked }) =>
        show(deps, asked, projects.find(asked.visitor.user, params.slug, "see"), query.environment ?? "production"),
      { query: t.Object({ environment: environmentField }) },
    )
    .post(
      base,
      ({ params, body, ...asked }) => {
        const project = projects.find(asked.visitor.user, params.slug, "configure");
        const kind = body.environment ?? "production";
        return change(deps, { asked, project, kind, body }, () => write(variables, project, kind, body));
      },
      {
        body: t.Object({
          environment: environmentField,
          ...{ name: optional, value: optional, pasted: optional, use },
          secret: t.Optional(t.Union([t.Boolean(), t.String()])),
        }),
      },
    )
    .post(
      `${base}/:name/delete`,
      ({ params, body, ...asked }) => {
        const project = projects.find(asked.visitor.user, params.slug, "configure");
        const kind = body?.environment ?? "production";
        return change(deps, { asked, project, kind, body: {} }, () => variables.remove(project.id, kind, params.name));
      },
      { body: t.Optional(t.Object({ environment: environmentField })) },
    )
    .get("/projects/:slug/env-example", ({ params, visitor }) => {
      const project = projects.find(visitor.user, params.slug, "see");
      return new Response(deps.envExample(deps.wantedBy(project)), {
        headers: {
          "content-type": "text/plain; charset=utf-8",
          "content-disposition": 'attachment; filename=".env.example"',
          "x-content-type-options": "nosniff",
        },
      });
    });
}

type Typed = {
  name?: string | undefined;
  value?: string | undefined;
  pasted?: string | undefined;
  use?: "build" | "run" | "both" | undefined;
  secret?: boolean | string | undefined;
};

function write(variables: Variables, project: Project, kind: EnvironmentKind, typed: Typed): void {
  const { name = "", value = "", pasted, use = "both", secret } = typed;
  if (pasted !== undefined) {
    variables.paste(project.id, kind, pasted, "pasted");
    return;
  }
  // A checkbox sends its value or nothing; the API sends a boolean.
  const isSecret = secret === true || (typeof secret === "string" && secret !== "false");
  variables.set(project.id, kind, { name, value, secret: isSecret, use });
}

type Change = { asked: Asked; project: Project; kind: EnvironmentKind; body: object };

function change(deps: VariableDeps, { asked, project, kind, body }: Change, act: () => void): Promise<Response> {
  return submitted(
    asked.request,
    body,
    () => {
      act();
      return show(deps, asked, project, kind, { form: EMPTY_FORM, after: "change" });
    },
    (form) => show(deps, asked, project, kind, { form }),
  );
}

type Shown = { form: SentForm; after?: "change" };

function show(
  deps: VariableDeps,
  asked: Asked,
  project: Project,
  kind: EnvironmentKind,
  shown: Shown = { form: EMPTY_FORM },
) {
  const page = asked.shell(`${project.name}: variables`);
  const kept = deps.variables.list(project.id, kind);
  const variables = kept.map((variable) => ({ ...variable, value: variable.secret ? null : variable.value }));
  const props = { project, environment: kind, variables, wanted: deps.wantedBy(project), form: shown.form };
  const path = `/projects/${project.slug}/variables${kind === "preview" ? "?environment=preview" : ""}`;
  const whole = () =>
    projectPage(page, { project, url: deps.urlOf(project), tab: "variables" }, variablesTab(page, props));
  return respond(asked.request, {
    page: () => (shown.after === "change" ? seeOther(path) : whole()),
    fragment: () => variablesTab(page, props),
    json: () => ({ variables }),
    status: shown.form.problem?.status ?? 200,
  });
}
