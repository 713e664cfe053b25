import { describe, expect, test } from "bun:test";
import { scan } from "../scan.ts";
import { treeOf } from "../source-tree.ts";

const PACKAGE = '[package]\nname = "shop"\n';
const planOf = (files: Record<string, string>) => scan(treeOf(files)).apps[0];
const locked = (...names: string[]) => names.map((name) => `[[package]]\nname = "${name}"\n`).join("\n");

describe("which program is run", () => {
  const chosen = (files: Record<string, string>) => planOf({ "Cargo.toml": PACKAGE, ...files })?.start;
  test("default-run, then the package's own name, then a name that servers have", () => {
    const both = { "src/main.rs": "", "src/bin/server.rs": "" };
    expect(chosen(both)).toBe("./bin/shop");
    expect(chosen({ ...both, "Cargo.toml": `${PACKAGE}default-run = "server"\n` })).toBe("./bin/server");
    expect(chosen({ "src/bin/alpha.rs": "", "src/bin/web/main.rs": "" })).toBe("./bin/web");
    expect(chosen({ "src/bin/migrate.rs": "", "src/bin/zeta.rs": "" })).toBe("./bin/zeta");
  });

  test("the name that [[bin]] gives it", () => {
    const toml = `${PACKAGE}\n[[bin]]\nname = "site"\npath = "src/main.rs"\n`;
    expect(chosen({ "Cargo.toml": toml, "src/main.rs": "" })).toBe("./bin/site");
  });

  test("a library alone is no program", () => {
    expect(planOf({ "Cargo.toml": PACKAGE, "src/lib.rs": "" })).toBeUndefined();
  });
});

test("the program is copied out of target by the line that builds it, because target is a cache", () => {
  const plan = planOf({ "Cargo.toml": PACKAGE, "Cargo.lock": "", "src/main.rs": "", "src/bin/worker.rs": "" });
  expect(plan?.build).toEndWith(
    "cargo build --release --locked --bin shop --bin worker && mkdir -p bin && cp target/release/shop target/release/worker bin/",
  );
  expect(plan).toMatchObject({ caches: ["target"], ship: ["bin/shop", "bin/worker"] });
});

describe("packages", () => {
  const packages = (lock: string, dependencies = "") =>
    planOf({ "Cargo.toml": `${PACKAGE}[dependencies]\n${dependencies}`, "Cargo.lock": lock, "src/main.rs": "" })
      ?.packages;
  test("what OpenSSL needs, unless it is compiled along", () => {
    expect(packages(locked("openssl-sys"))).toEqual({
      build: ["libssl-dev", "pkg-config"],
      run: ["ca-certificates", "libssl3"],
    });
    const vendored = packages(
      locked("openssl-sys", "openssl-src"),
      'openssl = { version = "0.10", features = ["vendored"] }',
    );
    expect(vendored).toEqual({ build: ["make", "perl"], run: ["ca-certificates"] });
  });

  test("SQLite's library only where it is not bundled", () => {
    expect(packages(locked("libsqlite3-sys"), 'rusqlite = "0.32"')?.run).toContain("libsqlite3-0");
    const bundled = 'rusqlite = { version = "0.32", features = ["bundled"] }';
    expect(packages(locked("libsqlite3-sys"), bundled)?.run).toEqual(["ca-certificates"]);
  });
});

describe("sqlx's checked queries", () => {
  const plan = (more: Record<string, string>) =>
    planOf({
      ...{ "Cargo.toml": `${PACKAGE}[dependencies]\nsqlx = "0.8"`, "Cargo.lock": "" },
      ...{ "src/main.rs": 'sqlx::query!("select 1")', ...more },
    });
  test("are an error without what `cargo sqlx prepare` writes, and offline with it", () => {
    expect(plan({})?.findings).toMatchObject([{ id: "sqlx-not-prepared", file: "src/main.rs", line: 1 }]);
    const prepared = plan({ ".sqlx/query-1.json": "{}" });
    expect(prepared?.findings).toEqual([]);
    expect(prepared?.build).toContain("SQLX_OFFLINE=true cargo build");
  });
});

test("a part of a workspace is built from its root, with its own toolchain file or the root's", () => {
  const files = {
    "Cargo.toml": '[workspace]\nmembers = ["crates/*"]\n',
    "Cargo.lock": "",
    "rust-toolchain": "1.88.0\n",
    "crates/api/Cargo.toml": PACKAGE,
    "crates/api/src/main.rs": "",
    "crates/api/assets/logo.svg": "",
  };
  expect(planOf(files)).toMatchObject({
    ...{ path: "crates/api", context: ".", ship: ["bin/shop", "crates/api/assets"] },
    start: "cd crates/api && ../../bin/shop",
    runtime: { name: "rust", version: "1.88", from: "../../rust-toolchain" },
  });
  const named = { ...files, "crates/api/src/main.rs": 'read("crates/api/assets/logo.svg")' };
  expect(planOf(named)?.start).toBe("./bin/shop");
});
