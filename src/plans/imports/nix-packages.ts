import { own } from "../../lib/own.ts";

/** Debian's names of what people ask Nix for, where the two differ in more than their letters. */
const DEBIAN: Record<string, string> = {
  ffmpeg: "ffmpeg",
  "ffmpeg-full": "ffmpeg",
  imagemagick: "imagemagick",
  imagemagickBig: "imagemagick",
  graphicsmagick: "graphicsmagick",
  ghostscript: "ghostscript",
  poppler_utils: "poppler-utils",
  "poppler-utils": "poppler-utils",
  tesseract: "tesseract-ocr",
  tesseract4: "tesseract-ocr",
  tesseract5: "tesseract-ocr",
  chromium: "chromium",
  pandoc: "pandoc",
  wkhtmltopdf: "wkhtmltopdf",
  libreoffice: "libreoffice",
  graphviz: "graphviz",
  git: "git",
  curl: "curl",
  wget: "wget",
  jq: "jq",
  unzip: "unzip",
  zip: "zip",
  cacert: "ca-certificates",
  file: "libmagic1",
  libmagic: "libmagic1",
  libsndfile: "libsndfile1",
  libopus: "libopus0",
  libsodium: "libsodium23",
  zbar: "libzbar0",
  exiftool: "libimage-exiftool-perl",
  "postgresql.lib": "libpq5",
  sqlite: "sqlite3",
  openssl: "openssl",
  mediainfo: "mediainfo",
  sox: "sox",
  espeak: "espeak",
  "espeak-ng": "espeak-ng",
  potrace: "potrace",
  pngquant: "pngquant",
  optipng: "optipng",
  qpdf: "qpdf",
  pdftk: "pdftk",
  rsync: "rsync",
  nginx: "nginx",
  cairo: "libcairo2",
  pango: "libpangocairo-1.0-0",
  glib: "libglib2.0-0",
  libGL: "libgl1",
  libGLU: "libglu1-mesa",
  gtk3: "libgtk-3-0",
  "gdk-pixbuf": "libgdk-pixbuf-2.0-0",
  harfbuzz: "libharfbuzz0b",
  freetype: "libfreetype6",
  fontconfig: "fontconfig",
  libjpeg: "libjpeg62-turbo",
  libpng: "libpng16-16",
  libxml2: "libxml2",
  libxslt: "libxslt1.1",
  zlib: "zlib1g",
  mysql80: "libmariadb3",
  libmysqlclient: "libmariadb3",
  tk: "libtk8.6",
  tcl: "libtcl8.6",
  glibcLocales: "locales",
};

/** `pkgs.ffmpeg`, `ffmpeg` → Debian's package; `null` for runtimes and what is not known. */
export const debianOf = (name: string): string | null => own(DEBIAN, name.replace(/^pkgs\./, "")) ?? null;

const RUNTIME =
  /^(?:pkgs\.)?(nodejs|python|ruby|go|php|bun|jdk|openjdk|zulu|elixir)(?:_|-)?(\d{1,3})?(?:[._-](\d{1,3}))?(?:_x|Full)?$/;
const NAMES: Record<string, string> = { nodejs: "node", jdk: "java", openjdk: "java", zulu: "java" };

/** `nodejs-18_x`, `python311`, `go_1_22`, `python-3.11:v1` → the runtime and its version. */
export function runtimeOf(written: string): { runtime: string; version: string } | null {
  const [, name, first, second] = RUNTIME.exec(written.replace(/:.{0,40}$/, "")) ?? [];
  if (!name || !first) return null;
  const runtime = own(NAMES, name) ?? name;
  // `python311` and `php82` are written without the dot.
  const joined = !second && ["python", "php", "ruby"].includes(name) && first.length > 1;
  const version = joined ? `${first[0]}.${first.slice(1)}` : [first, second].filter(Boolean).join(".");
  return { runtime, version };
}
