import { expect, test } from "bun:test";
import { scan } from "../scan.ts";
import { treeOf } from "../source-tree.ts";

const TEMPL = {
  "go.mod": "module example.com/a\n\ngo 1.24\n\nrequire (\n\tgithub.com/a-h/templ v0.3.960\n)\n",
  "go.sum": "",
  "main.go": 'package main\n\nfunc main() { http.ListenAndServe(":4000", nil) }\n',
  "views/home.templ": "package views\n",
};
const buildOf = (files: Record<string, string>) => scan(treeOf(files)).apps[0]?.build;

test("templ's pages are made into Go first, with the version that the program uses", () => {
  expect(buildOf(TEMPL)).toStartWith(
    "go run github.com/a-h/templ/cmd/templ@v0.3.960 generate && CGO_ENABLED=0 go build",
  );
});

test("pages that were made before are taken as they are", () => {
  expect(buildOf({ ...TEMPL, "views/home_templ.go": "package views\n" })).toStartWith("CGO_ENABLED=0 go build");
});
