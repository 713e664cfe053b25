import { expect, test } from "bun:test";
import { Folder } from "../folder.ts";
import { scan } from "../scan.ts";
import { treeOf } from "../source-tree.ts";
import { codeNeeds } from "./code-needs.ts";

const needs = (code: string) => codeNeeds(Folder.of(treeOf({ "inc/a.php": `<?php\n${code}\n` }), "."));

test.each([
  ["$c = mysqli_connect($h);", "mysqli", ["mysql"]],
  ["$c = new mysqli($h);", "mysqli", ["mysql"]],
  ["new PDO('mysql:host=' . $h);", "pdo_mysql", ["mysql"]],
  ['$dsn = "pgsql:host=$h;dbname=a";', "pdo_pgsql", ["postgresql"]],
  ["pg_connect($a);", "pgsql", ["postgresql"]],
  ["new \\Redis();", "redis", ["redis"]],
  ["new PDO('sqlite:' . $file);", "pdo_sqlite", ["sqlite"]],
  ["imagecreatefromjpeg($f);", "gd", []],
  ["$zip = new ZipArchive;", "zip", []],
])("%s wants %s", (code, extension, databases) => {
  expect(needs(code)).toMatchObject({ extensions: [extension], databases });
});

test("a call in a comment wants nothing", () => {
  expect(needs("// mysqli_connect($h);").extensions).toEqual([]);
});

test("pages that connect by mysqli are built with it, and said to need MySQL", () => {
  const [plan] = scan(treeOf({ "index.php": "<?php require 'db.php';", "db.php": "<?php mysqli_connect('a');" })).apps;
  expect(plan?.packages.run).toContain("php-mysql");
  expect(plan?.databases).toEqual(["mysql"]);
  expect(plan?.connections).toEqual([{ database: "mysql", variable: null, file: "db.php", line: 1 }]);
});

test("Symfony's own .env tells the database that Doctrine reaches", () => {
  const require = { "symfony/framework-bundle": "^7", "doctrine/orm": "^3" };
  const [plan] = scan(
    treeOf({
      "composer.json": JSON.stringify({ require }),
      "public/index.php": "<?php",
      ".env": '# DATABASE_URL="mysql://a"\nDATABASE_URL="postgresql://app@127.0.0.1/app"\n',
    }),
  ).apps;
  expect(plan?.databases).toEqual(["postgresql"]);
  expect(plan?.facts).toContainEqual({ name: "database", value: "postgresql", file: ".env", line: 2 });
});
