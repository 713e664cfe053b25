import { DEFAULT_NODE } from "../javascript/node-version.ts";
import type { ManagerSettings, Toolchain } from "../toolchain.ts";
import { nodeLines } from "./node-in-image.ts";

const image = (version: string) => `python:${version}-slim`;

export const pythonToolchain: Toolchain = {
  buildImage: image,
  runImage: image,
  provide: (packages) => ({
    packages: packages.filter((name) => name !== "nodejs"),
    lines: packages.includes("nodejs") ? nodeLines(DEFAULT_NODE) : [],
  }),
  programFolders: [".venv/bin"],
  fetcher: "pip",
  runSettings: ["PYTHONUNBUFFERED=1", "PYTHONDONTWRITEBYTECODE=1"],
};

export const PYTHON_MANAGERS: Record<string, ManagerSettings> = {
  pip: { downloads: ["/root/.cache/pip"], settings: [] },
  uv: { downloads: ["/root/.cache/uv"], settings: ["UV_LINK_MODE=copy", "UV_PYTHON_DOWNLOADS=never"] },
  poetry: { downloads: ["/root/.cache/pypoetry", "/root/.cache/pip"], settings: ["POETRY_NO_INTERACTION=1"] },
  pdm: { downloads: ["/root/.cache/pdm", "/root/.cache/pip"], settings: ["PDM_CHECK_UPDATE=false"] },
  pipenv: { downloads: ["/root/.cache/pipenv", "/root/.cache/pip"], settings: ["PIPENV_NOSPIN=1"] },
};
