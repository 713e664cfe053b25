import { resolve } from "node:path";
import { withScanFindings } from "../diagnosis/scan-findings.ts";
import { realFiles } from "../host/files.ts";
import { readSourceTree } from "../host/source-tree.ts";
import { withoutDockerfiles } from "../plans/docker/own-dockerfile.ts";
import { usesDockerfile } from "../plans/imports/imports.ts";
import type { AppPlan, Scan } from "../plans/plan.ts";
import { scan } from "../plans/scan.ts";
import type { Command } from "./command.ts";
import { EXIT, wrongUsage } from "./exit.ts";
import { readFlags } from "./flags.ts";
import { planText } from "./plan-text.ts";

const HELP = `Usage: autostack plan [path…] [--json]

Shows how a folder would be built and run, and from which file and line each thing is known. Nothing is
built, sent or changed, and no server is needed. Exits with 1 when nothing is recognised in a folder.

Options:
  --json  as JSON: { apps, lookedFor }; for several paths one line each, in their order

Examples:
  autostack plan
  autostack plan ./shop --json
  autostack plan examples/* --json
`;

export const planCommand: Command = {
  name: "plan",
  summary: "show how a folder would be built and run",
  help: HELP,
  async run(args, io) {
    const { flags, words } = readFlags(args, { json: { type: "boolean" } }, Number.POSITIVE_INFINITY);
    const paths = (words.length > 0 ? words : ["."]).map((word) => resolve(io.cwd, word));
    for (const path of paths) await checkFolder(path);
    const isSingle = paths.length === 1;
    let code: number = EXIT.ok;
    for (const path of paths) {
      const tree = await readSourceTree(path);
      const seen = usesDockerfile(tree) ? tree : withoutDockerfiles(tree);
      const result = withScanFindings(seen, scan(seen));
      if (result.apps.length === 0) code = EXIT.failed;
      io.out(flags.json ? planJson(result, isSingle) : `${isSingle ? "" : `${path}\n\n`}${planText(result)}`);
    }
    return code;
  },
};

async function checkFolder(path: string): Promise<void> {
  const stats = await realFiles.stat((await realFiles.realPath(path)) ?? path);
  if (!stats?.isDirectory()) throw wrongUsage(`There is no folder ${path}.`);
}

function planJson({ apps, lookedFor, toAdd }: Scan, isSingle: boolean): string {
  return `${JSON.stringify({ apps: apps.map(shownApp), lookedFor, toAdd }, null, isSingle ? 2 : 0)}\n`;
}

/** What is promised to programs, in its order. */
function shownApp(app: AppPlan) {
  const { path, kind, language, framework, packageManager, runtime, install, build, start, output, port, health } = app;
  const { processes, variables, databases, facts, findings } = app;
  const { context, dockerfile, packages, prepare, repair, manifests, caches, prune, ship, hooks, connections } = app;
  const { redirects, headers, values, settings, imports, decided } = app;
  return {
    ...{ path, kind, language, framework, packageManager, runtime, install, build, start, output, port, health },
    ...{ processes, variables, databases, facts, findings },
    ...{ context, dockerfile, packages, prepare, repair, manifests, caches, prune, ship, hooks, connections },
    ...{ redirects, headers, values, settings, imports, decided },
  };
}
