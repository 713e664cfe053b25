import { join } from "node:path";
import type { Files } from "../host/files.ts";
import { ignoredBy } from "../host/ignore-rules.ts";
import { AppError } from "../lib/errors.ts";
import { dockerignoreFor } from "../plans/build-context.ts";
import type { AppPlan } from "../plans/plan.ts";
import { stepsFor } from "../plans/script.ts";
import { checkName, folderInside, measureFolder, planFolder, refuseLeavingLinks } from "./folders.ts";
import type { Artifact, BuildRequest } from "./runtime.ts";
import { packSite } from "./site-pack.ts";

type Site = Extract<Artifact, { kind: "site" }>;

/** Files that are served as they were uploaded, so that no engine has anything to do. */
export function isPlainSite(plan: AppPlan): boolean {
  return plan.kind === "static" && !plan.dockerfile && stepsFor(plan).length === 0;
}

export async function copyPlainSite(files: Files, sites: string, request: BuildRequest): Promise<Site> {
  const folder = await planFolder(files, request.workspace, request.plan);
  const output = await folderInside(files, folder, request.plan.output ?? ".", "output");
  request.log("out", `Copying the files of ${request.plan.output ?? "the source"}; there is nothing to build.`);
  return publishSite(files, sites, request, (target) =>
    files.copyFolder(output, target, ignoredBy(dockerignoreFor(request.plan))),
  );
}

/** The site of that name: filled beside its place and renamed into it, so that it is there whole or not at all. */
export async function publishSite(
  files: Files,
  sites: string,
  { name, plan }: Pick<BuildRequest, "name" | "plan">,
  fill: (folder: string) => Promise<void>,
): Promise<Site> {
  const folder = join(sites, checkName(name));
  if (await files.exists(folder)) return { kind: "site", folder, bytes: await measureFolder(files, folder) };
  const temporary = join(sites, `.${name}.tmp`);
  await files.remove(temporary);
  await files.makeFolder(temporary);
  try {
    await fill(temporary);
    if ((await files.list(temporary)).length === 0) throw emptySite();
    await refuseLeavingLinks(files, temporary);
    await packSite(files, temporary, { fallback: fallbackOf(plan), redirects: plan.redirects, headers: plan.headers });
    await files.flush(temporary);
    await files.rename(temporary, folder);
    return { kind: "site", folder, bytes: await measureFolder(files, folder) };
  } finally {
    await files.remove(temporary);
  }
}

/** The page of a single-page app, as its plan tells it. */
function fallbackOf({ facts }: AppPlan): string | null {
  return facts.find(({ name }) => name === "fallback")?.value ?? null;
}

function emptySite(): AppError {
  return new AppError({
    code: "site_empty",
    status: 422,
    summary: "The build ended without a file to serve.",
    hint: "Set the output folder of the plan to the one that the build writes.",
  });
}
