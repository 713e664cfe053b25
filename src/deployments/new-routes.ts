import { Elysia, t } from "elysia";
import { EMPTY_FORM } from "../../views/form.ts";
import { type DetectedProps, detectedBody, detectedPage } from "../../views/pages/detected.ts";
import { type ExampleCard, newBody, newPage } from "../../views/pages/new.ts";
import { type SentForm, submitted } from "../http/form.ts";
import { signedIn } from "../http/guard.ts";
import { wantsJson } from "../http/request.ts";
import { respond, seeOther } from "../http/respond.ts";
import type { Asked, Visits } from "../http/visits.ts";
import type { AppPlan, Scan } from "../plans/plan.ts";
import { suggestSlug } from "../projects/slug.ts";
import type { Uploads } from "../sources/uploads.ts";
import { detectedOf, EditFields } from "./edits-form.ts";
import { isTooSlow } from "./inspect.ts";
import type { Launcher, Wish } from "./launch.ts";
import type { SourceDraft } from "./source-draft.ts";

export type NewDeps = {
  visits: Visits;
  launcher: Launcher;
  uploads: Uploads;
  examples: readonly ExampleCard[];
  uploadLimitBytes: number;
};

type GitFields = { url: string; branch: string; folder: string };
type File = { stream: ReadableStream<Uint8Array>; fileName: string; declaredBytes: number | null };

const optional = t.Optional(t.String());
const DraftFields = {
  source: t.String(),
  ...{ url: optional, branch: optional, folder: optional, upload: optional, fileName: optional, example: optional },
  credential: optional,
};
const ProjectFields = { slug: t.String(), name: optional, variables: optional, detected: optional };

/** From code to a project: the ways to bring it, what was detected in it, and the first deployment. */
export function newRoutes(deps: NewDeps) {
  const pages = new NewPages(deps);
  return new Elysia()
    .use(signedIn(deps.visits))
    .get("/new", ({ query, ...asked }) => pages.show(asked, EMPTY_FORM, query), {
      query: t.Object({ url: optional, branch: optional, folder: optional }),
    })
    .post("/new/git", ({ body, ...asked }) => pages.inspect(asked, { source: "git", ...body }), {
      body: t.Object({ url: t.String(), branch: optional, folder: optional, credential: optional }),
    })
    .post("/new/example", ({ body, ...asked }) => pages.inspect(asked, { source: "example", example: body.name }), {
      body: t.Object({ name: t.String() }),
    })
    .post(
      "/new/upload",
      ({ body: { file }, ...asked }) =>
        pages.receive(asked, { stream: file.stream(), fileName: file.name, declaredBytes: file.size }),
      { body: t.Object({ file: t.File() }) },
    )
    .post("/projects", ({ body, ...asked }) => pages.create(asked, body), {
      body: t.Object({ ...DraftFields, ...EditFields, ...ProjectFields }),
    });
}

export class NewPages {
  readonly #deps: NewDeps;

  constructor(deps: NewDeps) {
    this.#deps = deps;
  }

  show(asked: Asked, form: SentForm, { url = "", branch = "", folder = "" }: Partial<GitFields> = {}): Response {
    const { examples, uploadLimitBytes } = this.#deps;
    const shell = asked.shell("New project");
    const props = { examples, form, git: { url, branch, folder }, uploadLimitBytes };
    return respond(asked.request, {
      page: () => newPage(shell, props),
      fragment: () => newBody(shell, props),
      json: () => ({ examples }),
      status: form.problem?.status ?? 200,
    });
  }

  /** Takes a file in, and shows what is in it. */
  receive(asked: Asked, file: File): Promise<Response> {
    const { launcher, uploads } = this.#deps;
    const { user } = asked.visitor;
    return submitted(
      asked.request,
      {},
      async () => {
        const upload = await uploads.receive({ ...file, team: launcher.teamOf(user), user: user.id });
        const draft = { source: "upload", upload: upload.id, fileName: upload.fileName };
        const scan = await launcher.inspect(user, draft).catch(async (error) => {
          // A large archive may still be deployed by a program; it waits for nobody.
          if (wantsJson(asked.request) && isTooSlow(error)) return null;
          await uploads.remove(upload.id);
          throw error;
        });
        if (!scan || wantsJson(asked.request)) return respond(asked.request, { json: () => ({ upload }), status: 201 });
        return this.#detected(asked, draft, scan, EMPTY_FORM);
      },
      (form) => this.show(asked, form),
    );
  }

  /** Looks at the code and shows what was found. */
  inspect(asked: Asked, draft: SourceDraft): Promise<Response> {
    const git = { url: draft.url ?? "", branch: draft.branch ?? "", folder: draft.folder ?? "" };
    return submitted(
      asked.request,
      draft,
      async () =>
        this.#detected(asked, draft, await this.#deps.launcher.inspect(asked.visitor.user, draft), EMPTY_FORM),
      (form) => this.show(asked, form, git),
    );
  }

  create(asked: Asked, wish: Wish): Promise<Response> {
    const { launcher } = this.#deps;
    const { user } = asked.visitor;
    return submitted(
      asked.request,
      wish,
      async () => {
        const { project, deployment } = await launcher.launch(user, wish);
        return respond(asked.request, {
          page: () => seeOther(`/projects/${project.slug}/deployments/${deployment.id}`),
          json: () => ({ project, deployment }),
          status: 201,
        });
      },
      async (form) => this.#detected(asked, wish, await launcher.inspect(user, wish), form),
    );
  }

  #detected(asked: Asked, draft: SourceDraft, scan: Scan, form: SentForm): Response {
    const shell = asked.shell("New project");
    const props = detectedProps(draft, scan, form);
    return respond(asked.request, {
      page: () => detectedPage(shell, props),
      fragment: () => detectedBody(shell, props),
      json: () => ({ ...scan, draft: props.draft }),
      status: form.problem?.status ?? 200,
    });
  }
}

function detectedProps(draft: SourceDraft, scan: Scan, form: SentForm): DetectedProps {
  const plan = detectedPlan(scan, form.values.path);
  const kept = Object.entries(draft).filter(([name, value]) => name in DraftFields && value);
  const sourceName = draft.url ?? draft.fileName ?? draft.example ?? "";
  return {
    ...{ scan, plan, form, sourceName },
    draft: { ...Object.fromEntries(kept), ...(plan && { detected: JSON.stringify(detectedOf(plan)) }) },
    suggestedSlug: suggestSlug(sourceName),
  };
}

function detectedPlan({ apps }: Scan, path: string | undefined): AppPlan | null {
  return apps.find((app) => app.path === path) ?? apps[0] ?? null;
}
