import { DEBIAN, type Family, installLine, nothing, type TestImage } from "./image.ts";

/** Debian has one PHP, with Composer. */
export const PHP_FAMILIES: readonly Family[] = [
  { pattern: /^php:(8)(?:\.2)?-cli(?:-bookworm)?$/, make: (name) => phpImage(name, []) },
  { pattern: /^php:(8)(?:\.2)?-apache(?:-bookworm)?$/, make: (name) => phpImage(name, ["libapache2-mod-php8.2"]) },
  { pattern: /^composer:(2)$/, make: (name) => phpImage(name, []) },
];

const MODULES = ["mbstring", "xml", "curl", "sqlite3", "pgsql", "mysql", "intl", "zip"].map((name) => `php8.2-${name}`);

function phpImage(name: string, packages: string[]): TestImage {
  const apache = packages.length > 0;
  return {
    ...{ name, from: DEBIAN, versions: [], fill: nothing },
    dockerfile: [
      `RUN ${installLine("php8.2-cli", "composer", "unzip", ...MODULES, ...packages)}`,
      "RUN ln -s /usr/bin/php /usr/local/bin/php && ln -s /usr/bin/composer /usr/local/bin/composer",
      ...(apache
        ? ["EXPOSE 80", "WORKDIR /var/www/html", 'CMD ["apachectl", "-D", "FOREGROUND"]']
        : ['CMD ["php", "-a"]']),
    ],
  };
}
