import { expect, test } from "bun:test";
import { scan } from "../scan.ts";
import { treeOf } from "../source-tree.ts";

const planOf = (files: Record<string, string>) => scan(treeOf(files)).apps[0];

test.each([
  [
    "Chainlit",
    "chainlit",
    "import chainlit as cl\n@cl.on_chat_start\nasync def f(): ...\n",
    /^chainlit run a\.py --headless/,
  ],
  ["Shiny", "shiny", "from shiny import App, ui\napp = App(page, server)\n", /^shiny run .+ a\.py$/],
  ["Shiny", "shiny", "from shiny.express import ui\n", /^shiny run .+ a\.py$/],
  ["Panel", "panel", "import panel as pn\npn.Column('a').servable()\n", /^panel serve a\.py .+origin='\*'$/],
  ["marimo", "marimo", "import marimo\n\napp = marimo.App()\n", /^marimo run a\.py --headless/],
  ["Solara", "solara", "import solara\n\n@solara.component\ndef Page(): ...\n", /^solara run a\.py --production/],
])("%s is served by its own command, for everybody and on the port it is given", (framework, name, code, start) => {
  const plan = planOf({ "requirements.txt": `${name}\n`, "a.py": code });
  expect(plan).toMatchObject({ framework, kind: "server" });
  expect(plan?.start).toMatch(start);
  expect(plan?.start).toContain("0.0.0.0");
  expect(plan?.start).toContain("$PORT");
});

test("the file of the usual name is served before others, and a kit that nothing shows pages with is none", () => {
  const page = "import chainlit as cl\n@cl.on_message\nasync def f(m): ...\n";
  const files = { "requirements.txt": "chainlit\n", "a.py": page, "app.py": page };
  expect(planOf(files)?.start).toStartWith("chainlit run app.py ");
  expect(planOf({ "requirements.txt": "panel\n", "main.py": "print(1)\n" })?.framework).toBeNull();
});
