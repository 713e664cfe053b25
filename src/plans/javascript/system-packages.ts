import { fact, finding } from "../folder.ts";
import type { Fact, Finding, SystemPackages } from "../plan.ts";
import { majorOf } from "./node-minimum.ts";
import type { PackageJson } from "./package-json.ts";
import { placeOf } from "./package-json.ts";

/** What a dependency needs of Debian, and `NAME=value` for the program. */
type Need = Partial<SystemPackages> & {
  names: readonly string[];
  /** Later versions bring what they need. */
  before?: number;
  settings?: readonly string[];
  /** Needed by tests alone when it is one of development's. */
  production?: boolean;
  hint?: { title: string; fix: string };
};

const COMPILER = ["python3", "make", "g++"];
const FONTS = ["fonts-liberation"];

const NO_BROWSER = {
  title: "Playwright's own browsers are not part of the release; Debian's Chromium is.",
  fix: 'Start it with `chromium.launch({ executablePath: "/usr/bin/chromium" })`.',
};

const NEEDS: readonly Need[] = [
  {
    // They fetch what was compiled for them, and compile where nothing was.
    names: [
      ...["better-sqlite3", "sqlite3", "isolated-vm", "re2", "node-sass", "serialport", "usb", "kerberos", "zeromq"],
      ...["node-libcurl", "deasync", "leveldown", "libxmljs", "libxmljs2", "cpu-features", "node-pty", "farmhash"],
    ],
    build: COMPILER,
  },
  { names: ["bcrypt"], before: 6, build: COMPILER },
  { names: ["argon2"], before: 1, build: COMPILER },
  {
    names: ["canvas"],
    build: [
      ...COMPILER,
      ...["pkg-config", "libcairo2-dev", "libpango1.0-dev", "libjpeg-dev", "libgif-dev", "librsvg2-dev"],
    ],
    run: [
      ...["libcairo2", "libpango-1.0-0", "libpangocairo-1.0-0", "libjpeg62-turbo", "libgif7", "librsvg2-2"],
      ...["fontconfig", "fonts-dejavu-core"],
    ],
  },
  // Its engines are linked against OpenSSL's library, which slim images leave out.
  { names: ["prisma", "@prisma/client"], build: ["openssl"], run: ["openssl"] },
  {
    names: ["puppeteer", "puppeteer-core"],
    production: true,
    run: ["chromium", ...FONTS],
    settings: ["PUPPETEER_EXECUTABLE_PATH=/usr/bin/chromium"],
  },
  {
    names: ["playwright", "playwright-core", "playwright-chromium"],
    production: true,
    run: ["chromium", ...FONTS],
    hint: NO_BROWSER,
  },
  { names: ["fluent-ffmpeg"], run: ["ffmpeg"] },
  { names: ["gm"], run: ["graphicsmagick"] },
];

export type SystemNeeds = { packages: SystemPackages; settings: string[]; facts: Fact[]; findings: Finding[] };

function applies({ before, production }: Need, pkg: PackageJson, name: string): boolean {
  const range = pkg.dependencies.get(name);
  if (range === undefined || (production && pkg.development.has(name))) return false;
  return before === undefined || (majorOf(range) ?? before) < before;
}

const unique = (lists: readonly (readonly string[])[]) => [...new Set(lists.flat())];

/** Debian's packages that the project's dependencies need. */
export function systemNeeds(pkg: PackageJson): SystemNeeds {
  const found = NEEDS.flatMap((need) => {
    const name = need.names.find((one) => applies(need, pkg, one));
    return name ? [{ need, name }] : [];
  });
  const packages = {
    build: unique(found.map(({ need }) => need.build ?? [])),
    run: unique(found.map(({ need }) => need.run ?? [])),
  };
  const facts = found.map(({ need, name }) => {
    const needed = unique([need.build ?? [], need.run ?? []]).join(" ");
    return fact("system packages", needed, placeOf(pkg, name));
  });
  const findings = found.flatMap(({ need, name }) =>
    need.hint ? [finding("warning", "browser-path", need.hint, placeOf(pkg, name))] : [],
  );
  return { packages, settings: found.flatMap(({ need }) => need.settings ?? []), facts, findings };
}
