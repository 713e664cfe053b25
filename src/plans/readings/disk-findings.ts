import type { Folder, Hit } from "../folder.ts";
import { finding } from "../folder.ts";
import type { Finding } from "../plan.ts";
import { filesWith } from "./files-with.ts";

type Risk = {
  id: string;
  /** Words without which no pattern matches: most files have none, and searching for words is quick. */
  hints: readonly string[];
  title: (what: string) => string;
  fix: string;
  patterns: readonly RegExp[];
};

const A_FILE = `["'\`]([\\w./~-]{1,200}\\.(?:db|db3|sqlite|sqlite3))["'\`]`;

const SQLITE: Risk = {
  id: "ephemeral-sqlite",
  hints: [".db", "sqlite", "file:"],
  title: (what) => `The database is a file, ${what}, and every deployment begins with a new disk.`,
  fix: "Keep it on a volume and name its folder by a variable, or use a database server.",
  patterns: [
    // new Database("app.db"), new sqlite3.Database("./data.sqlite"), sqlite3.connect("app.db"), createClient("file:…")
    new RegExp(`\\b(?:Database|DatabaseSync|connect|open|createClient|DB)\\(\\s*(?:\\{[^}]{0,200}?)?${A_FILE}`),
    // filename: path.join(__dirname, env("DATABASE_FILENAME", ".tmp/data.db")) (Strapi)
    /\bfilename:[^\n]{0,200}["'`]([\w./-]{1,100}\.(?:db|sqlite3?))["'`]/,
    // storage: "./database.sqlite" (Sequelize), filename: "dev.db" (knex, TypeORM)
    new RegExp(`\\b(?:storage|filename|database|NAME|dbName)["']?\\s*[:=]\\s*${A_FILE}`),
    // sqlite:///app.db, file:./dev.db
    /["'`](?:sqlite(?:\+\w+)?:\/{2,4}|file:)(\.{0,2}[\w./-]{1,200})["'`]/,
    /\bpath\.(?:join|resolve)\([^()\n]{0,200}["'`]([\w.-]{1,100}\.(?:db|sqlite3?))["'`]\s*\)/,
  ],
};

const UPLOADS: Risk = {
  id: "ephemeral-uploads",
  hints: ["multer", "upload", "UPLOAD", "destination", "media", "storage", "public/"],
  title: (what) => `Files are written to ${what}, and every deployment begins with a new disk.`,
  fix: "Keep them on a volume, or in an object store such as S3.",
  patterns: [
    // multer({ dest: "uploads/" }), diskStorage({ destination: "uploads" })
    /\bmulter\(\s*\{[^}]{0,200}?\bdest:\s*["'`]([\w./-]{1,200})["'`]/,
    /\bdestination\s*[:(][^;]{0,300}?["'`](\.{0,2}\/?(?:[\w-]{1,50}\/){0,4}(?:uploads?|files|media|images|storage)\/?)["'`]/,
    /\b(?:uploadDir|UPLOAD_FOLDER|uploadPath|UPLOAD_DIR)["'\]]{0,2}\s*[:=]\s*["'`](\.{0,2}[\w./-]{1,200})["'`]/,
    // fs.writeFile("./uploads/…"), createWriteStream(`uploads/${name}`)
    /\b(?:writeFile(?:Sync)?|createWriteStream|appendFile(?:Sync)?|Bun\.write|saveAs|save)\(\s*["'`](\.{0,2}\/?(?:[\w-]{1,50}\/){0,4}(?:uploads?|media|storage|public)\/)/,
    /\b(?:writeFile(?:Sync)?|createWriteStream)\(\s*(?:path\.)?(?:join|resolve)\([^()\n]{0,200}["'`](\.{0,2}\/?(?:uploads?|media|storage))["'`/]/,
  ],
};

const TEMPORARY = /^(?:\/tmp\/|\/var\/tmp\/|:memory:)/;
/** A volume is mounted there by whoever wrote an absolute path. */
const isKept = (path: string) => path.startsWith("/") || TEMPORARY.test(path);

function firstOf(folder: Folder, { hints, patterns }: Risk): Hit | null {
  const files = filesWith(folder, hints);
  for (const pattern of patterns) {
    for (const hit of folder.search(files, pattern)) {
      if (!isKept(hit.match[1] ?? "")) return hit;
    }
  }
  return null;
}

/** Prisma's database is a file by its schema, wherever a variable puts that. */
const PRISMA_FILE =
  /\bdatasource\s{1,9}\w{1,60}\s{0,9}\{[^}]{0,600}?\bprovider\s{0,9}=\s{0,9}"sqlite"[^}]{0,600}?\burl\s{0,9}=\s{0,9}(?:env\(\s{0,9})?"(?:file:)?([^"\n]{1,200})"/;

function prismaFile(folder: Folder): Hit | null {
  const hit = folder.find(folder.list.ending("prisma"), PRISMA_FILE);
  return hit && !isKept(hit.match[1] ?? "") ? hit : null;
}

/** What the program writes beside its code, which goes with its container. */
export function readDiskFindings(folder: Folder): Finding[] {
  return [SQLITE, UPLOADS].flatMap((risk) => {
    const hit = firstOf(folder, risk) ?? (risk === SQLITE ? prismaFile(folder) : null);
    const words = hit && { title: risk.title(hit.match[1] ?? ""), fix: risk.fix };
    return hit && words ? [finding("warning", risk.id, words, hit)] : [];
  });
}
