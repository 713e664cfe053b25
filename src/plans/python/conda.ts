import { own } from "../../lib/own.ts";
import type { Folder } from "../folder.ts";
import { finding } from "../folder.ts";
import type { Finding } from "../plan.ts";

type CondaPackage = { name: string; specifier: string; file: string; line: number };

const FILES = ["environment.yml", "environment.yaml"];
const ITEM = /^([ \t]*)-[ \t]+["']?(?:[\w.-]+::)?([A-Za-z0-9][\w.-]*)((?:\[[^\]\n]{0,100}\])?[^\n#"']{0,100})/gm;

/** Names that conda uses for what PyPI calls otherwise. */
const NAMES: Record<string, string> = {
  pytorch: "torch",
  opencv: "opencv-python-headless",
  "py-opencv": "opencv-python-headless",
};

/** Packages of conda alone: interpreters, compilers and libraries that PyPI does not have. */
const CONDA_ONLY =
  /^(?:python|pip|setuptools|wheel|conda|mamba|nodejs|r-|lib|_|mkl|cuda|cudnn|gcc|gxx|openssl|ca-certificates|ffmpeg|git$|make$|cmake$|compilers|pytorch-cuda|cpuonly|gdal$|zlib|sqlite$|readline|tk$|xz$|ncurses|bzip2)/;

export const condaFile = (folder: Folder): string | null => folder.firstOf(...FILES);

/** conda's `numpy=1.26` means what pip writes as `numpy==1.26.*`; a third part names one build of it. */
function asSpecifier(name: string, version: string): string {
  const [, exact] = /^\s*=\s*([\w.]+)(?:=\S*)?\s*$/.exec(version) ?? [];
  if (exact) return exact.split(".").length > 2 ? `${name}==${exact}` : `${name}==${exact}.*`;
  return `${name}${version.replaceAll(/\s/g, "")}`;
}

function allPackages(folder: Folder): CondaPackage[] {
  const file = condaFile(folder);
  const text = file ? (folder.read(file) ?? "") : "";
  const start = text.search(/^dependencies:/m);
  if (!file || start === -1) return [];
  return [...folder.search([file], ITEM)]
    .filter(({ match }) => match.index > start)
    .map(({ line, match }) => {
      const name = own(NAMES, match[2] ?? "") ?? match[2] ?? "";
      return { name, specifier: asSpecifier(name, match[3] ?? ""), file, line };
    });
}

/** Those of its packages that PyPI has under the same name, as far as one can tell. */
export const condaPackages = (folder: Folder): CondaPackage[] =>
  allPackages(folder).filter(({ name }) => !CONDA_ONLY.test(name));

export function condaPython(folder: Folder): CondaPackage | null {
  return allPackages(folder).find(({ name }) => name === "python") ?? null;
}

export function condaFindings(folder: Folder): Finding[] {
  const file = condaFile(folder);
  if (!file) return [];
  const left = allPackages(folder)
    .map(({ name }) => name)
    .filter((name) => CONDA_ONLY.test(name) && !/^(?:python|pip|setuptools|wheel)$/.test(name));
  const without = left.length > 0 ? ` Not installed: ${left.slice(0, 8).join(", ")}.` : "";
  return [
    finding(
      "warning",
      "conda-environment",
      {
        title: `This project lists its packages for conda; they are installed from PyPI with pip instead.${without}`,
        fix: "Write a requirements.txt with the packages that the program needs, or add a Dockerfile that brings conda.",
      },
      { file, line: 0 },
    ),
  ];
}
