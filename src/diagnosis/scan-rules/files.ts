import type { ScanRule } from "../scan-rule.ts";

const SCRIPTS = /(?:^|\/)(?:[^/]{1,100}\.sh|gradlew|mvnw|docker-entrypoint|entrypoint)$/;
const DEVELOPMENT =
  /^(?:CMD|ENTRYPOINT)\b[^\n]{0,200}?(?:\bdev\b|\brunserver\b|--reload\b|\bnodemon\b|\bflask["', ]{1,5}run\b)/m;
const COPY = /^COPY[ \t]+((?!--from)[^\n\\]{1,500})$/gm;
const PAGE = { "index.html": "<p>Shop</p>" };

/** Mistakes in files that any project may have: scripts, Dockerfiles, what Git keeps elsewhere. */
export const FILE_RULES: readonly ScanRule[] = [
  {
    id: "script-crlf",
    when: "scan",
    language: "any",
    level: "error",
    title: "The script {name} has Windows line endings.",
    explanation: "Linux looks for a program whose name ends with a carriage return, and finds none.",
    fix: "Save it with LF line endings, and add *.sh text eol=lf to .gitattributes.",
    find: (folder) => {
      const file = folder.files.find(
        (name) => SCRIPTS.test(name) && /^#![^\n]{0,200}\r\n/.test(folder.read(name) ?? ""),
      );
      return file === undefined ? null : { file, line: 1, name: file };
    },
    example: { ...PAGE, "build.sh": "#!/bin/sh\r\necho ok\r\n" },
    counterexample: { ...PAGE, "build.sh": "#!/bin/sh\necho ok\n" },
  },
  {
    id: "git-lfs",
    when: "scan",
    language: "any",
    level: "warning",
    title: "Some files are kept in Git LFS.",
    explanation: "What is fetched is a short text in place of each of them.",
    fix: "Keep them in Git itself, or fetch them in the build from where they are published.",
    find: (folder) => {
      const lines = (folder.root.read(".gitattributes") ?? "").split("\n");
      const index = lines.findIndex((line) => line.includes("filter=lfs"));
      return index === -1 ? null : { file: ".gitattributes", line: index + 1 };
    },
    example: { ...PAGE, ".gitattributes": "*.mp4 filter=lfs diff=lfs merge=lfs -text\n" },
    counterexample: { ...PAGE, ".gitattributes": "*.sh text eol=lf\n" },
  },
  {
    id: "git-submodule",
    when: "scan",
    language: "any",
    level: "warning",
    title: "The folder {name} is a Git submodule, and stays empty.",
    explanation: "Only the repository itself is fetched.",
    fix: "Copy what is in it into the repository, or fetch it in the build.",
    find: (folder, { findings }) => {
      // A theme that is missing is told by the detector, with more words.
      if (findings.some(({ file }) => file === ".gitmodules")) return null;
      for (const hit of folder.root.search([".gitmodules"], /^[ \t]{0,8}path[ \t]{0,8}=[ \t]{0,8}(\S{1,300})/m)) {
        const name = hit.match[1] ?? "";
        if (!folder.root.files.some((file) => file.startsWith(`${name}/`)))
          return { file: hit.file, line: hit.line, name };
      }
      return null;
    },
    example: { ...PAGE, ".gitmodules": '[submodule "a"]\n\tpath = vendor/a\n\turl = https://example.com/a.git\n' },
    counterexample: { ...PAGE, ".gitmodules": '[submodule "a"]\n\tpath = lib/a\n\turl = b\n', "lib/a/a.js": "" },
  },
  {
    id: "dockerfile-development",
    when: "scan",
    language: "docker",
    level: "error",
    title: "The Dockerfile starts a development server.",
    explanation: "It is slow, may show its insides to strangers, and often listens on localhost only.",
    fix: "Build in the image, and start what was built.",
    find: (folder, { dockerfile }) => (dockerfile === null ? null : folder.find([dockerfile], DEVELOPMENT)),
    example: { Dockerfile: 'FROM node:22-slim\nCOPY . .\nEXPOSE 3000\nCMD ["npm", "run", "dev"]\n' },
    counterexample: { Dockerfile: 'FROM node:22-slim\nCOPY . .\nEXPOSE 3000\nCMD ["npm", "run", "start"]\n' },
  },
  {
    id: "dockerfile-copies-nothing",
    when: "scan",
    language: "docker",
    level: "error",
    title: "The Dockerfile copies {name}, which is not in the source.",
    explanation: "The build stops there. A .gitignore may leave the file out, or its path counts from another folder.",
    fix: "Commit it, make it in the image, or correct the path.",
    find: (folder, { dockerfile }) => {
      if (dockerfile === null || dockerfile.includes("/") || !folder.complete) return null;
      for (const { file, line, match } of folder.search([dockerfile], COPY)) {
        const name = copied(match[1] ?? "").find((path) => !isThere(folder.files, path));
        if (name !== undefined) return { file, line, name };
      }
      return null;
    },
    example: { Dockerfile: "FROM node:22-slim\nCOPY package.json dist/ ./\nEXPOSE 80\n", "package.json": "{}" },
    counterexample: { Dockerfile: "FROM node:22-slim\nCOPY package.json *.js ./\nEXPOSE 80\n", "package.json": "{}" },
  },
];

/** The plain paths that a COPY names: no patterns, no variables, and not the place they go to. */
function copied(words: string): string[] {
  if (words.startsWith("[")) return [];
  const paths = words
    .trim()
    .split(/\s+/)
    .filter((word) => !word.startsWith("--"));
  return paths.slice(0, -1).filter((path) => /^[\w./@-]+$/.test(path) && !path.startsWith(".."));
}

function isThere(files: readonly string[], path: string): boolean {
  const plain = path.replace(/^(?:\.?\/)+/, "").replace(/\/+$/, "");
  return plain === "" || plain === "." || files.some((file) => file === plain || file.startsWith(`${plain}/`));
}
