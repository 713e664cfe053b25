import type { User } from "../accounts/user.ts";
import { withScanFindings } from "../diagnosis/scan-findings.ts";
import { choosePlan, scanPart } from "../plans/choose.ts";
import type { PlanEdits, Scan } from "../plans/plan.ts";
import { scan } from "../plans/scan.ts";
import type { SourceTree } from "../plans/source-tree.ts";
import type { Project } from "../projects/project.ts";
import type { SourceInput } from "../sources/source.ts";
import type { Uploads } from "../sources/uploads.ts";
import type { Teams } from "../teams/teams.ts";
import type { Deployment } from "./deployment.ts";
import type { Deployments } from "./deployments.ts";
import { readDetected, readEdits, type TypedEdits } from "./edits-form.ts";
import { inspectSource, isTooSlow } from "./inspect.ts";
import { type CheckedDraft, checkDraft, type SourceDraft } from "./source-draft.ts";
import type { World } from "./world.ts";

export type LaunchDeps = { world: World; teams: Teams; uploads: Uploads; deployments: Deployments };

/** What somebody wants to have deployed for the first time. */
export type Wish = SourceDraft &
  TypedEdits & {
    slug: string;
    name?: string | undefined;
    /** A token for a private repository. */
    credential?: string | undefined;
    /** The text of a `.env`. */
    variables?: string | undefined;
    /** What the form showed, as JSON of `Detected`; without it everything typed is an edit. */
    detected?: string | undefined;
  };

/** From code that somebody names to a project with its first deployment. */
export class Launcher {
  readonly #deps: LaunchDeps;

  constructor(deps: LaunchDeps) {
    this.#deps = deps;
  }

  /** The team that a user's uploads and new projects belong to. */
  teamOf(user: User): string {
    return this.#deps.teams.personalMember(user).team;
  }

  /** Looks at the code without keeping anything. */
  inspect(user: User, draft: SourceDraft & Pick<Wish, "credential">): Promise<Scan> {
    const { input } = this.#check(user, draft);
    const look = (tree: SourceTree) => withScanFindings(tree, scan(tree));
    return inspectSource(this.#deps.world, { input, credential: draft.credential ?? null }, look);
  }

  /** Makes the project with its variables and starts its first deployment: all of it or nothing. */
  async launch(user: User, wish: Wish): Promise<{ project: Project; deployment: Deployment }> {
    const { world, deployments } = this.#deps;
    const { source, input } = this.#check(user, wish);
    const edits = readEdits(wish, readDetected(wish.detected));
    const { slug, name = "", credential = null } = wish;
    world.projects.checkNew(slug);
    // A person has seen the plan already.
    if (!wish.detected) await this.#checkPlan(input, credential, edits);
    const project = world.projects.create(this.teamOf(user), { slug, name, edits, source, credential });
    try {
      for (const kind of ["production", "preview"] as const) {
        world.variables.paste(project.id, kind, wish.variables ?? "");
      }
      const upload = input.kind === "upload" && { upload: { id: input.upload, fileName: input.fileName } };
      return { project, deployment: await deployments.start(project, { startedBy: user.name, ...upload }) };
    } catch (error) {
      // What cannot be deployed now leaves no project behind that would be in the way the next time.
      world.projects.remove(project);
      throw error;
    }
  }

  /** What cannot be built or started is refused before there is a project. Code that takes long to fetch is left to the deployment. */
  async #checkPlan(input: SourceInput, credential: string | null, edits: PlanEdits): Promise<void> {
    const look = (tree: SourceTree) => choosePlan(scanPart(tree, edits.path, edits), edits);
    try {
      await inspectSource(this.#deps.world, { input, credential }, look);
    } catch (error) {
      if (!isTooSlow(error)) throw error;
    }
  }

  /** An upload's id is worth as much as the upload: only who sent it may name it. */
  #check(user: User, draft: SourceDraft): CheckedDraft {
    const checked = checkDraft(draft);
    if (checked.input.kind === "upload") this.#deps.uploads.find(checked.input.upload, user.id);
    return checked;
  }
}
