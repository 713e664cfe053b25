import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import { joined } from "../javascript/project.ts";
import { readComposer } from "../php/composer.ts";
import { WORDPRESS_EXTENSIONS } from "../php/extensions.ts";
import { frontController, phpBase, serve, toDraft } from "../php/php-base.ts";
import { readHealth } from "../readings/ports.ts";

/** Folders whose files visitors may see, the usual ones first. */
const ROOTS = ["public", "web", "webroot", "www", "htdocs", "public_html"];
const FRAMEWORKS: Record<string, string> = {
  "slim/slim": "Slim",
  "cakephp/cakephp": "CakePHP",
  "codeigniter4/framework": "CodeIgniter",
  "yiisoft/yii2": "Yii",
  "laminas/laminas-mvc": "Laminas",
  "mezzio/mezzio": "Mezzio",
  "drupal/core-recommended": "Drupal",
  "roots/wordpress": "Bedrock",
  "craftcms/cms": "Craft CMS",
  "getkirby/cms": "Kirby",
};

/** Where the pages are: a folder with the one file that answers, or the project itself. */
function rootOf(folder: Folder): { root: string; at: string } | null {
  for (const root of ROOTS) if (folder.has(`${root}/index.php`)) return { root, at: `${root}/index.php` };
  if (folder.has("index.php")) return { root: ".", at: "index.php" };
  // Pages of HTML with a program among them, such as one that sends a form on.
  const program = folder.has("index.html") && folder.files.find((file) => /^[\w-]+\.php$/.test(file));
  return program ? { root: ".", at: program } : null;
}

const UPLOADS = {
  title: "Uploads are kept in web/app/uploads, and every deployment begins with a new disk.",
  fix: "Keep web/app/uploads on a volume, or use a plugin that keeps uploads in an object store.",
};

function detect(folder: Folder): Draft | null {
  const found = rootOf(folder);
  if (!found) return null;
  const framework = readComposer(folder)?.dependencies.find(({ name }) => Object.hasOwn(FRAMEWORKS, name));
  const name = framework ? (FRAMEWORKS[framework.name] ?? null) : null;
  const isWordPress = framework?.name === "roots/wordpress";
  const base = phpBase(folder, {
    ...(framework && name && { framework: { name, at: framework } }),
    ...(isWordPress && { extensions: WORDPRESS_EXTENSIONS }),
  });
  const { health, facts } = readHealth(folder);
  // A program without a framework says itself which of its files answer.
  const front = name && found.root !== "." ? frontController(folder, found.root) : null;
  return toDraft(base, {
    framework: name,
    build: joined(base.build, front),
    start: serve(found.root),
    health,
    ...(isWordPress && { databases: ["mysql"] }),
    facts: [
      ...base.facts,
      ...(isWordPress && framework ? [fact("database", "mysql", framework)] : []),
      ...[fact("pages", found.root, found.at), ...facts],
    ],
    findings: [
      ...base.findings,
      ...(isWordPress && framework ? [finding("warning", "ephemeral-uploads", UPLOADS, framework)] : []),
    ],
  });
}

export const phpDetector: Detector = {
  name: "PHP",
  looksFor: "an index.php, in the folder itself or in public/, web/ or www/",
  detect,
};
