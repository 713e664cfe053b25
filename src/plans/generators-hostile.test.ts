import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { composeOf, ejected, filled, planOf, pm2Apps, textOf } from "../../test/support/ejected.ts";
import { hostilePlan } from "../../test/support/hostile-plan.ts";
import { parseDotenv } from "../projects/dotenv.ts";
import type { AppPlan } from "./plan.ts";
import { execLine } from "./shell-line.ts";

const RUNS = { numRuns: 150 };

describe("whatever a source says,", () => {
  const each = (check: (plan: AppPlan) => void) => fc.assert(fc.property(hostilePlan, check), RUNS);
  const servers = (check: (plan: AppPlan) => void) =>
    each((plan) => {
      if (plan.kind !== "static") check(plan);
    });
  const firstLine = (plan: AppPlan) => execLine(plan.start ?? "");

  test("its commands reach Compose as one value", () => {
    servers((plan) => {
      const { services } = composeOf(plan);
      const commands = Object.values(services).flatMap(({ entrypoint, command }) => (entrypoint ? command : []));
      const others = [plan.hooks.beforeSwitch ?? "", ...plan.processes.map(({ command }) => command)].map(execLine);
      for (const command of commands) expect(others).toContain(filled(String(command)));
    });
  });

  test("its values reach Compose as they are, and only those that may be seen", () => {
    servers((plan) => {
      const { environment } = composeOf(plan).services.web ?? { environment: {} };
      const asked = /^\$\{\w+:\?[^}]*\}$|^\w[\w+]*:\/\/[\w:@/]*(?:\$\{\w+:\?[^}]*\}[\w:@/]*)?$/;
      const seen = Object.entries(environment).filter(([, value]) => value !== null && !asked.test(value));
      const own = { PORT: "3000", HOST: "0.0.0.0", HOSTNAME: "0.0.0.0" };
      for (const [name, value] of seen) expect(filled(value ?? "")).toBe({ ...own, ...plan.values }[name] ?? "");
    });
  });

  test("its commands reach PM2 as one value", () => {
    servers((plan) => expect(pm2Apps(plan)[0]?.args).toEqual(["-c", firstLine(plan)]));
  });

  test("its commands reach systemd as one value, and no line of the unit is its own", () => {
    servers((plan) => {
      const lines = textOf(plan, "shop.service").split("\n");
      for (const line of lines) expect(line).toMatch(/^(?:$|#|\[(?:Unit|Service|Install)\]$|[A-Z][A-Za-z]+=)/);
      const starts = lines.filter((line) => line.startsWith("Exec"));
      expect(starts).toHaveLength(1);
      const [, word = ""] = /^ExecStart=\/bin\/sh -c "([^"]*)"$/.exec(starts[0] ?? "") ?? [];
      const plain = word.replaceAll("%%", "%").replaceAll("$$", "$");
      const command = plain.replace(/\\x([0-9a-f]{2})/g, (_all, code) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      );
      expect(command).toBe(firstLine(plan));
      expect(lines.filter((line) => line.endsWith("\\"))).toEqual([]);
    });
  });

  test("its commands reach Replit as one value", () => {
    servers((plan) => {
      const { run } = Bun.TOML.parse(textOf(plan, ".replit")) as { run: string[] };
      expect(run.slice(0, 2)).toEqual(["sh", "-c"]);
      expect(run[2]).toEndWith((plan.start ?? "").toWellFormed());
    });
  });

  test("only programs that are known get into replit.nix", () => {
    each((plan) => {
      const made = ejected(plan).files.find(({ id }) => id === "replit.nix");
      if (made)
        expect(made.text).toMatch(/^# [^\n]+\n\{ pkgs \}: \{\n {2}deps = \[\n(?: {4}pkgs\.[\w.]+\n)+ {2}\];\n\}\n$/);
    });
  });

  test("a .env.example is read back as the variables' names, and runs nothing in a shell", () => {
    each((plan) => {
      const made = ejected(plan).files.find(({ id }) => id === ".env.example");
      for (const { name, value } of parseDotenv(made?.text ?? "")) {
        expect(name).toMatch(/^[A-Za-z_]\w*$/);
        if (/[$`]/.test(value)) expect(made?.text).toContain(`${name}='${value}'`);
      }
    });
  });

  test("NGINX gets no variable, block or line of its own", () => {
    each((plan) => {
      const made = ejected(plan).files.find(({ id }) => id === "shop.conf");
      const code = (made?.text ?? "").split("\n").filter((line) => !line.trimStart().startsWith("#"));
      const bare = code.join("\n").replace(/"(?:[^"\\]|\\.)*"/g, '""');
      expect(bare.match(/\bserver \{/g)?.length ?? 1).toBe(1);
      expect(bare.match(/\{/g)?.length).toBe(bare.match(/\}/g)?.length);
      const variables = new Set(code.join("\n").match(/\$[a-z_0-9]+/g));
      for (const name of variables) expect(KNOWN_VARIABLES).toContain(name);
    });
  });

  test("the workflow is the same", () => {
    const text = textOf(planOf({}), "deploy.yml");
    each((plan) => expect(textOf(plan, "deploy.yml")).toBe(text));
  });
});

const KNOWN_VARIABLES = [...["$http_upgrade", "$ws_shop", "$host", "$remote_addr", "$scheme", "$uri", "$1"]];
