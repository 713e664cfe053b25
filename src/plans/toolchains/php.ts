import { DEFAULT_NODE } from "../javascript/node-version.ts";
import { extensionsOf } from "../php/extensions.ts";
import type { ManagerSettings, Toolchain } from "../toolchain.ts";
import { nodeLines } from "./node-in-image.ts";

/** Apache with PHP in it, because people bring .htaccess files: docs/decisions/0019. */
const image = (version: string) => `php:${version}-apache`;

const INSTALLER = "COPY --from=mlocati/php-extension-installer:2 /usr/bin/install-php-extensions /usr/local/bin/";

// Apache reads ${…} from its environment, so that port and folder are the program's own when it starts.
const SERVER = `RUN cp "$PHP_INI_DIR/php.ini-production" "$PHP_INI_DIR/php.ini" \\
 && a2enmod rewrite headers expires \\
 && sed -ri 's!^Listen 80$!Listen \${PORT}!' /etc/apache2/ports.conf \\
 && sed -ri -e 's!\\*:80>!*:\${PORT}>!' -e 's!/var/www/html!/app/\${DOCUMENT_ROOT}!' /etc/apache2/sites-available/000-default.conf \\
 && sed -ri 's!/var/www/!/app/!' /etc/apache2/apache2.conf /etc/apache2/conf-available/docker-php.conf`;

export const phpToolchain: Toolchain = {
  // One image for both, so that its extensions are compiled once.
  buildImage: image,
  runImage: image,
  programs: () => [{ image: "composer:2", path: "/usr/bin/composer" }],
  provide(packages, stage) {
    const extensions = packages.filter((name) => name.startsWith("php-")).flatMap(extensionsOf);
    const compiled = [INSTALLER, `RUN install-php-extensions ${[...new Set(extensions)].sort().join(" ")}`];
    return {
      packages: packages.filter((name) => !name.startsWith("php-") && name !== "nodejs"),
      lines: [
        ...(extensions.length > 0 ? compiled : []),
        ...(packages.includes("nodejs") ? nodeLines(DEFAULT_NODE) : []),
        ...(stage === "run" ? [SERVER] : []),
      ],
    };
  },
  programFolders: [],
  fetcher: "composer",
  // Laravel writes its log to a file otherwise, which nobody sees.
  runSettings: ["LOG_CHANNEL=stderr"],
};

export const PHP_MANAGERS: Record<string, ManagerSettings> = {
  composer: {
    downloads: ["/root/.composer/cache"],
    settings: ["COMPOSER_HOME=/root/.composer", "COMPOSER_ALLOW_SUPERUSER=1", "COMPOSER_NO_INTERACTION=1"],
  },
};
