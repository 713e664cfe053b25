import { describe, expect, test } from "bun:test";
import { Folder } from "../folder.ts";
import { treeOf } from "../source-tree.ts";
import { looksSecret, readVariables } from "./variables.ts";

const read = (files: Record<string, string>) => readVariables(new Folder(treeOf(files), "."));
const required = (code: string, file = "a.js") =>
  Object.fromEntries(read({ [file]: code }).map((variable) => [variable.name, variable.required]));

describe("a variable that JavaScript reads", () => {
  test("is required when nothing copes without it", () => {
    expect(required("connect(process.env.A, Bun.env.B, import.meta.env['C'], Deno.env.get('D'))")).toEqual({
      ...{ A: true, B: true, C: true, D: true },
    });
  });

  test("is optional with a default, a test or a comparison", () => {
    const code = [
      "process.env.A || 1; process.env.B ?? 'x'; if (process.env.C) f(); if (!process.env.D) f();",
      "process.env.E === 'on'; process.env.F ? 1 : 2; !!process.env.G; x && process.env.H;",
      "const { I = 1, J: j } = process.env;",
    ].join("\n");
    const { J, ...optional } = required(code);
    expect(Object.values(optional)).toEqual(Array.from("ABCDEFGHI", () => false));
    expect(J).toBeTrue();
  });

  test("is required where the program ends without it, whatever another read copes with", () => {
    const code = [
      "if (!process.env.A) { throw new Error('A is missing'); }\nconst a = process.env.A || '';",
      "if (!process.env.B) {\n  console.error('no B');\n  process.exit(1);\n}",
      "if (!process.env['C']) throw new Error('C');",
      "if (!process.env.D) {\n  warn();\n}\nthrow new Error('x');",
    ].join("\n");
    expect(required(code)).toEqual({ A: true, B: true, C: true, D: false });
  });

  test("is optional when one of several reads copes without it", () => {
    expect(required("if (process.env.A) use(1);\nuse(process.env.A);")).toEqual({ A: false });
  });

  test("has its default as the example, and the place of its first read", () => {
    expect(read({ "a.js": "\n\nprocess.env.GREETING ?? 'Hello'" })).toEqual([
      { name: "GREETING", required: false, secret: false, example: "Hello", file: "a.js", line: 3 },
    ]);
  });

  test("is not looked for in comments, tests, or what the machine sets itself", () => {
    const files = { "a.js": "// process.env.A\nprocess.env.NODE_ENV; process.env.PORT", "a.test.js": "process.env.B" };
    expect(read(files)).toEqual([]);
  });
});

test("Python's reads are required only where they would throw", () => {
  const code = 'os.environ["A"]; os.environ.get("B"); os.getenv("C", "x"); os.getenv("D")';
  expect(required(code, "a.py")).toEqual({ A: true, B: false, C: false, D: false });
});

test("Python's and Go's reads are required where an empty one ends the program", () => {
  const python = [
    "TOKEN = os.getenv('TOKEN')\nif not TOKEN:\n    raise SystemExit('TOKEN')",
    "if not os.environ.get('KEY'):\n    print('KEY is missing')\n    sys.exit(1)",
    "url = os.getenv('URL')\nif url is None:\n    raise ValueError",
    "name = os.getenv('NAME')\nif not name:\n    name = 'a'",
  ].join("\n");
  expect(required(python, "a.py")).toEqual({ TOKEN: true, KEY: true, URL: true, NAME: false });
  const go = 'if os.Getenv("A") == "" {\n\tlog.Fatal("A")\n}\nif os.Getenv("B") == "" {\n\tuse(1)\n}\n';
  expect(required(go, "main.go")).toEqual({ A: true, B: false });
});

describe("an example file", () => {
  test("names variables of its own, required where it leaves the value open", () => {
    expect(read({ ".env.example": '# mail\nexport MAIL="a b" \nOPEN=\n' })).toEqual([
      { name: "MAIL", required: false, secret: false, example: "a b", file: ".env.example", line: 2 },
      { name: "OPEN", required: true, secret: false, example: "", file: ".env.example", line: 3 },
    ]);
  });

  test("does not make optional what the code requires, and lends its value", () => {
    const [variable] = read({ ".env.example": "REGION=eu\n", "a.js": "f(process.env.REGION)" });
    expect(variable).toMatchObject({ required: true, example: "eu", file: "a.js" });
  });

  test("never lends the value of a secret", () => {
    expect(read({ ".env.example": "STRIPE_SECRET_KEY=sk_live_1\n" })).toMatchObject([{ secret: true, example: "" }]);
  });
});

test("names that look secret, and those that a browser may see anyway", () => {
  for (const name of ["API_KEY", "DATABASE_URL", "SESSION_SECRET", "DB_PASSWORD", "GITHUB_TOKEN", "SENTRY_DSN"]) {
    expect(looksSecret(name)).toBeTrue();
  }
  for (const name of ["VITE_API_KEY", "VUE_APP_API_KEY", "NEXT_PUBLIC_TOKEN", "KEYBOARD", "SITE_URL", "MONKEY"]) {
    expect(looksSecret(name)).toBeFalse();
  }
});
