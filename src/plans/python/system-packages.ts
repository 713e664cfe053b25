import { own } from "../../lib/own.ts";
import type { Folder } from "../folder.ts";
import { finding } from "../folder.ts";
import type { Finding, SystemPackages } from "../plan.ts";
import type { PythonDependency } from "./dependencies.ts";
import { requirementFiles } from "./requirement-files.ts";

/** gcc only recommends the C library's headers, and nothing recommended is installed. */
const COMPILER = ["gcc", "libc6-dev"];

// Only what has no wheel for Linux, or whose wheel finds a library on the machine. `-dev` names that stand under `run`
// do so because their libraries are called otherwise in each release of Debian.
const NEEDS: Record<string, SystemPackages> = {
  psycopg2: { build: [...COMPILER, "libpq-dev"], run: ["libpq5"] },
  "psycopg-c": { build: [...COMPILER, "libpq-dev"], run: ["libpq5"] },
  psycopg: { build: [], run: ["libpq5"] },
  mysqlclient: { build: [...COMPILER, "default-libmysqlclient-dev", "pkg-config"], run: ["libmariadb3"] },
  pyodbc: { build: [], run: ["unixodbc"] },
  "python-ldap": { build: [...COMPILER, "libldap-dev", "libsasl2-dev"], run: ["libldap-dev", "libsasl2-2"] },
  "django-auth-ldap": { build: [...COMPILER, "libldap-dev", "libsasl2-dev"], run: ["libldap-dev", "libsasl2-2"] },
  weasyprint: { build: [], run: ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-dejavu-core"] },
  cairosvg: { build: [], run: ["libcairo2"] },
  cairocffi: { build: [], run: ["libcairo2"] },
  pycairo: { build: [...COMPILER, "libcairo2-dev", "pkg-config"], run: ["libcairo2"] },
  "opencv-python": { build: [], run: ["libgl1", "libglib2.0-0"] },
  "opencv-contrib-python": { build: [], run: ["libgl1", "libglib2.0-0"] },
  pydub: { build: [], run: ["ffmpeg"] },
  "ffmpeg-python": { build: [], run: ["ffmpeg"] },
  "openai-whisper": { build: [], run: ["ffmpeg"] },
  "yt-dlp": { build: [], run: ["ffmpeg"] },
  pytesseract: { build: [], run: ["tesseract-ocr"] },
  pdf2image: { build: [], run: ["poppler-utils"] },
  "python-magic": { build: [], run: ["libmagic1"] },
  graphviz: { build: [], run: ["graphviz"] },
  pygraphviz: { build: [...COMPILER, "libgraphviz-dev", "pkg-config"], run: ["graphviz"] },
  pyaudio: { build: [...COMPILER, "portaudio19-dev"], run: ["libportaudio2"] },
  soundfile: { build: [], run: ["libsndfile1"] },
  dlib: { build: ["cmake", "g++", "make"], run: [] },
  "face-recognition": { build: ["cmake", "g++", "make"], run: [] },
  xmlsec: { build: [...COMPILER, "libxmlsec1-dev", "pkg-config"], run: ["libxmlsec1-openssl"] },
  "python3-saml": { build: [...COMPILER, "libxmlsec1-dev", "pkg-config"], run: ["libxmlsec1-openssl"] },
  uwsgi: { build: COMPILER, run: [] },
  pyzbar: { build: [], run: ["libzbar0"] },
};

/** A geographic Django finds these libraries by their names. */
const GEO: SystemPackages = { build: [], run: ["binutils", "libproj-dev", "gdal-bin"] };
const GIT: SystemPackages = { build: ["git", "ca-certificates"], run: [] };

const MYSQLCLIENT = {
  title: "mysqlclient has no ready-made package for Linux, so it is compiled in the build.",
  fix: "PyMySQL needs no compiler: `pip install pymysql`, and in Django `pymysql.install_as_MySQLdb()`.",
};
const PSYCOPG2 = {
  title: "psycopg2 has no ready-made package for Linux, so it is compiled in the build.",
  fix: "psycopg2-binary is the same without a compiler.",
};
const OPENCV = {
  title: "opencv-python brings windows, which a server has no screen for, and needs graphics libraries.",
  fix: "Use opencv-python-headless: the same without them.",
};
const BROWSERS = {
  title: "Playwright needs a browser, and no build installs one by itself.",
  fix: "Set the hook after the build to `playwright install chromium`, or add a Dockerfile on Playwright's own image.",
};

const WORDS: Record<string, { level: Finding["level"]; id: string; words: { title: string; fix: string } }> = {
  mysqlclient: { level: "info", id: "mysqlclient-compiles", words: MYSQLCLIENT },
  psycopg2: { level: "info", id: "psycopg2-compiles", words: PSYCOPG2 },
  "opencv-python": { level: "info", id: "opencv-headless", words: OPENCV },
  playwright: { level: "warning", id: "browser-missing", words: BROWSERS },
};

const unique = (names: readonly string[]) => [...new Set(names)].sort();

/** psycopg 3 comes without its library, with it (`binary`), or as source (`c`). */
function needOf({ name, extras }: PythonDependency): SystemPackages | undefined {
  if (name !== "psycopg") return own(NEEDS, name);
  if (extras.includes("binary")) return undefined;
  return extras.includes("c") ? NEEDS["psycopg-c"] : NEEDS.psycopg;
}

/** The Debian packages that a project's Python packages need, and which of them have a better sister. */
export function pythonPackages(
  folder: Folder,
  dependencies: readonly PythonDependency[],
  place: Folder = folder,
): { packages: SystemPackages; findings: Finding[] } {
  const names = new Set(dependencies.map(({ name }) => name));
  const needs = dependencies.flatMap((one) => needOf(one) ?? []);
  if (place.find(requirementFiles(place), /\bgit\+(?:https|ssh):/)) needs.push(GIT);
  if (names.has("django") && folder.find(folder.code, /["']django\.contrib\.gis["']/)) needs.push(GEO);
  const findings = dependencies.flatMap((one) => {
    const said =
      names.has(`${one.name}-binary`) || names.has(`${one.name}-headless`) ? undefined : own(WORDS, one.name);
    return said ? [finding(said.level, said.id, said.words, one)] : [];
  });
  return {
    packages: {
      build: unique(needs.flatMap(({ build }) => build)),
      run: unique(needs.flatMap(({ run }) => run)),
    },
    findings,
  };
}
