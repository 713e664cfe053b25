import type { LogRule } from "../rule.ts";

/** PHP and Ruby installations that do not fit what the source was made with. */
export const COMPOSER_BUNDLER_RULES: readonly LogRule[] = [
  {
    id: "composer-lock-outdated",
    when: ["build"],
    language: "php",
    signal:
      /Required (?:\(in require-dev\) )?package "(?<package>[^"\n]{1,200})" is (?:not present in the lock file|in the lock file as )/,
    certainty: 3,
    title: "composer.lock does not fit composer.json",
    explanation: "composer.json asks for {package} otherwise than the lockfile has it.",
    fix: "Run composer update {package} on your computer and commit composer.lock.",
    source: "captured",
    example: '- Required package "monolog/monolog" is not present in the lock file.',
  },
  {
    id: "php-extension-missing",
    when: ["build", "runtime"],
    language: "php",
    signal:
      /Call to undefined function (?:[\w\\]{0,80}\\)?(?<what>(?:mysqli|pg|mb|curl|image|bc|gmp|simplexml|xml|zip|exif|sodium|imap|ldap|apcu|bz|gz|grapheme|intl|ctype|iconv|socket|pcntl|ftp|opcache)_?\w{1,60})\(\)|Class "\\?(?<what>Imagick|Redis|Memcached|ZipArchive|SoapClient|IntlDateFormatter|NumberFormatter|Normalizer|mysqli|PDO|DOMDocument|XMLWriter|SimpleXMLElement|MongoDB\\Driver\\Manager)" not found/,
    certainty: 3,
    title: "A PHP extension is missing: there is no {what}",
    explanation:
      "The code calls what an extension brings (mysqli, pgsql, mbstring, gd, curl …), and this PHP is without it.",
    fix: 'Name it in composer.json, for example composer require "ext-mysqli:*", and deploy again.',
    source: "captured",
    example: "PHP Fatal error:  Uncaught Error: Call to undefined function mysqli_connect() in /app/index.php:2",
  },
  {
    id: "bundler-version",
    when: ["build", "runtime"],
    language: "ruby",
    signal:
      /can't find gem bundler \(= (?<wanted>[\d.]{1,20})\)|Could not find 'bundler' \((?<wanted>[^)\n]{1,20})\) required by/,
    certainty: 3,
    title: "Gemfile.lock wants Bundler {wanted}, which is not installed",
    explanation: "The last lines of the lockfile name the Bundler that wrote it.",
    fix: "Run bundle update --bundler on your computer and commit Gemfile.lock.",
    source: "captured",
    example:
      "/usr/lib/ruby/vendor_ruby/rubygems.rb:265:in `find_spec_for_exe': can't find gem bundler (= 1.17.3) with executable bundle (Gem::GemNotFoundException)",
  },
];
