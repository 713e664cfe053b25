import type { LogRule } from "../rule.ts";

/** PHP: folders, packages and commands that a fresh checkout lacks. Consoles wrap their messages at any letter. */
export const PHP_SETUP_RULES: readonly LogRule[] = [
  {
    id: "laravel-bootstrap-cache",
    when: ["build", "runtime"],
    language: "php",
    signal: /The (?<folder>\S{0,200}bootstrap\/cache) directory must be present and\s{1,6}writable/,
    certainty: 3,
    explains: ["composer-script-failed", "php-uncaught"],
    title: "Laravel's folder bootstrap/cache is missing or may not be written to",
    explanation:
      "Laravel keeps its list of packages in {folder}. Git and .dockerignore leave empty folders out, and Laravel does not make this one.",
    fix: "Run mkdir -p bootstrap/cache && chmod -R ug+w bootstrap/cache before composer install, or commit the folder with Laravel's own bootstrap/cache/.gitignore in it; in the image it must belong to the user that runs PHP (chown -R www-data bootstrap/cache storage).",
    source: "captured",
    example: "The /app/bootstrap/cache directory must be present and writable.",
  },
  {
    id: "symfony-runtime-missing",
    when: ["build", "runtime"],
    language: "php",
    signal:
      /Failed opening required '(?<file>[^'\n]{0,300}vendor\/autoload_runtime\.php)'|Symfony Runtime is missing\.\s{1,6}Try running/,
    certainty: 3,
    explains: ["php-include-missing", "composer-script-failed", "php-uncaught"],
    title: "Symfony's vendor/autoload_runtime.php was not made",
    explanation:
      "The package symfony/runtime writes it when Composer has run as a plugin. It is not installed, its plugin was not allowed to run, or composer install did not run in this image.",
    fix: "Run composer require symfony/runtime, let composer.json have config.allow-plugins.symfony/runtime true, and run composer install --no-dev in the build without --no-plugins (as root: COMPOSER_ALLOW_SUPERUSER=1).",
    source: "captured",
    example: "Failed opening required '/app/vendor/autoload_runtime.php'",
  },
  {
    id: "php-console-command-missing",
    when: ["build", "runtime"],
    language: "php",
    signal:
      /^\s{0,8}(?:ERROR {1,4})?(?:There are no commands defined in the "(?<command>[\w:.-]{1,100})"\s{1,6}namespace|Command "(?<command>[\w:.-]{1,100})" is not defined)/,
    certainty: 2,
    explains: ["composer-script-failed"],
    title: "The console (artisan or bin/console) has no command {command}",
    explanation:
      "The package or bundle that brings it is not installed here (often it stands in require-dev), is not registered, or the name is spelt wrong.",
    fix: "Move its package to require (composer require …), enable its bundle for prod in config/bundles.php, or take the command out of the build or start command; php artisan list or php bin/console list shows what there is.",
    source: "captured",
    example: 'There are no commands defined in the "doctrine:migrations" namespace.',
  },
  {
    id: "php-fpm-listen",
    when: ["runtime"],
    language: "php",
    signal:
      /unable to bind listening socket for address '(?<address>[^'\n]{1,200})': (?:No such file or directory|Permission denied|Cannot assign requested address) \(\d{1,3}\)/,
    certainty: 3,
    title: "php-fpm cannot listen on {address}",
    explanation:
      "The folder of its socket does not exist in the image, or the user that php-fpm runs as may not write there.",
    fix: "Make the folder in the Dockerfile (RUN mkdir -p /run/php && chown www-data /run/php), or write listen = 127.0.0.1:9000 into the pool's file and into NGINX's fastcgi_pass.",
    source: "captured",
    example:
      "unable to bind listening socket for address '/run/php-none/php8.2-fpm.sock': No such file or directory (2)",
  },
  {
    id: "composer-package-missing",
    when: ["build"],
    language: "php",
    signal:
      /requires (?<package>[\w.-]{1,100}\/[\w.-]{1,100})(?:[ ,][^\n]{0,60})? (?:it )?could not be found in any version, there may be a typo/,
    certainty: 3,
    explains: ["composer-not-resolved"],
    title: "Composer finds no package {package}",
    explanation: "No repository that composer.json knows has it: the name is misspelt, or the package is private.",
    fix: "Correct the name in composer.json; for a private package add its repository under repositories and give the build access with the variable COMPOSER_AUTH.",
    source: "captured",
    example: "Root composer.json requires acme/billing, it could not be found in any version, there may be a typo",
  },
  {
    id: "composer-repository-unreachable",
    when: ["build"],
    language: "php",
    signal:
      /The "(?<address>https?:\/\/[^"\s]{1,300})" file could not be downloaded|curl error \d{1,3} while downloading (?<address>https?:\/\/[^\s:]{1,200}(?::\d{1,5})?[^\s:]{0,200})/,
    certainty: 2,
    explains: ["connection-refused", "composer-script-failed"],
    title: "Composer could not download {address}",
    explanation: "The server of the packages did not answer the build, or not with what was asked for.",
    fix: "Deploy again; if it stays so, check the address under repositories in composer.json, and that the server may reach it (DNS, firewall). A private one wants COMPOSER_AUTH as a build variable.",
    source: "captured",
    example: 'The "https://127.0.0.1:9/packages.json" file could not be downloaded',
  },
  {
    id: "mysql-local-socket",
    when: ["build", "runtime"],
    language: "php",
    signal: /(?:SQLSTATE\[HY000\] \[2002\]|mysqli_sql_exception:|\(HY000\/2002\):) No such file or directory/,
    certainty: 3,
    explains: ["database-refused", "php-uncaught"],
    title: "The database's host is localhost, where no MySQL runs",
    explanation:
      "For localhost PHP looks for a MySQL socket on its own machine, and a container holds the program alone. The variable with the host (DB_HOST) is perhaps not set.",
    fix: "Set DB_HOST (or the host in DATABASE_URL) to the host name of the database, with its port, user and password; on one machine write 127.0.0.1, never localhost.",
    source: "captured",
    example: "SQLSTATE[HY000] [2002] No such file or directory",
  },
  {
    id: "composer-platform-check",
    when: ["build", "runtime"],
    language: "php",
    signal: /Your Composer dependencies require (?<wanted>[^\n]{1,120}?)\. You are running (?<got>[\d.]{3,12})/,
    certainty: 3,
    explains: ["php-uncaught", "composer-script-failed"],
    title: "The installed packages want another PHP than {got}: {wanted}",
    explanation:
      "They were installed by another PHP than the one that now runs the program, and check it when they are loaded.",
    fix: 'Write the wanted version as "php" into require of composer.json (or take the image of that PHP for both steps), leave vendor out of Git, and let composer install run in the same image.',
    source: "captured",
    example: 'Your Composer dependencies require a PHP version ">= 8.3.0". You are running 8.2',
  },
];
