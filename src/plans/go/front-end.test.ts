import { describe, expect, test } from "bun:test";
import { dockerfileFor } from "../dockerfile.ts";
import { scan } from "../scan.ts";
import { treeOf } from "../source-tree.ts";

const PACKAGE = '{"scripts":{"build":"vite build"},"devDependencies":{"vite":"6"}}';
const program = (folder: string) => ({
  "go.mod": "module example.com/a\n\ngo 1.24\n",
  "main.go": `package main\n\nimport "embed"\n\n//go:embed all:${folder}\nvar files embed.FS\n\nfunc main() { http.ListenAndServe(":80", nil) }\n`,
});

function planOf(files: Record<string, string>) {
  const plan = scan(treeOf(files)).apps[0];
  if (!plan) throw new Error("Nothing was recognised.");
  return plan;
}

describe("a front end that is embedded into the program", () => {
  test("is built first when its files are not in the source, with Node in the build alone", () => {
    const plan = planOf({ ...program("web/dist"), "web/package.json": PACKAGE, "web/dist/.gitkeep": "" });
    expect(plan.build).toStartWith("(cd web && npm install && npm run build) && CGO_ENABLED=0 go build");
    const [build = "", run = ""] = dockerfileFor(plan).split(/\n(?=FROM debian)/);
    expect(build).toContain("COPY --from=node:");
    expect(run).not.toContain("node:");
  });

  test("may lie beside the folder that it fills, when it is the only one", () => {
    const plan = planOf({ ...program("internal/ui"), "frontend/package.json": PACKAGE });
    expect(plan.build).toStartWith("(cd frontend && ");
  });

  test("is left as it is when its files are in the source", () => {
    const plan = planOf({ ...program("web/dist"), "web/package.json": PACKAGE, "web/dist/index.html": "" });
    expect(plan.build).toStartWith("CGO_ENABLED=0 go build");
    expect(plan.packages.build).toEqual([]);
  });
});
