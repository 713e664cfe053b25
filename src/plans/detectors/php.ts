import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";
import { joined } from "../javascript/project.ts";
import { readComposer } from "../php/composer.ts";
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

function detect(folder: Folder): Draft | null {
  const found = rootOf(folder);
  if (!found) return null;
  const framework = readComposer(folder)?.dependencies.find(({ name }) => Object.hasOwn(FRAMEWORKS, name));
  const name = framework ? (FRAMEWORKS[framework.name] ?? null) : null;
  const base = phpBase(folder, framework && name ? { framework: { name, at: framework } } : {});
  const { health, facts } = readHealth(folder);
  // A program without a framework says itself which of its files answer.
  const front = name && found.root !== "." ? frontController(folder, found.root) : null;
  return toDraft(base, {
    framework: name,
    build: joined(base.build, front),
    start: serve(found.root),
    health,
    facts: [...base.facts, fact("pages", found.root, found.at), ...facts],
  });
}

export const phpDetector: Detector = {
  name: "PHP",
  looksFor: "an index.php, in the folder itself or in public/, web/ or www/",
  detect,
};
