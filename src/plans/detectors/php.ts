import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import { joined } from "../javascript/project.ts";
import { codeNeeds } from "../php/code-needs.ts";
import { readComposer } from "../php/composer.ts";
import { WORDPRESS_EXTENSIONS } from "../php/extensions.ts";
import { frontController, phpBase, serve, toDraft } from "../php/php-base.ts";
import type { Finding } from "../plan.ts";
import type { Dependency } from "../readings/databases.ts";
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

const PART = (what: string) => ({
  title: `This is a ${what} of WordPress, which runs nothing without a WordPress around it.`,
  fix: "Deploy a whole WordPress with it in wp-content, or one that is put together with Composer, such as Bedrock.",
});

/** A theme or a plugin alone, by the head that WordPress knows it by. */
function partOfWordPress(folder: Folder): Finding[] {
  const theme = folder.find(["style.css"], /^[ \t*]{0,9}Theme Name:/m);
  const plugins = folder.files.filter((file) => /^[\w-]{1,100}\.php$/.test(file));
  const plugin = theme ? null : folder.find(plugins, /^[ \t/*]{0,9}Plugin Name:/m);
  const hit = theme ?? plugin;
  return hit ? [finding("error", "wordpress-part", PART(theme ? "theme" : "plugin"), hit)] : [];
}

type Known = { name: string; at: Dependency };

function frameworkOf(folder: Folder): Known | null {
  const at = readComposer(folder)?.dependencies.find(({ name }) => Object.hasOwn(FRAMEWORKS, name));
  const name = at && FRAMEWORKS[at.name];
  return at && name ? { name, at } : null;
}

/** WordPress as a package of Composer wants what a whole one does. */
function ofWordPress(known: Known | null): Pick<Draft, "databases" | "facts" | "findings"> {
  if (known?.at.name !== "roots/wordpress") return {};
  return {
    databases: ["mysql"],
    facts: [fact("database", "mysql", known.at)],
    findings: [finding("warning", "ephemeral-uploads", UPLOADS, known.at)],
  };
}

function detect(folder: Folder): Draft | null {
  const found = rootOf(folder);
  if (!found) return null;
  const framework = frameworkOf(folder);
  const { databases = [], facts: more = [], findings = [] } = ofWordPress(framework);
  const needs = codeNeeds(folder);
  const extensions = [...(databases.length > 0 ? WORDPRESS_EXTENSIONS : []), ...needs.extensions];
  const base = phpBase(folder, { extensions, ...(framework && { framework }) });
  const { health, facts } = readHealth(folder);
  // A program without a framework says itself which of its files answer.
  const front = framework && found.root !== "." ? frontController(folder, found.root) : null;
  return toDraft(base, {
    framework: framework?.name ?? null,
    build: joined(base.build, front),
    start: serve(found.root),
    health,
    databases: [...new Set([...(base.databases ?? []), ...databases, ...needs.databases])].sort(),
    facts: [...base.facts, ...more, ...needs.facts, fact("pages", found.root, found.at), ...facts],
    findings: [...base.findings, ...partOfWordPress(folder), ...findings],
  });
}

export const phpDetector: Detector = {
  name: "PHP",
  looksFor: "an index.php, in the folder itself or in public/, web/ or www/",
  detect,
};
