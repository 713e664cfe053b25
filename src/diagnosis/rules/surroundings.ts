import type { LogRule } from "../rule.ts";

/** What a program expects to find around it: templates, addresses, keys, a configuration that can be read. */
export const SURROUNDING_RULES: readonly LogRule[] = [
  {
    id: "template-missing",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /jinja2\.exceptions\.TemplateNotFound: (?<template>[^\n]{1,200})|TemplateDoesNotExist(?:: | at )(?<template>[^\n]{1,200})|Failed to lookup view "(?<template>[^"\n]{1,200})"|View \[(?<template>[\w.:-]{1,200})\] not found/,
    certainty: 2,
    title: "The template {template} is not found",
    explanation:
      "It is not in the source, has other letters (Linux tells Index from index), or the program looks in another folder.",
    fix: "Commit it, make its name match exactly, and start the program in the folder that it counts its paths from.",
    source: "captured",
    example: "jinja2.exceptions.TemplateNotFound: index.html",
  },
  {
    id: "url-invalid",
    when: ["build", "runtime"],
    language: "node",
    signal: /TypeError(?: \[ERR_INVALID_URL\])?: Invalid URL/,
    certainty: 1,
    title: "What should be an address is not one",
    explanation:
      "The lines below it show what was given (input). undefined, or nothing at all, means that a variable is not set here.",
    fix: "Add the variable that the named place reads; an address begins with https:// or http://.",
    source: "captured",
    example: "TypeError: Invalid URL",
  },
  {
    id: "aws-credentials",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /CredentialsProviderError: Could not load credentials|NoCredentialsError: Unable to locate credentials|NoCredentialProviders: no valid providers|Unable to load (?:AWS )?credentials from any/,
    certainty: 3,
    title: "There are no credentials for AWS, or for storage that speaks like it",
    explanation: "On your computer they come from a file in your home folder, which is not here.",
    fix: "Add the variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_REGION) to the project.",
    source: "captured",
    example: "CredentialsProviderError: Could not load credentials from any providers",
  },
  {
    id: "git-folder-missing",
    when: ["build"],
    language: "any",
    signal: /fatal: not a git repository/,
    certainty: 1,
    title: "The build asks Git about the source, and there is no .git folder here",
    explanation: "Sources come here without their history, so a version cannot be read from it.",
    fix: "Take the version or commit from package.json or from an environment variable, and let the command go on without Git (|| true).",
    source: "captured",
    example: "fatal: not a git repository (or any of the parent directories): .git",
  },
  {
    id: "nginx-configuration",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /\[emerg\] [^\n]{0,40}?(?<what>unknown directive "[^"\n]{1,80}"|unexpected "[^"\n]{1,20}"|unexpected end of file|invalid number of arguments|"[\w-]{1,80}" directive is not allowed here|unknown "[\w-]{1,80}" variable|a duplicate default server|duplicate (?:upstream|location|listen options|"[^"\n]{1,40}")[^\n]{0,100}|no "events" section|"[\w-]{1,60}" directive (?:is duplicate|invalid value)|invalid (?:parameter|value|URL prefix|port|number)[^\n]{0,100}|no ssl_certificate is defined|host not found in resolver)/,
    certainty: 3,
    title: "nginx's configuration has a mistake: {what}",
    explanation: "nginx reads all of it before it starts; the line names the file and the place.",
    fix: "Correct that line; a missing semicolon in the line before is the usual cause. nginx -t checks it on your computer.",
    source: "captured",
    example: '2026/11/21 17:01:42 [emerg] 29811#29811: unknown directive "proxypass" in /app/nginx.conf:4',
  },
];
