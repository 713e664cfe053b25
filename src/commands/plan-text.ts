import type { AppPlan, Scan } from "../plans/plan.ts";

/** A scan for people: what would be done, and where each thing was read. */
export function planText({ apps, lookedFor, toAdd }: Scan): string {
  if (apps.length > 0) return apps.map(appText).join("\n");
  const list = lookedFor.map((name) => `  ${name}\n`).join("");
  return `Nothing here is recognised as an app. ${toAdd ?? ""}\n\nLooked for:\n${list}`;
}

function appText(app: AppPlan): string {
  const title = [app.framework ?? app.language, app.kind, app.packageManager].filter((word) => word !== null);
  return [
    `${app.path === "." ? "" : `${app.path}: `}${title.join(", ")}`,
    ...table(steps(app)),
    ...section(
      "Read from",
      app.facts.map(({ name, value, file, line }) => [name, value, place(file, line)]),
    ),
    ...section(
      "Variables",
      app.variables.map(({ name, required, file, line }) => [
        name,
        required ? "required" : "optional",
        place(file, line),
      ]),
    ),
    ...section(
      "Files of platforms",
      app.imports.map(({ file, line, name, verdict, why }) => [place(file, line), name, verdict, why]),
    ),
    ...app.findings.flatMap(({ level, title, fix, file, line }) => [
      "",
      `  ${level}: ${title}${file === null ? "" : ` (${place(file, line)})`}`,
      `    ${fix}`,
    ]),
    "",
  ].join("\n");
}

function steps(app: AppPlan) {
  const { runtime, install, build, start, output, port, health, dockerfile, processes, databases, packages } = app;
  const rows: [string, string | null][] = [
    ["runtime", `${runtime.name} ${runtime.version}`.trim()],
    ["dockerfile", dockerfile],
    ["packages", [...packages.build, ...packages.run].join(", ") || null],
    ["install", install],
    ["build", build],
    ["output", output],
    ["start", start],
    ...processes.map(({ name, command }): [string, string] => [name, command]),
    ["port", port === null ? null : String(port)],
    ["health", health],
    ["release", app.hooks.beforeSwitch],
    ["databases", databases.length === 0 ? null : databases.join(", ")],
  ];
  return rows.filter((row): row is [string, string] => row[1] !== null);
}

const place = (file: string, line: number) => (line > 0 ? `${file}:${line}` : file);

function section(title: string, rows: readonly string[][]): string[] {
  return rows.length === 0 ? [] : ["", `  ${title}`, ...table(rows, "    ")];
}

/** Columns as wide as their widest cell; the last one is as long as it is. */
function table(rows: readonly string[][], indent = "  "): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map(
    (row) =>
      indent +
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
  );
}
