import type { Folder } from "../folder.ts";
import { finding } from "../folder.ts";
import type { Finding } from "../plan.ts";
import type { PythonProject } from "./project.ts";

/** Modules of packages that people start with, by what PyPI calls them. */
const PACKAGES: Record<string, string> = {
  ...{ flask: "flask", fastapi: "fastapi", django: "django", streamlit: "streamlit", gradio: "gradio", dash: "dash" },
  ...{
    starlette: "starlette",
    litestar: "litestar",
    quart: "quart",
    sanic: "sanic",
    aiohttp: "aiohttp",
    bottle: "bottle",
  },
  ...{ discord: "discord.py", telegram: "python-telegram-bot", telebot: "pyTelegramBotAPI", aiogram: "aiogram" },
  ...{ requests: "requests", httpx: "httpx", pandas: "pandas", numpy: "numpy", sqlalchemy: "sqlalchemy" },
};

const IMPORT = new RegExp(`^(?:from|import)[ \\t]+(${Object.keys(PACKAGES).join("|")})\\b`, "m");

/** A program that imports packages which no file names would end with ModuleNotFoundError: said before it does. */
export function importFindings(folder: Folder, python: PythonProject): Finding[] {
  if (python.dependencies.length > 0) return [];
  const code = folder.code.filter((file) => file.endsWith(".py"));
  const hit = folder.find(code, IMPORT);
  const name = PACKAGES[hit?.match[1] ?? ""];
  if (!hit || !name) return [];
  const words = {
    title: `The code imports ${hit.match[1]}, and no file says which packages to install.`,
    fix: `Add a requirements.txt with a line for each package: ${name}.`,
  };
  return [finding("error", "no-requirements", words, hit)];
}
