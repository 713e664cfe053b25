import { join } from "node:path";
import { DEBIAN, type Family, installLine, linkPrograms, nothing, type TestImage } from "./image.ts";

/** Languages as Debian packages them, under the names of the images that plans ask for. Only the versions that it has. */
export const DEBIAN_FAMILIES: readonly Family[] = [
  { pattern: /^python:(3\.11)-slim(?:-bookworm)?$/, make: pythonImage },
  { pattern: /^golang:(1\.\d+)(?:\.\d+)?-bookworm$/, make: goImage },
  { pattern: /^rust:(1)[\d.]*-slim-bookworm$/, make: rustImage },
  { pattern: /^ruby:(3)(?:\.1)?-slim(?:-bookworm)?$/, make: rubyImage },
  { pattern: /^elixir:(1\.14)-slim$/, make: elixirImage },
];

const debian = (name: string, dockerfile: string[], versions: string[] = []): TestImage => ({
  ...{ name, from: DEBIAN, versions, dockerfile, fill: nothing },
});

function pythonImage(name: string): TestImage {
  return {
    ...debian(name, [
      `RUN ${installLine("python3", "python3-pip", "python3-venv")} && rm -rf /usr/lib/python3*/EXTERNALLY-MANAGED`,
      "ENV PYTHON_VERSION=3.11 LANG=C.UTF-8",
      'CMD ["python3"]',
    ]),
    versions: ["python3.11"],
    fill: (root) =>
      linkPrograms(join(root, "usr/local/bin"), {
        python: "/usr/bin/python3",
        python3: "/usr/bin/python3",
        pip: "/usr/bin/pip3",
        pip3: "/usr/bin/pip3",
      }),
  };
}

/** Debian's own Go is old: it fetches the one that is asked for, which is a module, and goes again. */
function goImage(name: string, version: string): TestImage {
  const architecture = process.arch === "arm64" ? "arm64" : "amd64";
  const toolchain = `golang.org/toolchain@v0.0.1-go${version}.0.linux-${architecture}`;
  return debian(name, [
    `RUN ${installLine("golang-go", "git", "gcc", "libc6-dev")} \\
 && GOPATH=/tmp/go GOFLAGS=-modcacherw go mod download ${toolchain} \\
 && mv /tmp/go/pkg/mod/${toolchain} /usr/local/go \\
 && chmod -R a+rX,u+w /usr/local/go && chmod -R a+x /usr/local/go/bin /usr/local/go/pkg/tool \\
 && apt-get purge -y --autoremove golang-go && rm -rf /tmp/go`,
    "ENV GOPATH=/go GOTOOLCHAIN=local PATH=/go/bin:/usr/local/go/bin:$PATH",
    "WORKDIR /go",
  ]);
}

/** Debian keeps one Rust up to date for its browsers. */
function rustImage(name: string): TestImage {
  return debian(name, [
    `RUN ${installLine("rustc-web", "cargo-web", "gcc", "libc6-dev")}`,
    "ENV CARGO_HOME=/usr/local/cargo",
  ]);
}

function rubyImage(name: string): TestImage {
  return debian(name, [
    `RUN ${installLine("ruby", "bundler", "libyaml-0-2", "libgmp10", "libffi8", "tzdata")}`,
    "ENV LANG=C.UTF-8 GEM_HOME=/usr/local/bundle BUNDLE_SILENCE_ROOT_WARNING=1 BUNDLE_APP_CONFIG=/usr/local/bundle",
    "ENV PATH=/usr/local/bundle/bin:$PATH",
    'CMD ["irb"]',
  ]);
}

function elixirImage(name: string): TestImage {
  return debian(name, [
    `RUN ${installLine("elixir", "erlang-dev", "erlang-xmerl")}`,
    "ENV LANG=C.UTF-8",
    'CMD ["iex"]',
  ]);
}
