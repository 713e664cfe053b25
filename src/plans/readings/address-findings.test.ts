import { describe, expect, test } from "bun:test";
import { Folder } from "../folder.ts";
import { treeOf } from "../source-tree.ts";
import { readAddressFindings } from "./address-findings.ts";

const findingsOf = (code: string, file = "server.js") => readAddressFindings(new Folder(treeOf({ [file]: code }), "."));

describe("a database's address on localhost means the program's own container", () => {
  for (const [code, file] of [
    ['connect(process.env.DATABASE_URL || "postgres://shop:secret@localhost:5432/shop")', "server.js"],
    ['mongoose.connect("mongodb://127.0.0.1:27017/shop")', "server.js"],
    ['REDIS = os.getenv("REDIS_URL", "redis://localhost:6379/0")', "app.py"],
    ['engine = create_engine("postgresql+psycopg2://localhost/shop")', "app.py"],
    ["spring.datasource.url=jdbc:mysql://localhost:3306/shop", "src/main/resources/application.properties"],
    ['host: process.env.DB_HOST ?? "localhost"', "server.js"],
    ['host = os.environ.get("DB_HOST", "localhost")', "app.py"],
  ] as const) {
    test(code, () => {
      expect(findingsOf(code, file)).toMatchObject([{ id: "localhost-database", level: "warning", file, line: 1 }]);
    });
  }

  test("and no password is repeated", () => {
    const found = findingsOf('connect("postgres://shop:secret@localhost:5432/shop")');
    expect(found).toHaveLength(1);
    expect(JSON.stringify(found)).not.toContain("secret");
  });
});

describe("nothing is said", () => {
  for (const code of [
    'connect("postgres://db.example.com/shop")',
    'fetch("http://localhost:3000/")',
    'connect("postgres://localhost.example.com/shop")',
    '// redis("redis://localhost:6379")',
  ]) {
    test(`of ${code}`, () => expect(findingsOf(code)).toEqual([]));
  }
});
