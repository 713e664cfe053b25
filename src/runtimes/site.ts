import type { Files } from "../host/files.ts";
import { ignoredBy } from "../host/ignore-rules.ts";
import { dockerignoreFor } from "../plans/build-context.ts";
import type { AppPlan } from "../plans/plan.ts";
import { stepsFor } from "../plans/script.ts";
import { folderInside, planFolder } from "./folders.ts";
import type { BuildRequest } from "./runtime.ts";
import type { Site, SiteFolders } from "./site-folders.ts";

/** Files that are served as they were uploaded, so that no engine has anything to do. */
export function isPlainSite(plan: AppPlan): boolean {
  return plan.kind === "static" && !plan.dockerfile && stepsFor(plan).length === 0;
}

export async function copyPlainSite(files: Files, sites: SiteFolders, request: BuildRequest): Promise<Site> {
  const folder = await planFolder(files, request.workspace, request.plan);
  const output = await folderInside(files, folder, request.plan.output ?? ".", "output");
  request.log("out", `Copying the files of ${request.plan.output ?? "the source"}; there is nothing to build.`);
  return sites.publish(request, (target) => files.copyFolder(output, target, ignoredBy(dockerignoreFor(request.plan))));
}
