import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import { readCargo, rustVersion } from "../rust/cargo.ts";

const WORDS = (framework: string) => ({
  title: `${framework} is built for the browser by a tool that no image brings along.`,
  fix: "Build it on your machine and deploy the folder with the result, or add a Dockerfile that installs the tool.",
});

/** Rust for the browser: Trunk's pages, and Leptos or Dioxus with a server. It is said what is missing. */
function detect(folder: Folder): Draft | null {
  const cargo = readCargo(folder);
  if (!cargo) return null;
  const dependency = cargo.dependencies.find(({ name }) => ["leptos", "yew", "dioxus", "sycamore"].includes(name));
  const page = folder.find(["index.html"], /data-trunk/);
  const file = folder.firstOf("Trunk.toml", "Dioxus.toml");
  const hasServer = cargo.toml.has("package", "metadata", "leptos");
  if (!dependency || !(page || file || hasServer)) return null;
  const framework = hasServer ? "Leptos" : "Trunk";
  const { runtime, facts } = rustVersion(folder, cargo);
  return {
    ...{ kind: "server", language: "rust", framework, runtime, packageManager: "cargo", context: cargo.context },
    facts: [...facts, fact("framework", dependency.name, dependency)],
    findings: [finding("error", "browser-tool-missing", WORDS(hasServer ? "Leptos" : dependency.name), dependency)],
  };
}

export const trunkDetector: Detector = {
  name: "Rust in the browser",
  looksFor: "Leptos, Yew, Dioxus or Sycamore with a Trunk.toml",
  detect,
};
