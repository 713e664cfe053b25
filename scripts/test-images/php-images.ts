import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { DEBIAN, type Family, installLine, nothing, type TestImage } from "./image.ts";

/** Debian has one PHP, with Composer. */
export const PHP_FAMILIES: readonly Family[] = [
  { pattern: /^php:(8)(?:\.2)?-apache(?:-bookworm)?$/, make: apacheImage },
  { pattern: /^composer:(2)$/, make: (name) => debian(name, [`RUN ${installLine("composer")}`]) },
  { pattern: /^mlocati\/php-extension-installer:(2)$/, make: installerImage },
];

const debian = (name: string, dockerfile: string[]): TestImage => ({
  ...{ name, from: DEBIAN, versions: [], dockerfile, fill: nothing },
});

async function writeProgram(path: string, text: string): Promise<void> {
  await Bun.write(path, text);
  await chmod(path, 0o755);
}

/** Set up as PHP's own image is: what the plans change in it, and that anybody may run it. */
function apacheImage(name: string): TestImage {
  return {
    ...debian(name, [
      // Composer's program is copied to another folder, from where it looks for its files beside itself.
      `RUN ${installLine("apache2", "php8.2-cli", "composer", "libapache2-mod-php8.2")} \\
 && ln -s /usr/share/php /usr/local/share/php \\
 && ln -s /usr/lib/php/8.2/php.ini-production /etc/php/8.2/apache2/ \\
 && a2enmod php8.2 && a2enconf docker-php \\
 && chmod 1777 /var/run/apache2 /var/lock/apache2 /var/log/apache2 \\
 && ln -sf /dev/stderr /var/log/apache2/error.log \\
 && ln -sf /dev/stdout /var/log/apache2/access.log \\
 && ln -sf /dev/stdout /var/log/apache2/other_vhosts_access.log`,
      "ENV PHP_INI_DIR=/etc/php/8.2/apache2",
      "STOPSIGNAL SIGWINCH",
      "WORKDIR /var/www/html",
      "EXPOSE 80",
      'CMD ["apache2-foreground"]',
    ]),
    versions: [CONFIGURATION, FOREGROUND, "0755"],
    fill: async (root) => {
      await Bun.write(join(root, "etc/apache2/conf-available/docker-php.conf"), CONFIGURATION);
      await writeProgram(join(root, "usr/local/bin/apache2-foreground"), FOREGROUND);
    },
  };
}

const CONFIGURATION = `DirectoryIndex disabled
DirectoryIndex index.php index.html
<Directory /var/www/>
	Options -Indexes
	AllowOverride All
</Directory>
`;

const FOREGROUND = `#!/bin/sh
set -e
. /etc/apache2/envvars
exec apache2 -DFOREGROUND "$@"
`;

/** Installs what Debian packages of PHP's extensions instead of compiling them. */
const INSTALL = `#!/bin/sh
set -e
names=$(for name in "$@"; do echo "$name"; done | sed -e s/^pdo_mysql$/mysql/ -e s/^mysqli$/mysql/ -e s/^pdo_pgsql$/pgsql/)
apt-get update
for name in $names; do
  php -m | grep -qix "$name" || apt-get install -y --no-install-recommends "php8.2-$name"
done
rm -rf /var/lib/apt/lists/*
`;

function installerImage(name: string): TestImage {
  return {
    ...debian(name, []),
    versions: [INSTALL, "0755"],
    fill: async (root) => {
      await writeProgram(join(root, "usr/bin/install-php-extensions"), INSTALL);
    },
  };
}
