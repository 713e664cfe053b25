import { describe, expect, test } from "bun:test";
import { Folder } from "../folder.ts";
import { treeOf } from "../source-tree.ts";
import { readDiskFindings } from "./disk-findings.ts";

const idsOf = (code: string, file = "server.js") =>
  readDiskFindings(new Folder(treeOf({ [file]: `\n${code}\n` }), ".")).map(({ id, line }) => `${id}:${line}`);

describe("a database in a file beside the code goes with its container", () => {
  for (const [code, file] of [
    ['const db = new Database("./data/app.db");', "server.js"],
    ['new sqlite3.Database("shop.sqlite")', "server.js"],
    ['db = sqlite3.connect("app.db")', "app.py"],
    ['new Sequelize({ dialect: "sqlite", storage: "./db/main.sqlite3" })', "server.js"],
    ['createClient({ url: "file:./dev.db" })', "server.ts"],
    ['SQLALCHEMY_DATABASE_URI = "sqlite:///site.db"', "app.py"],
    ['const file = path.join(__dirname, "data.sqlite");', "server.js"],
    ['filename: path.join(__dirname, "..", env("DATABASE_FILENAME", ".tmp/data.db"))', "config/database.ts"],
  ] as const) {
    test(code, () => expect(idsOf(code, file)).toEqual(["ephemeral-sqlite:2"]));
  }
});

describe("uploads beside the code go with their container", () => {
  for (const code of [
    'const upload = multer({ dest: "uploads/" });',
    'multer.diskStorage({ destination: (request, file, done) => done(null, "./uploads") })',
    "await fs.writeFile(`uploads/$" + "{name}`, data);",
    'createWriteStream(path.join(folder, "uploads", name))',
    'const uploadDir = "./public/uploads";',
  ]) {
    test(code, () => expect(idsOf(code)).toEqual(["ephemeral-uploads:2"]));
  }
});

describe("nothing is said", () => {
  for (const code of [
    'new Database("/data/app.db")',
    'new Database(":memory:")',
    "new Database(process.env.DB_FILE)",
    'multer({ dest: "/tmp/uploads" })',
    'writeFile("report.txt", text)',
    '// new Database("app.db")',
  ]) {
    test(`of ${code}`, () => expect(idsOf(code)).toEqual([]));
  }
});

test("Prisma's schema says that the database is a file", () => {
  const ids = (url: string) =>
    readDiskFindings(
      new Folder(
        treeOf({ "prisma/schema.prisma": `datasource db {\n  provider = "sqlite"\n  url      = ${url}\n}\n` }),
        ".",
      ),
    ).map(({ id, title }) => `${id}: ${title.slice(0, 45)}`);
  expect(ids('env("DATABASE_URL")')).toEqual(["ephemeral-sqlite: The database is a file, DATABASE_URL, and eve"]);
  expect(ids('"file:./dev.db"')).toEqual(["ephemeral-sqlite: The database is a file, ./dev.db, and every d"]);
  expect(ids('"file:/data/app.db"')).toEqual([]);
});
