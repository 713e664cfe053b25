import { expect, test } from "bun:test";
import { Folder } from "../folder.ts";
import { treeOf } from "../source-tree.ts";
import { readPort } from "./ports.ts";
import { readVariables } from "./variables.ts";

const folderOf = (files: Record<string, string>) => Folder.of(treeOf(files), ".");
const read = (files: Record<string, string>) =>
  readVariables(folderOf(files)).map(({ name, required, example }) => [name, required, example]);

test.each([
  ["A.java", 'String a = System.getenv("A_URL");', [["A_URL", true, ""]]],
  ["A.java", 'if (System.getenv("A_URL") != null) {}', [["A_URL", false, ""]]],
  ["A.java", 'Optional.ofNullable(System.getenv("A_URL")).orElse("x")', [["A_URL", false, ""]]],
  ["A.java", 'System.getenv().getOrDefault("REGION", "eu")', [["REGION", false, "eu"]]],
  ["A.java", `@Value("\${MAIL_FROM}") String from;`, [["MAIL_FROM", true, ""]]],
  ["A.java", `@Value("\${MAIL_FROM:a@b.c}") String from;`, [["MAIL_FROM", false, "a@b.c"]]],
  ["a.kt", 'val a = System.getenv("REGION") ?: "eu"', [["REGION", false, "eu"]]],
  ["a.kt", 'val a = System.getenv("REGION") ?: error("no")', [["REGION", true, ""]]],
  [
    "src/main/resources/application.yml",
    `url: \${JDBC_URL}\nuser: \${DB_USER:shop}\n`,
    [
      ["DB_USER", false, "shop"],
      ["JDBC_URL", true, ""],
    ],
  ],
  ["src/main/resources/application.conf", `port = \${?HTTP_PORT}`, [["HTTP_PORT", false, ""]]],
  ["a.php", "$a = getenv('A_URL');", [["A_URL", true, ""]]],
  ["a.php", "$a = getenv('REGION') ?: 'eu';", [["REGION", false, "eu"]]],
  ["a.php", "$a = $_ENV['A_URL'];", [["A_URL", true, ""]]],
  ["a.php", "$a = $_ENV['REGION'] ?? 'eu';", [["REGION", false, "eu"]]],
  ["a.php", "$a = $_SERVER['REQUEST_URI'] . $_SERVER['HTTP_HOST'];", []],
  ["a.php", "$a = env('REGION', 'eu');", [["REGION", false, "eu"]]],
  ["config/packages/a.yaml", "url: '%env(resolve:DATABASE_DSN)%'", [["DATABASE_DSN", true, ""]]],
  ["a.rb", 'a = ENV.fetch("A_URL")', [["A_URL", true, ""]]],
  ["a.rb", 'a = ENV.fetch("REGION") { "eu" }', [["REGION", false, "eu"]]],
  ["a.rb", 'a = ENV.fetch("REGION", "eu")', [["REGION", false, "eu"]]],
  ["a.rb", 'a = ENV["A_URL"]', [["A_URL", true, ""]]],
  ["a.rb", 'a = ENV["REGION"] || "eu"', [["REGION", false, "eu"]]],
  ["a.rb", 'b if ENV["FLAG"]', [["FLAG", false, ""]]],
  ["a.rb", 'a = ENV["FLAG"].present?', [["FLAG", false, ""]]],
  ["a.rb", 'a = ENV.fetch("RAILS_MAX_THREADS", 5)', []],
  ["config/credentials.yml.enc", "x", [["RAILS_MASTER_KEY", true, ""]]],
  ["A.cs", 'var a = Environment.GetEnvironmentVariable("A_URL");', [["A_URL", true, ""]]],
  ["A.cs", 'var a = Environment.GetEnvironmentVariable("REGION") ?? "eu";', [["REGION", false, "eu"]]],
  ["A.cs", 'var a = Environment.GetEnvironmentVariable("A_URL") ?? throw new Exception();', [["A_URL", true, ""]]],
  ["a.exs", 'a = System.fetch_env!("A_URL")', [["A_URL", true, ""]]],
  ["a.exs", 'a = System.get_env("A_URL") ||\n  raise "no"', [["A_URL", true, ""]]],
  ["a.exs", 'a = System.get_env("REGION", "eu")', [["REGION", false, "eu"]]],
  ["a.exs", 'a = System.get_env("REGION") || "eu"', [["REGION", false, "eu"]]],
  ["a.dart", "var a = Platform.environment['A_URL'];", [["A_URL", true, ""]]],
  ["a.dart", "var a = Platform.environment['REGION'] ?? 'eu';", [["REGION", false, "eu"]]],
])("%s: %j", (file, text, expected) => {
  expect(read({ [file]: text })).toEqual(expected as ReturnType<typeof read>);
});

test("of Laravel's many settings only those that its example names are told", () => {
  const config =
    "<?php return ['a' => env('SHOP_NAME', 'Shop'), 'b' => env('REDIS_PREFIX', 'x'), 'key' => env('APP_KEY')];";
  const files = { artisan: "", "config/app.php": config, ".env.example": "SHOP_NAME=Mine\nAPP_KEY=\n" };
  expect(read(files)).toEqual([
    ["APP_KEY", true, ""],
    ["SHOP_NAME", false, "Shop"],
  ]);
});

test.each([
  ["A.java", 'getOrDefault("PORT", "7000")', 7000, []],
  ["a.kt", 'System.getenv("PORT")?.toInt() ?: 7001', 7001, []],
  ["A.java", "HttpServer.create(new InetSocketAddress(7002), 0);", 7002, ["hard-coded-port"]],
  ["A.java", 'new InetSocketAddress("localhost", 7003)', 7003, ["loopback-only", "hard-coded-port"]],
  ["a.rb", 'TCPServer.new("0.0.0.0", ENV.fetch("PORT", 7004))', 7004, []],
  ["a.rb", "set :port, 7005", 7005, ["hard-coded-port"]],
])("%s: %j listens on %d", (file, text, port, ids) => {
  const reading = readPort(folderOf({ [file]: text }), 1);
  expect(reading.port).toBe(port);
  expect(reading.findings.map(({ id }) => id)).toEqual(ids);
});
