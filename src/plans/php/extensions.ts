import { own } from "../../lib/own.ts";

/** Extensions that PHP's own images hold already. */
const BUNDLED = new Set(
  "core ctype curl date dom fileinfo filter hash iconv json libxml mbstring mysqlnd openssl pcre pdo pdo_sqlite phar posix random readline reflection session simplexml sodium spl sqlite3 standard tokenizer xml xmlreader xmlwriter zlib".split(
    " ",
  ),
);

/** Debian's packages that hold several extensions, or one of another name. */
const TOGETHER: Record<string, readonly string[]> = {
  mysql: ["mysqli", "pdo_mysql"],
  pgsql: ["pdo_pgsql", "pgsql"],
};

/** Debian's names for the packages that hold extensions, of those that are not there anyway: `ext-pdo_mysql` → `php-mysql`. */
export function extensionPackages(names: Iterable<string>): string[] {
  const packages = [...names].flatMap((name) => {
    const extension = name.replace(/^ext-/, "").toLowerCase().replace("zend-opcache", "opcache");
    if (BUNDLED.has(extension)) return [];
    const [together] = Object.entries(TOGETHER).find(([, held]) => held.includes(extension)) ?? [extension];
    return [`php-${together.replaceAll("_", "-")}`];
  });
  return [...new Set(packages)].sort();
}

/** The other way round: what the package of that name brings. */
export function extensionsOf(debian: string): readonly string[] {
  const name = debian.replace(/^php-/, "");
  return own(TOGETHER, name) ?? [name.replaceAll("-", "_")];
}

/** What WordPress' own check of a machine asks for. */
export const WORDPRESS_EXTENSIONS: readonly string[] = ["mysqli", "gd", "exif", "intl", "zip"];
