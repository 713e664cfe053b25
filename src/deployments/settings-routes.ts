import { Elysia, t } from "elysia";
import { EMPTY_FORM } from "../../views/form.ts";
import { projectPage } from "../../views/pages/project.ts";
import { settingsTab } from "../../views/pages/project-settings.ts";
import { type SentForm, submitted } from "../http/form.ts";
import { signedIn } from "../http/guard.ts";
import { respond, seeOther } from "../http/respond.ts";
import type { Asked, Visits } from "../http/visits.ts";
import { invalid } from "../lib/errors.ts";
import { applyEdits } from "../plans/edits.ts";
import type { Project } from "../projects/project.ts";
import type { Deployments } from "./deployments.ts";
import { detectedOf, EditFields, mergeEdits, readEdits, type TypedEdits } from "./edits-form.ts";
import { detectedPlan } from "./ejection.ts";
import { environmentUrl } from "./shown.ts";
import { gitDraft } from "./source-draft.ts";
import type { World } from "./world.ts";

export type SettingsDeps = { visits: Visits; world: World; deployments: Deployments };

const optional = t.Optional(t.String());
type Typed = TypedEdits & { [Name in "name" | "url" | "branch" | "folder" | "credential"]?: string | undefined };

/** How a project is called, fetched, built and run; and its end. */
export function settingsRoutes(deps: SettingsDeps) {
  const { projects } = deps.world;
  const base = "/projects/:slug";
  return new Elysia()
    .use(signedIn(deps.visits))
    .get(`${base}/settings`, ({ params, ...asked }) =>
      show(deps, asked, projects.find(asked.visitor.user, params.slug, "see"), EMPTY_FORM),
    )
    .post(
      `${base}/settings`,
      ({ params, body, ...asked }) =>
        save(deps, asked, projects.find(asked.visitor.user, params.slug, "configure"), body),
      {
        body: t.Object({
          name: optional,
          url: optional,
          branch: optional,
          folder: optional,
          credential: optional,
          ...EditFields,
        }),
      },
    )
    .post(
      `${base}/delete`,
      ({ params, body, ...asked }) =>
        remove(deps, asked, projects.find(asked.visitor.user, params.slug, "configure"), body.confirm),
      { body: t.Object({ confirm: t.String() }) },
    );
}

function save(deps: SettingsDeps, asked: Asked, project: Project, typed: Typed): Promise<Response> {
  const { projects } = deps.world;
  return submitted(
    asked.request,
    typed,
    () => {
      const changed = changedProject(deps.world, project, typed);
      projects.update(changed);
      // An empty field leaves the token as it is: it is never shown, so nobody could have typed it again.
      if (typed.credential) projects.setCredential(project, typed.credential);
      return show(deps, asked, changed, EMPTY_FORM, "Saved. It counts from the next deployment on.");
    },
    (form) => show(deps, asked, project, form),
  );
}

function changedProject(world: World, project: Project, typed: Typed): Project {
  const detected = detectedPlan(world, project);
  // Without a plan the page shows no commands, so nothing is said about them.
  const edits = detected ? mergeEdits(project.edits, typed, readEdits(typed, detectedOf(detected))) : project.edits;
  const source = project.source.kind === "git" && typed.url !== undefined ? gitDraft(typed).source : project.source;
  return { ...project, name: typed.name?.trim() || project.name, source, edits };
}

function remove(deps: SettingsDeps, asked: Asked, project: Project, confirm: string): Promise<Response> {
  return submitted(
    asked.request,
    { confirm },
    async () => {
      if (confirm.trim() !== project.slug) {
        throw invalid("confirm", `Type “${project.slug}” to delete the project.`, "Nothing was deleted.");
      }
      await deps.deployments.removeProject(project);
      return respond(asked.request, { page: () => seeOther("/dashboard"), json: () => undefined });
    },
    (form) => show(deps, asked, project, form),
  );
}

function show({ world }: SettingsDeps, asked: Asked, project: Project, form: SentForm, notice?: string): Response {
  const page = asked.shell(`${project.name}: settings`, notice);
  const detected = detectedPlan(world, project);
  const plan = detected && applyEdits(detected, project.edits);
  // What was scanned with its Dockerfile says nothing of a build without it.
  const isOld = plan?.dockerfile && project.edits.useDockerfile === false;
  const props = { project, plan, recipe: plan && !isOld ? world.runtime.recipe(plan, project.id) : null, form };
  const url = environmentUrl(world, project, world.projects.production(project));
  return respond(asked.request, {
    page: () => projectPage(page, { project, url, tab: "settings" }, settingsTab(page, props)),
    fragment: () => settingsTab(page, props),
    json: () => ({ project, plan }),
    status: form.problem?.status ?? 200,
  });
}
