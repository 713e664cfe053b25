import { Elysia, t } from "elysia";
import { signedIn } from "../http/guard.ts";
import { wantsJson } from "../http/request.ts";
import { jsonResponse, respond, seeOther } from "../http/respond.ts";
import type { Asked } from "../http/visits.ts";
import { AppError } from "../lib/errors.ts";
import type { Deployments } from "./deployments.ts";
import { type NewDeps, NewPages } from "./new-routes.ts";
import type { World } from "./world.ts";

export type UploadDeps = NewDeps & { world: World; deployments: Deployments };

type File = { stream: ReadableStream<Uint8Array>; fileName: string; declaredBytes: number | null };

/**
 * Archives as the raw body of a request: `PUT /uploads?name=site.zip`. They go to disk as they come; nothing here reads the body into
 * memory, which is why it is not parsed.
 */
export function uploadRoutes(deps: UploadDeps) {
  const pages = new NewPages(deps);
  return new Elysia().use(signedIn(deps.visits)).put(
    "/uploads",
    ({ query: { name, project, canary }, ...asked }) => {
      const file = fileOf(asked.request, name);
      return project === undefined
        ? pages.receive(asked, file)
        : deployUpload(deps, asked, { slug: project, canary }, file);
    },
    {
      parse: "none",
      query: t.Object({
        name: t.String({ minLength: 1 }),
        project: t.Optional(t.String()),
        canary: t.Optional(t.Numeric()),
      }),
    },
  );
}

function fileOf({ body, headers }: Request, fileName: string): File {
  const length = headers.get("content-length");
  return { stream: body ?? new Blob([]).stream(), fileName, declaredBytes: length === null ? null : Number(length) };
}

/** A new version of a project that is deployed from uploads. */
async function deployUpload(
  deps: UploadDeps,
  asked: Asked,
  { slug, canary }: { slug: string; canary: number | undefined },
  file: File,
) {
  const { user } = asked.visitor;
  const { world, deployments, uploads } = deps;
  try {
    const project = world.projects.find(user, slug, "deploy");
    const upload = await uploads.receive({ ...file, team: project.team, user: user.id });
    const deployment = await deployments.start(project, {
      ...{ startedBy: user.name, upload },
      ...(canary !== undefined && { canary }),
    });
    return respond(asked.request, {
      page: () => seeOther(`/projects/${slug}/deployments/${deployment.id}`),
      json: () => ({ upload, deployment }),
      status: 201,
    });
  } catch (error) {
    // The page's script shows the words beside the drop field.
    if (error instanceof AppError && !wantsJson(asked.request)) return jsonResponse(error, error.status);
    throw error;
  }
}
