import type { LogRule } from "../rule.ts";

/** PHP: configuration of php-fpm, Apache and Symfony, and what the code itself ends with. */
export const PHP_CODE_RULES: readonly LogRule[] = [
  {
    id: "php-fpm-not-configured",
    when: ["runtime"],
    language: "php",
    signal:
      /failed to open configuration file '(?<file>[^'\n]{1,300})'|(?<what>No pool defined)\. at least one pool section/i,
    together: /FPM initialization failed/,
    certainty: 3,
    title: "php-fpm has no configuration: {file|no pool is defined}",
    explanation:
      "It starts only with a configuration file that holds at least one pool ([www]); the start command names another place than where it is.",
    fix: "Copy php-fpm.conf and a pool file (with [www], user, listen and pm) into the image, or name the right file: php-fpm -F -y (path). In the official image they are /usr/local/etc/php-fpm.conf and php-fpm.d/www.conf.",
    source: "captured",
    example: "ERROR: failed to open configuration file '/app/php-fpm.conf': No such file or directory (2)",
  },
  {
    id: "php-fpm-setting-invalid",
    when: ["runtime"],
    language: "php",
    signal:
      /ERROR: \[(?<file>[^\]:\n]{1,300}):(?<line>\d{1,6})\] (?<what>[^\n]{1,200})|(?:ALERT|ERROR): \[pool [\w.-]{1,60}\] (?<what>pm\.\w{1,40}\([^)\n]{0,40}\) [^\n]{1,160}|the listen address [^\n]{1,160}|please specify user and group [^\n]{1,80})/,
    together: /FPM initialization failed/,
    certainty: 3,
    title: "php-fpm's configuration is not valid: {what}",
    explanation: "php-fpm does not start with it. The name is spelt wrong, or the values do not fit one another.",
    fix: "Correct that entry in the pool's file ({file|php-fpm.d/www.conf}); min_spare_servers ≤ start_servers ≤ max_spare_servers ≤ max_children. php-fpm -t checks it.",
    source: "captured",
    example: "ERROR: [/app/php-fpm.conf:8] unknown entry 'pm.max_childs'",
  },
  {
    id: "php-fpm-log-denied",
    when: ["runtime"],
    language: "php",
    signal: /ERROR: failed to open error_log \((?<file>[^)\n]{1,200})\)/,
    together: /FPM initialization failed/,
    certainty: 3,
    title: "php-fpm cannot write its log {file}",
    explanation: "Its folder is not there, or the user that php-fpm runs as may not write to it.",
    fix: "Write error_log = /proc/self/fd/2 into php-fpm.conf, so that the log comes here; or give that user the folder.",
    source: "captured",
    example: "ERROR: failed to open error_log (/var/log/none/fpm.log): No such file or directory (2)",
  },
  {
    id: "php-function-removed",
    when: ["build", "runtime"],
    language: "php",
    signal:
      /Call to undefined function (?<name>mysql_\w{1,40}|each|create_function|eregi?(?:_replace)?|spliti?|money_format|get_magic_quotes_(?:gpc|runtime)|set_magic_quotes_runtime|session_(?:register|unregister)|mcrypt_\w{1,40}|mssql_\w{1,40}|utf8_(?:en|de)code|convert_cyr_string|restore_include_path)\(\)|Fatal error: {1,2}(?<name>Array and string offset access syntax with curly braces|The \(real\) cast|Unparenthesized `[^`\n]{1,80}`)[^\n]{0,40} (?:is )?no(?:t| longer) (?:been )?supported|Fatal error: {1,2}(?<name>__autoload\(\)|Unparenthesized `[^`\n]{1,80}`)/,
    certainty: 3,
    explains: ["php-uncaught"],
    title: "The code is for an older PHP: {name} is gone",
    explanation:
      "This PHP no longer has it; mysql_… went with PHP 7.0, each() and letters of a word in curly braces with 8.0.",
    fix: 'Correct the code (mysqli_… or PDO, foreach, $word[0]), or run an older PHP: "php": "7.4.*" in require of composer.json.',
    source: "captured",
    example: "PHP Fatal error:  Uncaught Error: Call to undefined function mysql_connect() in /app/db.php:2",
  },
  {
    id: "php-function-undefined",
    when: ["build", "runtime"],
    language: "php",
    signal:
      /Uncaught Error: Call to undefined (?:function (?<name>[\w\\]{1,120}\(\))|method (?<name>[\w\\]{1,120}::\w{1,80}\(\)))/,
    certainty: 1,
    explains: ["php-uncaught"],
    title: "PHP knows no {name}",
    explanation:
      "The file that defines it is not loaded (a require, or autoload.files in composer.json), an extension or package is missing, or the package is of another version.",
    fix: "Require the file or list it under autoload.files and run composer dump-autoload; for an extension add ext-… to require in composer.json; commit composer.lock, so that the same versions are installed.",
    source: "captured",
    example: "Fatal error: Uncaught Error: Call to undefined function format_price() in /app/index.php:2",
  },
  {
    id: "php-null-given",
    when: ["build", "runtime"],
    language: "php",
    signal: /Uncaught TypeError: (?<what>[^\n]{1,200}? must be of (?:the )?type [\w\\?|]{1,100}, null given)/,
    certainty: 1,
    explains: ["php-uncaught"],
    title: "A value is missing: {what}",
    explanation:
      "The code hands on null where a value is wanted. After a deployment that is most often a variable or a setting that is not set here.",
    fix: "Look at the place that the line names, and add the variable that it reads to the project's variables.",
    source: "captured",
    example:
      "Fatal error: Uncaught TypeError: Mailer::__construct(): Argument #1 ($key) must be of type string, null given, called",
  },
  {
    id: "php-declared-twice",
    when: ["build", "runtime"],
    language: "php",
    signal:
      /Fatal error: {1,2}Cannot (?:redeclare (?<name>[\w\\:]{1,120}\(\))|declare (?:class|interface|trait|enum) (?<name>[\w\\]{1,120}), because the name is already in use)/,
    certainty: 3,
    explains: ["php-uncaught"],
    title: "{name} is declared twice",
    explanation:
      "Its file is loaded twice (on Linux also by two spellings of its path), or PHP or a package has one of that name by now.",
    fix: "Load the file with require_once, or rename the function, or wrap it in if (!function_exists(…)).",
    source: "captured",
    example: "Fatal error: Cannot redeclare price() (previously declared in /app/one.php:2) in /app/one.php on line 2",
  },
  {
    id: "apache-variable-undefined",
    when: ["build", "runtime"],
    language: "php",
    signal: /AH00111: Config variable \$\{(?<variable>\w{1,80})\} is not defined/,
    together:
      /Syntax error on line|must be specified|not a valid|Invalid Mutex|does not exist|could not|bad (?:user|group) name/i,
    certainty: 3,
    title: "Apache's configuration uses the variable {variable}, which is not set",
    explanation:
      "APACHE_… variables come from /etc/apache2/envvars, which apache2 alone does not read; others such as PORT must be among the program's variables.",
    fix: "Start with apache2ctl -D FOREGROUND (apache2-foreground in the official image) instead of apache2; for another variable add {variable} to the project's variables or export it before the start.",
    source: "captured",
    example: `AH00111: Config variable \${APACHE_RUN_DIR} is not defined`,
  },
  {
    id: "apache-module-file-missing",
    when: ["build", "runtime"],
    language: "php",
    signal: /Syntax error on line \d{1,6} of [^\n]{1,200}: Cannot load (?<module>\S{1,200}) into server/,
    certainty: 3,
    explains: ["shared-library-missing"],
    title: "Apache is to load {module}, which is not installed",
    explanation: "Its package is not in the image, or it belongs to another version of PHP.",
    fix: "Install its package in the Dockerfile (libapache2-mod-php for PHP), take the LoadModule line out, or use php-fpm.",
    source: "captured",
    example:
      "Syntax error on line 3 of /app/apache2.conf: Cannot load /usr/lib/apache2/modules/libphp8.2-none.so into server:",
  },
  {
    id: "apache-syntax-error",
    when: ["build", "runtime"],
    language: "php",
    signal:
      /Syntax error on line \d{1,6} of [^\n:]{1,300}:(?:\n| )(?!Invalid command|Cannot load|Syntax error)(?<what>[^\n]{1,200})/,
    together: /apache2|httpd|AH00526/,
    certainty: 2,
    title: "Apache's configuration is not valid: {what}",
    explanation: "Apache does not start with it; the line before names file and line.",
    fix: "Correct that line of the site's configuration or of .htaccess; apachectl configtest checks it.",
    source: "captured",
    example: "Syntax error on line 5 of /app/apache2.conf: /app/apache2.conf:5: <VirtualHost> was not closed.",
  },
  {
    id: "symfony-autowire",
    when: ["build", "runtime"],
    language: "php",
    signal:
      /Cannot (?:autowire service "(?<service>[^"\n]{1,200})": argument "(?<argument>[^"\n]{1,80})"|resolve argument (?<argument>\$\w{1,80}) of "(?<service>[^"\n]{1,200})")[^\n]{0,400}?(?: in \/|$)/,
    certainty: 3,
    explains: ["php-uncaught", "composer-script-failed"],
    title: "Symfony does not know what to give {service} for {argument}",
    explanation:
      "No service is of that type: the class or package is missing here (perhaps in require-dev), or the value is a word or number that must be bound.",
    fix: "Move the package to require in composer.json, or set the argument in config/services.yaml (bind or arguments, for example {argument}: '%env(NAME)%').",
    source: "captured",
    example: 'Cannot autowire service "Checkout": argument "$gateway" of method "__construct()" references interface',
  },
  {
    id: "symfony-option-unknown",
    when: ["build", "runtime"],
    language: "php",
    signal:
      /Unrecognized options? "(?<option>[^"\n]{1,120})" under "(?<section>[^"\n]{1,120})"|There is no extension able to load the configuration for "(?<section>[^"\n]{1,120})"/,
    certainty: 3,
    explains: ["php-uncaught", "composer-script-failed"],
    title:
      "Symfony's configuration of {section} has an option that it does not know: {option|its bundle is not loaded}",
    explanation:
      "The file in config/packages is for another version of the bundle, or the bundle is not enabled in this environment.",
    fix: "Correct config/packages/*.yaml for the installed version, put it under when@dev if the bundle is for dev only, and commit composer.lock.",
    source: "captured",
    example: 'Unrecognized option "templating" under "framework".',
  },
  {
    id: "laravel-route-cache",
    when: ["build", "runtime"],
    language: "php",
    signal:
      /Unable to prepare route \[(?<route>[^\]\n]{1,200})\] for serialization\.(?: Another route has already been assigned name \[(?<name>[^\]\n]{1,120})\]| Uses Closure)/,
    certainty: 3,
    explains: ["php-uncaught", "composer-script-failed"],
    title: "Laravel cannot cache the route {route}: {name|it is a closure}",
    explanation:
      "php artisan route:cache (and optimize) wants every route's name once; old versions allow no closures.",
    fix: "Give the route another name (->name('…')) or a controller, or leave php artisan route:cache and optimize out of the build.",
    source: "captured",
    example:
      "Unable to prepare route [api/login] for serialization. Another route has already been assigned name [login].",
  },
  {
    id: "composer-plugin-api",
    when: ["build"],
    language: "php",
    signal:
      /(?<package>[\w.-]{1,100}\/[\w.-]{1,100}) \S{1,40} requires composer-(?:plugin|runtime)-api (?<wanted>[^\n]{1,40}?) -> /,
    certainty: 3,
    explains: ["composer-not-resolved", "composer-lock-outdated"],
    title: "{package} does not work with this Composer",
    explanation:
      "It asks for composer-plugin-api {wanted}: it was made for Composer 1, and Composer 2 runs here (or the other way round).",
    fix: "Run composer update {package} on your computer with Composer 2, and commit composer.json and composer.lock.",
    source: "captured",
    example: "symfony/flex v1.6.0 requires composer-plugin-api ^1.0 -> found composer-plugin-api[2.3.0]",
  },
];
