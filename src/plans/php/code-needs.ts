import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";
import type { Fact } from "../plan.ts";

/** A call that only an extension offers, and the database that it speaks to, if any. */
type Need = { pattern: RegExp; extension: string; database?: string };

const NEEDS: readonly Need[] = [
  {
    pattern:
      /\bmysqli_(?:real_)?(?:connect|init)\s{0,9}\(|\bnew\s{1,9}\\?mysqli\b|["']DBDriver["']\s{0,9}=>\s{0,9}["']MySQLi["']/,
    extension: "mysqli",
    database: "mysql",
  },
  { pattern: /["']mysql:(?:host|dbname|port|unix_socket|charset)=/, extension: "pdo_mysql", database: "mysql" },
  { pattern: /\bpg_p?connect\s{0,9}\(/, extension: "pgsql", database: "postgresql" },
  { pattern: /["']pgsql:(?:host|dbname|port)=/, extension: "pdo_pgsql", database: "postgresql" },
  { pattern: /["']sqlite:|\bnew\s{1,9}\\?SQLite3\s{0,9}\(/, extension: "pdo_sqlite", database: "sqlite" },
  { pattern: /\bnew\s{1,9}\\?Redis\s{0,9}\(/, extension: "redis", database: "redis" },
  { pattern: /\bimagecreate(?:truecolor|from\w{2,10})?\s{0,9}\(/, extension: "gd" },
  { pattern: /\bnew\s{1,9}\\?ZipArchive\b/, extension: "zip" },
  { pattern: /\bbc(?:add|sub|mul|div|mod|comp|pow)\s{0,9}\(/, extension: "bcmath" },
  { pattern: /\bnew\s{1,9}\\?(?:NumberFormatter|IntlDateFormatter|Collator)\s{0,9}\(/, extension: "intl" },
];

/** What pages without a framework ask of PHP: nobody lists it but their own calls. */
export function codeNeeds(folder: Folder): { extensions: string[]; databases: string[]; facts: Fact[] } {
  const code = folder.code.filter((file) => file.endsWith(".php"));
  const found = NEEDS.flatMap(({ pattern, ...need }) => {
    const at = folder.find(code, pattern);
    return at ? [{ ...need, at }] : [];
  });
  const facts = found.flatMap(({ database, at }) => (database ? [fact("database", database, at)] : []));
  return {
    extensions: found.map(({ extension }) => extension),
    databases: [...new Set(facts.map(({ value }) => value))],
    facts,
  };
}
