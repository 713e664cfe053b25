import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import { WORDPRESS_EXTENSIONS } from "../php/extensions.ts";
import { phpBase, serve, toDraft } from "../php/php-base.ts";
import type { Finding } from "../plan.ts";

const VERSION = "wp-includes/version.php";
const CONFIG = "wp-config.php";
const UPLOADS = {
  title:
    "Uploads, plugins and themes that are added in WordPress are kept in wp-content, and every deployment begins with a new disk.",
  fix: "Keep wp-content/uploads on a volume at /app/wp-content/uploads, and add plugins and themes to the repository.",
};
const NO_CONFIG = {
  title:
    "There is no wp-config.php, so WordPress asks for its database at the first visit and forgets it with the next deployment.",
  fix: "Add a wp-config.php that reads DB_HOST, DB_NAME, DB_USER and DB_PASSWORD with getenv().",
};
const FIXED = {
  title: "wp-config.php has the database's address written into it.",
  fix: "Read it from the environment, for instance define('DB_HOST', getenv('DB_HOST')), and set the variables.",
};

function configFindings(folder: Folder): Finding[] {
  if (!folder.has(CONFIG)) return [finding("warning", "wordpress-config", NO_CONFIG, { file: VERSION, line: 0 })];
  const fixed = folder.find([CONFIG], /\bdefine\(\s{0,9}['"]DB_HOST['"]\s{0,9},\s{0,9}['"]/);
  return fixed ? [finding("warning", "wordpress-config", FIXED, fixed)] : [];
}

function detect(folder: Folder): Draft | null {
  if (!folder.has(VERSION) || !folder.has("wp-load.php")) return null;
  const version = folder.find([VERSION], /^\$wp_version = '([\d.]{1,20})/m);
  const base = phpBase(folder, { extensions: WORDPRESS_EXTENSIONS });
  return toDraft(base, {
    framework: "WordPress",
    start: serve("."),
    // The page that sends nobody elsewhere before the site was set up.
    health: "/wp-includes/images/blank.gif",
    databases: ["mysql"],
    facts: [
      ...base.facts,
      fact("framework", version?.match[1] ? `WordPress ${version.match[1]}` : "WordPress", version ?? VERSION),
      fact("database", "mysql", folder.has(CONFIG) ? CONFIG : VERSION),
    ],
    findings: [
      ...base.findings,
      ...configFindings(folder),
      finding("warning", "ephemeral-uploads", UPLOADS, { file: VERSION, line: 0 }),
    ],
  });
}

export const wordpressDetector: Detector = {
  name: "WordPress",
  looksFor: "WordPress: wp-load.php and wp-includes/version.php",
  detect,
};
