import type { LogRule } from "../rule.ts";

export const DJANGO_RULES: readonly LogRule[] = [
  {
    id: "django-static-root",
    when: ["build"],
    language: "python",
    signal: /using the staticfiles app without having set the STATIC_ROOT setting/,
    certainty: 3,
    title: "Django's STATIC_ROOT is not set",
    explanation: "collectstatic gathers CSS and images in this folder, and the settings do not name one.",
    fix: 'Add STATIC_ROOT = BASE_DIR / "staticfiles" to the settings.',
    source: "captured",
    example:
      "django.core.exceptions.ImproperlyConfigured: You're using the staticfiles app without having set the STATIC_ROOT setting to a filesystem path.",
  },
  {
    id: "django-manifest-missing",
    when: ["build", "runtime"],
    language: "python",
    signal:
      /Missing staticfiles manifest entry for '(?<file>[^']{1,300})'|The file '(?<file>[^']{1,300})' could not be found with </,
    certainty: 3,
    title: "The static file {file} is not among those collected",
    explanation: "The manifest storage serves only files that collectstatic has seen.",
    fix: "Correct the name, commit the file, and run python manage.py collectstatic --noinput in the build.",
    source: "captured",
    example: "ValueError: Missing staticfiles manifest entry for 'css/site.css'",
  },
  {
    id: "django-secret-key",
    when: ["build", "runtime"],
    language: "python",
    signal: /The SECRET_KEY setting must not be empty/,
    certainty: 3,
    title: "Django has no SECRET_KEY",
    explanation: "The settings read it from a variable that is not set here.",
    fix: "Add the variable to the project with a long random text, also as a build variable if the build runs manage.py.",
    source: "captured",
    example: 'raise ImproperlyConfigured("The SECRET_KEY setting must not be empty.")',
  },
  {
    id: "django-allowed-hosts",
    when: ["runtime"],
    language: "python",
    signal:
      /Invalid HTTP_HOST header: '(?<host>[^']{1,253})'|DisallowedHost at |You must set settings\.ALLOWED_HOSTS if DEBUG is False/,
    certainty: 3,
    title: "Django does not allow the host {host|that it is asked for}",
    explanation: "With DEBUG off, Django answers 400 to every name that is not in ALLOWED_HOSTS.",
    fix: 'Add the domain: ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "").split(","), and set that variable.',
    source: "captured",
    example: "CommandError: You must set settings.ALLOWED_HOSTS if DEBUG is False.",
  },
  {
    id: "django-csrf-origin",
    when: ["runtime"],
    language: "python",
    signal: /Origin checking failed - (?<origin>\S{1,253}) does not match any trusted origins/,
    certainty: 3,
    title: "Django does not trust forms from {origin}",
    explanation: "Behind a proxy Django sees http, while the browser says https.",
    fix: 'Set CSRF_TRUSTED_ORIGINS = ["{origin}"] and SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https").',
    source: "captured",
    example:
      "Forbidden (Origin checking failed - https://shop.example.com does not match any trusted origins.): /login/",
  },
];
