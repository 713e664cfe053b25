import type { Folder } from "../folder.ts";
import { finding } from "../folder.ts";
import type { Finding } from "../plan.ts";
import { filesWith } from "./files-with.ts";

/** `postgres://user:secret@localhost:5432/shop`, also with `127.0.0.1`; the user's part is never shown. */
const LOCAL_URL =
  /["'`](postgres(?:ql)?|mysql2?|mariadb|mongodb|rediss?|amqps?|mssql|sqlserver|cockroachdb)(?:\+\w{1,20})?:\/\/(?:[^\s"'`@/]{0,200}@)?(?:localhost|127\.0\.0\.1|\[::1\])(?![\w.-])/;
const JDBC = /jdbc:(postgresql|mysql|mariadb|sqlserver):\/\/(?:localhost|127\.0\.0\.1)(?![\w.-])/;
const LOCAL_HOST_DEFAULT =
  /\b(?:DB|DATABASE|POSTGRES|PG|MYSQL|MONGO|REDIS)_?HOST\b["'\])]{0,3}\s*(?:\|\||\?\?|,)\s*["'`](?:localhost|127\.0\.0\.1)["'`]/;

const words = (what: string) => ({
  title: `Unless it is told otherwise, the program looks for ${what} on localhost, which is its own container.`,
  fix: "Set the variable that holds the address, or attach a database in the project's settings.",
});

/** Addresses of databases that mean somebody's own machine. */
export function readAddressFindings(folder: Folder): Finding[] {
  const settings = folder.list
    .ending("properties", "yaml", "yml")
    .filter((file) => /application[\w-]*\.\w+$/.test(file));
  const files = filesWith(folder, ["localhost", "127.0.0.1", "[::1]"], [...folder.code, ...settings]);
  for (const pattern of [LOCAL_URL, JDBC, LOCAL_HOST_DEFAULT]) {
    const hit = folder.find(files, pattern);
    if (hit) return [finding("warning", "localhost-database", words(hit.match[1] ?? "its database"), hit)];
  }
  return [];
}
