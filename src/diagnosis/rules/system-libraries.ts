import type { LogRule } from "../rule.ts";

/** Browsers, fonts, libraries and data of the system that packages call. */
export const SYSTEM_LIBRARY_RULES: readonly LogRule[] = [
  {
    id: "playwright-browser",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /Executable doesn't exist at [^\n]{1,300}ms-playwright|Looks like Playwright (?:Test or Playwright )?was just (?:installed|updated)/,
    certainty: 3,
    explains: ["browser-missing"],
    title: "Playwright's browser is not there",
    explanation:
      "It is downloaded by a command of its own, into a folder of the user who runs it; the container that runs the app has none.",
    fix: "Run npx playwright install --with-deps chromium (python -m playwright install --with-deps chromium) in the image that runs the app, with PLAYWRIGHT_BROWSERS_PATH=/ms-playwright set there for good. Or add chromium to packages.run and launch with executablePath /usr/bin/chromium.",
    source: "captured",
    example: "browserType.launch: Executable doesn't exist at /home/app/.cache/ms-playwright/",
  },
  {
    id: "playwright-libraries",
    when: ["build", "runtime"],
    language: "any",
    signal: /Host system is missing dependencies to run browsers/,
    certainty: 3,
    explains: ["shared-library-missing"],
    title: "The browser of Playwright lacks libraries of the system",
    explanation: "Small images do not have what Chromium needs (libnss3, libatk and others).",
    fix: "Run npx playwright install-deps (python -m playwright install-deps) as root in the Dockerfile, or add chromium to packages.run in autostack.yml, which brings them.",
    source: "documented",
    example: "║ Host system is missing dependencies to run browsers. ║",
  },
  {
    id: "selenium-driver",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /NoSuchDriverException: Message: Unable to (?:obtain|locate) [^\n]{0,60}driver|unknown error: cannot find Chrome binary|'chromedriver' executable needs to be in PATH|This version of ChromeDriver only supports Chrome version|DevToolsActivePort file doesn't exist|session not created: Chrome failed to start/,
    certainty: 3,
    title: "Selenium finds no browser and driver that it can start",
    explanation:
      "Neither is in the image, the two are of different versions, or Chrome was started without the options a container needs.",
    fix: "Add chromium and chromium-driver to packages.run in autostack.yml (apt-get install in a Dockerfile), use Service('/usr/bin/chromedriver'), and add the arguments --headless=new, --no-sandbox and --disable-dev-shm-usage.",
    source: "captured",
    example: "selenium.common.exceptions.NoSuchDriverException: Message: Unable to obtain driver for chrome",
  },
  {
    id: "font-missing",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /^OSError: cannot open resource$|Fontconfig head is null|sun\.awt\.FontConfiguration\.getVersion|no fonts? (?:found|configured) (?:in|on) the system/,
    certainty: 2,
    title: "The font that the program wants is not in the image",
    explanation: "Fonts of Windows and macOS such as Arial are not here, and small images hold none at all.",
    fix: "Add fontconfig and fonts-dejavu-core (or fonts-liberation, which stands in for Arial) to packages.run in autostack.yml, or commit the .ttf file and give its path.",
    source: "captured",
    example: "OSError: cannot open resource",
  },
  {
    id: "imagemagick-policy",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /operation not allowed by the security policy [`'](?<kind>\w{1,20})'|cache resources exhausted `|no decode delegate for this image format `(?<kind>\w{0,20})'/,
    certainty: 3,
    title: "ImageMagick refuses {kind|this file}",
    explanation:
      "Debian's ImageMagick forbids PDF and PostScript and limits sizes in /etc/ImageMagick-6/policy.xml, and cannot read every format.",
    fix: 'For PDF install ghostscript and run sed -i \'s/rights="none" pattern="PDF"/rights="read|write" pattern="PDF"/\' /etc/ImageMagick-6/policy.xml in the Dockerfile, or use pdftoppm (poppler-utils). For HEIC and others install the delegate (libheif).',
    source: "captured",
    example: "attempt to perform an operation not allowed by the security policy `PDF'",
  },
  {
    id: "package-library-missing",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /failed to find (?<library>libmagic)\.|(?<library>libpq) library not found|Unable to find (?<library>zbar) shared library|(?<library>PortAudio) library not found|(?<library>MagickWand) shared library not found|failed to execute (?:Posix|Windows)Path\('(?<library>dot)'\)|No (?<library>ffmpeg) exe could be found|(?<library>DPI-1047)|Can't open lib '(?<library>[^'\n]{1,100})' : file not found|(?<library>Ghostscript) is not installed|Cannot locate a 64-bit (?<library>Oracle Client) library|(?<library>sndfile) library not found|(?<library>libvips)-?\w{0,20}: not found/,
    certainty: 3,
    title: "A package needs {library}, which is not in the image",
    explanation: "It is a library or program of the system, which the package of the language does not bring.",
    fix: "Add its Debian package to packages.run in autostack.yml, or apt-get install it in the Dockerfile: libmagic1 (python-magic), libpq5 (psycopg; or psycopg[binary]), libzbar0 (pyzbar), libportaudio2, libmagickwand-6.q16-6 (Wand), graphviz (dot), ffmpeg, libsndfile1, ghostscript, libpango-1.0-0 libpangoft2-1.0-0 (WeasyPrint), msodbcsql18 (pyodbc).",
    source: "captured",
    example: "failed to find libmagic.",
  },
  {
    id: "weasyprint-libraries",
    when: ["build", "runtime"],
    language: "python",
    signal: /WeasyPrint could not import some external libraries/,
    certainty: 3,
    explains: ["shared-library-missing"],
    title: "WeasyPrint finds no Pango in the image",
    explanation: "It draws with libraries of the system (Pango, GObject, HarfBuzz), which pip does not bring.",
    fix: "Add libpango-1.0-0, libpangoft2-1.0-0, libharfbuzz-subset0 and a font (fonts-dejavu-core) to packages.run in autostack.yml; in a Dockerfile apt-get install -y them.",
    source: "captured",
    example:
      "WeasyPrint could not import some external libraries. Please carefully follow the installation steps before reporting an issue:",
  },
  {
    id: "time-zone-unknown",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /RangeError: Invalid time zone specified: (?<zone>[^\n]{1,60})|UnknownTimeZoneError: '(?<zone>[^'\n]{1,60})'|unknown time zone (?<zone>[A-Za-z_+/-]{1,60})|invalid value for parameter "TimeZone": "(?<zone>[^"\n]{1,60})"|DateTimeZone::__construct\(\): Unknown or bad timezone \((?<zone>[^)\n]{1,60})\)/,
    certainty: 3,
    title: "There is no time zone {zone} here",
    explanation: "Its name is misspelled, or the image has no time zone data, which small images leave out.",
    fix: 'Check its spelling (Europe/Zurich), and the variable TZ; add tzdata to packages.run in autostack.yml (apk add tzdata on Alpine; import _ "time/tzdata" in Go).',
    source: "captured",
    example: "RangeError: Invalid time zone specified: Europe/Zurick",
  },
  {
    id: "musl-binary",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /libc\.musl-\w{1,20}\.so\.1: cannot open shared object file|Error loading shared library (?<library>ld-linux[\w.-]{1,30}|libc\.so\.6|libgcc_s\.so\.1|libstdc\+\+\.so\.6)|Error relocating [^\n]{1,300}: (?<library>\w{1,100}): symbol not found/,
    certainty: 3,
    explains: ["shared-library-missing"],
    title: "A program or module is made for another kind of Linux: Alpine (musl) and Debian (glibc) do not mix",
    explanation: "It was built in or downloaded for one of them, and runs on the other.",
    fix: "Use the same family in every stage: node:22-slim, not node:22-alpine, in both; or install its packages again in the image that runs it. On Alpine, apk add libstdc++ gcompat helps some.",
    source: "captured",
    example: "libc.musl-x86_64.so.1: cannot open shared object file",
  },
];
