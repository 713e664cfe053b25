import type { LogRule } from "../rule.ts";

/** Values of Django's settings, addresses and static files that it does not take. */
export const DJANGO_VALUE_RULES: readonly LogRule[] = [
  {
    id: "django-static-twice",
    when: ["build", "runtime"],
    language: "python",
    signal: /The STATICFILES_DIRS setting should not contain the STATIC_ROOT setting/,
    certainty: 3,
    explains: ["django-check-failed", "python-uncaught"],
    title: "STATICFILES_DIRS and STATIC_ROOT name the same folder",
    explanation: "collectstatic copies from the first into the second; they must differ.",
    fix: 'Keep your own files in STATICFILES_DIRS = [BASE_DIR / "static"] and set STATIC_ROOT = BASE_DIR / "staticfiles".',
    source: "captured",
    example: "The STATICFILES_DIRS setting should not contain the STATIC_ROOT setting.",
  },
  {
    id: "django-time-zone",
    when: ["build", "runtime"],
    language: "python",
    signal: /ValueError: Incorrect timezone setting: (?<zone>[^\n]{1,80})/,
    certainty: 3,
    explains: ["python-uncaught"],
    title: "There is no time zone {zone}",
    explanation:
      "TIME_ZONE in the settings (or the variable that it is read from) must be a name of the system's time zones.",
    fix: 'Write it as in TIME_ZONE = "Europe/Berlin" or "UTC". If the name is right, the image lacks the data: install tzdata.',
    source: "captured",
    example: "ValueError: Incorrect timezone setting: Europe/Berln",
  },
  {
    id: "django-url-name",
    when: ["runtime"],
    language: "python",
    signal:
      /NoReverseMatch: (?:'(?<space>[^'\n]{1,80})' is not a registered namespace|Reverse for '(?<name>[^'\n]{1,80})'[^\n]{0,300} not found)/,
    certainty: 3,
    explains: ["python-uncaught", "django-server-error"],
    title: "Django has no address of the name {space|}{name|}",
    explanation:
      "A template or the code asks for it (url, reverse, redirect), and no urls.py that is included defines it.",
    fix: 'Add path(…, name="…") to urls.py, or include the app\'s urls with its namespace (app_name = "…"), or correct the name where it is used.',
    source: "captured",
    example: "django.urls.exceptions.NoReverseMatch: 'shop' is not a registered namespace",
  },
  {
    id: "django-static-outside",
    when: ["build", "runtime"],
    language: "python",
    signal: /SuspiciousFileOperation: The joined path \((?<path>[^)\n]{1,250})\) is located outside of the base path/,
    certainty: 3,
    explains: ["python-uncaught"],
    title: "A file is named that lies outside of its folder: {path}",
    explanation:
      "In collectstatic a stylesheet's url() climbs above the static folder with ../; with uploads, a file's name begins with a slash.",
    fix: "Correct the url() in the stylesheet so that it stays within the static folder, or make the file's name relative to MEDIA_ROOT.",
    source: "captured",
    example:
      "django.core.exceptions.SuspiciousFileOperation: The joined path (/app/images/paper.png) is located outside of the base path component (/app/collected)",
  },
];
