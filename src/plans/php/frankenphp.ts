import type { Folder, Hit } from "../folder.ts";
import { finding } from "../folder.ts";
import type { Finding } from "../plan.ts";

const CADDYFILES = ["Caddyfile", "frankenphp/Caddyfile", "docker/Caddyfile", "docker/frankenphp/Caddyfile"];
const IN_CADDY = /^[ \t]*(?:frankenphp\b|php_server\b|worker[ \t])/m;
const OCTANE = /^OCTANE_SERVER=["']?frankenphp\b|\benv\(\s{0,9}["']OCTANE_SERVER["']\s{0,9},\s{0,9}["']frankenphp["']/m;
const RUNTIME = /"(?:runtime\/frankenphp-symfony)"/;

const CALL = /\bfrankenphp_handle_request\s{0,9}\(/;
const ASKS_FIRST = /\bfunction_exists\(\s{0,9}["']frankenphp_handle_request["']/;

const WORKS = {
  title:
    "The project is set up for FrankenPHP, which keeps a program in memory between requests; Apache begins it anew.",
  fix: "It works as it is. To have FrankenPHP's workers,",
};
const FAILS = {
  title: "The program calls frankenphp_handle_request(), which FrankenPHP alone has; Apache cannot run it.",
  fix: "To run it,",
};
const dockerfile = (last: string) =>
  `add a Dockerfile: \`FROM dunglas/frankenphp\`, then \`COPY . /app\`, \`RUN composer install --no-dev\` and \`${last}\`.`;

const FOR_OCTANE = 'CMD ["php", "artisan", "octane:frankenphp", "--host=0.0.0.0", "--port=8080"]';
const FOR_OTHERS = 'ENV SERVER_NAME=:8080 FRANKENPHP_CONFIG="worker ./public/index.php"';

function proofOf(folder: Folder): Hit | null {
  return (
    folder.find([".env", ".env.example", "config/octane.php"], OCTANE) ??
    folder.find(["composer.json"], RUNTIME) ??
    folder.find(CADDYFILES, IN_CADDY)
  );
}

/** Whoever wrote a program for FrankenPHP's workers is told what runs it here, and how to have them. */
export function frankenphpFindings(folder: Folder): Finding[] {
  const page = folder.find(["public/index.php", "index.php"], CALL);
  const call = page && !ASKS_FIRST.test(folder.read(page.file) ?? "") ? page : null;
  const proof = call ?? proofOf(folder);
  if (!proof) return [];
  const { title, fix } = call ? FAILS : WORKS;
  const last = folder.has("artisan") ? FOR_OCTANE : FOR_OTHERS;
  return [finding(call ? "error" : "info", "frankenphp", { title, fix: `${fix} ${dockerfile(last)}` }, proof)];
}
