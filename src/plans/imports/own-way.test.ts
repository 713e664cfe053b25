import { describe, expect, test } from "bun:test";
import { scanPart } from "../choose.ts";
import { treeOf } from "../source-tree.ts";

const GO = {
  "go.mod": "module example.com/shop\n\ngo 1.24\n",
  "main.go": 'package main\n\nfunc main() { http.ListenAndServe(":8080", nil) }\n',
};
const RUST = {
  "Cargo.toml": '[package]\nname = "srv"\nversion = "0.1.0"\n[dependencies]\naxum = "0.8"\n',
  "src/main.rs": "fn main() {}\n",
};
const SPRING = {
  "build.gradle": "plugins {\n  id 'org.springframework.boot' version '3.5.0'\n}\n",
  "src/main/java/a/Demo.java": "package a;\nclass Demo {\n  public static void main(String[] args) {}\n}\n",
};
const PHOENIX = {
  "mix.exs": 'defmodule H.MixProject do\n  def project, do: [app: :h, deps: [{:phoenix, "~> 1.7"}]]\nend\n',
};
const PHP = { "composer.json": '{"require":{"slim/slim":"^4"}}', "web/index.php": "" };
const DOTNET = { "Shop.csproj": '<Project Sdk="Microsoft.NET.Sdk.Web"></Project>' };

function planOf(files: Record<string, string>) {
  const [plan] = scanPart(treeOf(files), undefined).apps;
  if (!plan) throw new Error("Nothing was recognised.");
  return plan;
}

describe("a start that names what another platform's builder leaves behind", () => {
  test.each([
    [GO, "./out --verbose", "./bin/shop --verbose"],
    [GO, "LEVEL=1 bin/server", "LEVEL=1 ./bin/shop"],
    [RUST, "ROCKET_PORT=$PORT ./target/release/srv", "ROCKET_PORT=$PORT ./bin/srv"],
    [SPRING, "java -Dserver.port=$PORT -jar build/libs/demo-1.0.jar", "java -Dserver.port=$PORT -jar app.jar"],
    [PHOENIX, "MIX_ENV=prod mix phx.server", "PHX_SERVER=true _build/prod/rel/h/bin/h start"],
    [PHP, "vendor/bin/heroku-php-apache2 web/", "DOCUMENT_ROOT=web apache2-foreground"],
    [PHP, "heroku-php-nginx -C nginx.conf", "DOCUMENT_ROOT=web apache2-foreground"],
    [DOTNET, "cd $HOME/heroku_output && ./Shop", "cd out && ASPNETCORE_URLS=http://0.0.0.0:$PORT dotnet Shop.dll"],
  ])("is the start of what is built here: %#", (files, written, start) => {
    const plan = planOf({ ...(files as Record<string, string>), Procfile: `web: ${written}\n` });
    expect(plan.start).toBe(start);
    expect(plan.imports[0]).toMatchObject({ value: written, verdict: "approximated" });
  });

  test("stays what it is where it starts something else", () => {
    for (const line of ["sh start.sh", "./scripts/run.sh", "java -jar tools/x.jar"]) {
      const plan = planOf({ ...GO, Procfile: `web: ${line}\n` });
      expect(plan.start).toBe(line);
      expect(plan.imports[0]?.verdict).toBe("honoured");
    }
  });

  test("holds for processes as well", () => {
    const plan = planOf({ ...RUST, Procfile: "jobs: ./target/release/srv jobs\n" });
    expect(plan.processes).toEqual([{ name: "jobs", command: "./bin/srv jobs" }]);
  });
});

test("with a build of the platform's own its start is right, and all that it leaves goes along", () => {
  const yaml = "services:\n- type: web\n  buildCommand: go build -o app\n  startCommand: ./app\n";
  expect(planOf({ ...GO, "render.yaml": yaml })).toMatchObject({ start: "./app", ship: [] });
  const cargo = yaml.replace("go build -o app", "cargo build --release").replace("./app", "./target/release/srv");
  expect(planOf({ ...RUST, "render.yaml": cargo })).toMatchObject({
    ...{ start: "./target/release/srv", ship: [], caches: [] },
  });
});

test("AutoStack's own file is taken at its word", () => {
  expect(planOf({ ...GO, "autostack.yml": "start: ./out\n" }).start).toBe("./out");
});
