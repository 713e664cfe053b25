import type { LogRule } from "../rule.ts";

/** What Django says of settings, migrations and packages that it was not given. */
export const DJANGO_SETUP_RULES: readonly LogRule[] = [
  {
    id: "django-css-reference",
    when: ["build", "runtime"],
    language: "python",
    signal: /^The (?:CSS|JavaScript|JS) file '(?<file>[^'\n]{1,300})' references a file which could not be found:/,
    certainty: 3,
    explains: ["django-manifest-missing"],
    title: "{file} refers to a file that does not exist",
    explanation:
      "The manifest storage follows every url(…) of a stylesheet, and collectstatic stops where one leads nowhere.",
    fix: "The line after it names the file: commit it or correct the url(…) in {file}. For a stylesheet of a package, set manifest_strict = False in a storage of your own.",
    source: "captured",
    example: "The CSS file 'css/hero.css' references a file which could not be found:",
  },
  {
    id: "django-settings-not-configured",
    when: ["build", "runtime"],
    language: "python",
    signal: /Requested settings?(?: (?<setting>\w{1,80}))?, but settings are not configured/,
    certainty: 3,
    explains: ["variable-missing-python"],
    title: "DJANGO_SETTINGS_MODULE is not set",
    explanation:
      "A program other than manage.py (gunicorn, Celery, a script) uses Django and was not told which settings to read.",
    fix: 'Add the variable DJANGO_SETTINGS_MODULE (such as mysite.settings), or call os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings") and django.setup() before the first import of a model.',
    source: "captured",
    example:
      "django.core.exceptions.ImproperlyConfigured: Requested setting INSTALLED_APPS, but settings are not configured.",
  },
  {
    id: "django-apps-not-ready",
    when: ["build", "runtime"],
    language: "python",
    signal: /AppRegistryNotReady: (?:Apps|Models) aren't loaded yet/,
    certainty: 2,
    title: "A model is imported before Django is ready",
    explanation: "Models may be imported only after get_asgi_application(), get_wsgi_application() or django.setup().",
    fix: "In asgi.py call get_asgi_application() first and import consumers and routing below it; in a script or Celery file call django.setup() first.",
    source: "captured",
    example: "django.core.exceptions.AppRegistryNotReady: Apps aren't loaded yet.",
  },
  {
    id: "django-app-not-installed",
    when: ["build", "runtime"],
    language: "python",
    signal: /Model class (?<model>[\w.]{1,200}) doesn't declare an explicit app_label and isn't in an application/,
    certainty: 3,
    title: "The app of {model} is not in INSTALLED_APPS",
    explanation: "The settings that are used here do not name it, or the code imports it under another path.",
    fix: "Add the app to INSTALLED_APPS in the settings that DJANGO_SETTINGS_MODULE names, and import it by the same name everywhere.",
    source: "captured",
    example:
      "RuntimeError: Model class shop.models.Product doesn't declare an explicit app_label and isn't in an application in INSTALLED_APPS.",
  },
  {
    id: "django-pillow-missing",
    when: ["build", "runtime"],
    language: "python",
    signal: /Cannot use ImageField because Pillow is not installed/,
    certainty: 3,
    explains: ["django-check-failed"],
    title: "Pillow is not installed, and a model has an ImageField",
    explanation: "Django needs Pillow to look at images, and the requirements do not have it.",
    fix: "Add Pillow to requirements.txt (or what the project uses) and deploy again.",
    source: "captured",
    example: "shop.Product.photo: (fields.E210) Cannot use ImageField because Pillow is not installed.",
  },
  {
    id: "django-csrf-scheme",
    when: ["build", "runtime"],
    language: "python",
    signal:
      /values in the CSRF_TRUSTED_ORIGINS setting must start with a scheme [^\n]{0,60}but found (?<origin>[^\n]{0,200}?)\. See/,
    certainty: 3,
    explains: ["django-check-failed"],
    title: "CSRF_TRUSTED_ORIGINS lacks https:// before {origin}",
    explanation:
      "Since Django 4.0 each of them is a whole origin, not only a name. An empty one comes from a variable that is empty.",
    fix: 'Write CSRF_TRUSTED_ORIGINS = ["https://shop.example.com"], also in the variable if the settings read one.',
    source: "captured",
    example:
      "?: (4_0.E001) As of Django 4.0, the values in the CSRF_TRUSTED_ORIGINS setting must start with a scheme (usually http:// or https://) but found shop.example.com. See the release notes for details.",
  },
  {
    id: "django-check-failed",
    when: ["build", "runtime"],
    language: "python",
    signal: /^[^\n:]{1,200}: \((?<code>[\w.]{1,60}\.E\d{3})\) (?<what>[^\n]{1,300})/,
    together: /SystemCheckError: System check identified some issues/,
    certainty: 2,
    title: "Django's own check found an error: {what}",
    explanation:
      "manage.py checks models and settings first ({code}), and does nothing while one of the errors stands.",
    fix: "Correct what the line names (its HINT says how); python manage.py check shows it on your computer with the same settings.",
    source: "captured",
    example: "shop.Product.price: (fields.E130) DecimalFields must define a 'decimal_places' attribute.",
  },
  {
    id: "django-list-setting",
    when: ["build", "runtime"],
    language: "python",
    signal: /The (?<setting>[A-Z_]{1,60}) setting must be a list or a tuple/,
    certainty: 3,
    title: "{setting} is a text and must be a list",
    explanation: "The settings take it as it stands, mostly from a variable, and variables are always texts.",
    fix: 'Split it: {setting} = os.environ.get("{setting}", "").split(",").',
    source: "captured",
    example: "django.core.exceptions.ImproperlyConfigured: The ALLOWED_HOSTS setting must be a list or a tuple.",
  },
  {
    id: "django-default-needed",
    when: ["build", "runtime"],
    language: "python",
    signal:
      /Field '(?<field>\w{1,100})' on model '(?<model>\w{1,100})' not migrated: it is impossible to (?:add|change)|impossible to add (?:a|the) non-nullable field '(?<field>\w{1,100})'/,
    certainty: 3,
    title: "The new field {field} needs a default before its migration can be made",
    explanation:
      "makemigrations wants to ask what the rows that are there should hold, and nobody can answer during a deployment.",
    fix: "Give the field default=… or null=True, run python manage.py makemigrations on your computer, and commit the migration; deploy with migrate only.",
    source: "captured",
    example:
      "Field 'price' on model 'product' not migrated: it is impossible to add a non-nullable field without specifying a default.",
  },
  {
    id: "django-migration-parent",
    when: ["build", "runtime"],
    language: "python",
    signal:
      /NodeNotFoundError: Migration (?<migration>[\w.]{1,200}) dependencies reference nonexistent parent node \('(?<app>\w{1,100})', '(?<parent>\w{1,200})'\)/,
    certainty: 3,
    title: "The migration {app}.{parent} is missing",
    explanation:
      "{migration} follows it, and its file is not in the source: not committed, left out by .gitignore, or of another version of a package.",
    fix: "Commit the whole migrations folder of {app} (take migrations/ out of .gitignore), or pin the package that the app comes from.",
    source: "captured",
    example:
      "django.db.migrations.exceptions.NodeNotFoundError: Migration shop.0002_price dependencies reference nonexistent parent node ('shop', '0001_initial')",
  },
  {
    id: "django-storages-incomplete",
    when: ["build", "runtime"],
    language: "python",
    signal:
      /The STORAGES setting must define a '(?<storage>\w{1,40})' storage|Could not find config for '(?<storage>\w{1,40})' in settings\.STORAGES|(?:STATICFILES_STORAGE|DEFAULT_FILE_STORAGE)\/STORAGES are mutually exclusive/,
    certainty: 3,
    explains: ["django-check-failed"],
    title: "Django's STORAGES setting is not whole",
    explanation:
      'Since Django 4.2 STORAGES replaces STATICFILES_STORAGE and DEFAULT_FILE_STORAGE, and needs both "default" and "staticfiles".',
    fix: 'Set STORAGES = {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}, "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}} and remove the two old settings.',
    source: "captured",
    example: "?: (staticfiles.E005) The STORAGES setting must define a 'staticfiles' storage.",
  },
  {
    id: "django-superuser",
    when: ["build", "runtime"],
    language: "python",
    signal:
      /CommandError: (?:Error: )?(?:That (?<field>username|email)[\w ]{0,30} is already taken|You must use --(?<field>\w{1,40}) with --noinput)/,
    certainty: 3,
    title: "createsuperuser stopped: the {field} is taken already, or was not given",
    explanation:
      "It makes an account once. When the same command runs at every start, it fails from the second time on and ends the start.",
    fix: "Set DJANGO_SUPERUSER_USERNAME, DJANGO_SUPERUSER_EMAIL and DJANGO_SUPERUSER_PASSWORD, and write python manage.py createsuperuser --noinput || true, or take it out of the start command.",
    source: "captured",
    example: "CommandError: Error: That username is already taken.",
  },
  {
    id: "django-mysqlclient-version",
    when: ["build", "runtime"],
    language: "python",
    signal: /mysqlclient (?<wanted>[\d.]{1,12}) or newer is required; you have (?<found>[\w.]{1,20})/,
    certainty: 3,
    title: "Django wants mysqlclient {wanted} or newer and found {found}",
    explanation:
      "PyMySQL stands in for mysqlclient here and says a version that is too low, or the installed one is old.",
    fix: 'Install mysqlclient itself, a newer PyMySQL, or write pymysql.version_info = (2, 2, 7, "final", 0) before pymysql.install_as_MySQLdb().',
    source: "captured",
    example: "django.core.exceptions.ImproperlyConfigured: mysqlclient 1.4.3 or newer is required; you have 1.0.2.",
  },
];
