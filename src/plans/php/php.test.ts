import { describe, expect, test } from "bun:test";
import { completePlan } from "../detector.ts";
import { laravelDetector } from "../detectors/laravel.ts";
import { phpDetector } from "../detectors/php.ts";
import { dockerfileFor } from "../dockerfile.ts";
import { Folder } from "../folder.ts";
import { scan } from "../scan.ts";
import { treeOf } from "../source-tree.ts";
import { extensionPackages, extensionsOf } from "./extensions.ts";

const folderOf = (files: Record<string, string>) => Folder.of(treeOf(files), ".");
const composer = (require: Record<string, string>, more = {}) => JSON.stringify({ require, ...more }, null, 2);

function planOf(files: Record<string, string>, detector = phpDetector) {
  const draft = detector.detect(folderOf(files));
  if (!draft) throw new Error("It was not recognised.");
  return completePlan(".", draft);
}

describe("extensions", () => {
  test("that PHP's image holds are not asked for, the others by Debian's names", () => {
    const names = ["ext-json", "ext-mbstring", "ext-PDO", "ext-pdo_mysql", "ext-mysqli", "ext-gd", "ext-zend-opcache"];
    expect(extensionPackages(names)).toEqual(["php-gd", "php-mysql", "php-opcache"]);
  });

  test("come back from those names", () => {
    expect(["php-mysql", "php-gd", "php-pdo-sqlsrv"].map(extensionsOf)).toEqual([
      ["mysqli", "pdo_mysql"],
      ["gd"],
      ["pdo_sqlsrv"],
    ]);
  });

  test("of the locked packages are installed as well, before anything of the project is there", () => {
    const lock = JSON.stringify({ packages: [{ name: "a/b", require: { "ext-intl": "*" } }] });
    const text = dockerfileFor(planOf({ "index.php": "", "composer.json": composer({}), "composer.lock": lock }));
    const lines = text.split("\n").filter((line) => line.startsWith("RUN install-php-extensions"));
    // The same line behind the same image, so that it is compiled once.
    expect(lines).toEqual(Array(2).fill("RUN install-php-extensions intl opcache"));
  });
});

describe("the version of PHP", () => {
  test.each([
    [{}, "8.4"],
    [{ php: "^8.2" }, "8.4"],
    [{ php: "^7.4|^8.0" }, "8.4"],
    [{ php: "~8.1" }, "8.4"],
    [{ php: "~8.1.0" }, "8.1"],
    [{ php: "8.2.*" }, "8.2"],
    [{ php: ">=8.1,<8.4" }, "8.3"],
    [{ php: "^7.2" }, "7.4"],
    [{ php: "nonsense" }, "8.4"],
  ])("of %j is %s", (require, version) => {
    expect(planOf({ "index.php": "", "composer.json": composer(require) }).runtime.version).toBe(version);
  });

  test("is the one that composer.json pins as its platform, or that a file for tools names", () => {
    const json = composer({ php: "^8.2" }, { config: { platform: { php: "8.3.12" } } });
    expect(planOf({ "index.php": "", "composer.json": json }).runtime.version).toBe("8.3");
    expect(planOf({ "index.php": "", "composer.json": json, ".php-version": "8.5" }).runtime.version).toBe("8.5");
  });
});

describe("pages", () => {
  test.each([
    [{ "index.php": "" }, "."],
    [{ "public/index.php": "", "index.php": "" }, "public"],
    [{ "web/index.php": "" }, "web"],
    [{ "index.html": "", "contact.php": "" }, "."],
  ])("of %j are served from %s", (files, root) => {
    expect(planOf(files).start).toBe(`DOCUMENT_ROOT=${root} apache2-foreground`);
  });

  test("are none where there is no PHP, or only a library", () => {
    expect(phpDetector.detect(folderOf({ "index.html": "" }))).toBeNull();
    expect(phpDetector.detect(folderOf({ "composer.json": composer({}), "src/A.php": "" }))).toBeNull();
  });

  test("of a framework all go to its one file, unless the project says otherwise itself", () => {
    const files = { "public/index.php": "", "composer.json": composer({ "slim/slim": "4.*" }) };
    expect(planOf(files).build).toContain("FallbackResource /index.php");
    expect(planOf({ ...files, "public/.htaccess": "" }).build).not.toContain("FallbackResource");
  });
});

describe("composer.json", () => {
  test("that cannot be parsed counts as absent", () => {
    expect(planOf({ "index.php": "", "composer.json": "{" }).install).toBeNull();
  });

  test("with packages in folders of the project is installed when all of it is there", () => {
    const json = composer({}, { repositories: [{ type: "path", url: "packages/*" }] });
    expect(planOf({ "index.php": "", "composer.json": json }).manifests).toEqual([]);
    expect(planOf({ "index.php": "", "composer.json": composer({}) }).manifests).toEqual(["composer.json"]);
  });
});

describe("Laravel", () => {
  const files = { artisan: "", "composer.json": composer({ "laravel/framework": "^12.0" }) };
  const laravel = (more: Record<string, string> = {}) => planOf({ ...files, ...more }, laravelDetector);

  test("keeps settings and migrations for when the variables are there", () => {
    const plan = laravel({ "database/migrations/1_a.php": "" });
    expect(plan.build).not.toContain("config:cache");
    expect(plan.start).toStartWith("php artisan config:cache && ");
    expect(plan.hooks.beforeSwitch).toBe("php artisan migrate --force");
  });

  test("has no processes beside its pages that nothing asks for", () => {
    expect(laravel().processes).toEqual([]);
    expect(laravel().hooks.beforeSwitch).toBeNull();
  });

  test("warns of a database that is a file", () => {
    const ids = (text: string) => laravel({ ".env.example": text }).findings.map(({ id }) => id);
    expect(ids("DB_CONNECTION=sqlite\n")).toContain("ephemeral-sqlite");
    expect(ids("DB_CONNECTION=pgsql\n")).not.toContain("ephemeral-sqlite");
  });
});

test("a program for FrankenPHP's workers is told what runs it here, and how to have them", () => {
  const laravel = { artisan: "", "composer.json": '{"require":{"laravel/framework":"^12"}}', "composer.lock": "{}" };
  const told = (files: Record<string, string>) =>
    scan(treeOf({ ...laravel, ...files })).apps[0]?.findings.find(({ id }) => id === "frankenphp");
  expect(told({ ".env.example": "A=1\nOCTANE_SERVER=frankenphp\n" })).toMatchObject({ file: ".env.example", line: 2 });
  expect(told({ "config/octane.php": "'server' => env('OCTANE_SERVER', 'frankenphp')," })?.fix).toContain(
    "octane:frank",
  );
  expect(told({ "config/octane.php": "'server' => env('OCTANE_SERVER', 'roadrunner')," })).toBeUndefined();
  expect(told({ Caddyfile: ":80 {\n\treverse_proxy app:9000\n}\n" })).toBeUndefined();
  const call = "while (frankenphp_handle_request($handler)) {}";
  expect(told({ "public/index.php": `<?php ${call}` })).toMatchObject({ level: "error", file: "public/index.php" });
  expect(
    told({ "public/index.php": `<?php if (function_exists('frankenphp_handle_request')) ${call}` }),
  ).toBeUndefined();
});

test.each([
  [{ "style.css": "/*\nTheme Name: Mine\n*/\n", "index.php": "<?php get_header();" }, true],
  [{ "index.php": "<?php // Silence", "mine.php": "<?php\n/*\n * Plugin Name: Mine\n */\n" }, true],
  [{ "index.php": "<?php echo 1;", "style.css": "body {}" }, false],
])("a theme or a plugin of WordPress alone is no site: %#", (files, isPart) => {
  const ids = planOf(files as Record<string, string>).findings.map(({ id }) => id);
  expect(ids.includes("wordpress-part")).toBe(isPart);
});
