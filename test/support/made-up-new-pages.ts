import type { Html } from "../../src/lib/html.ts";
import type { Scan } from "../../src/plans/plan.ts";
import { EMPTY_FORM } from "../../views/form.ts";
import { detectedPage } from "../../views/pages/detected.ts";
import { newPage } from "../../views/pages/new.ts";
import type { World } from "./made-up.ts";
import { dockerPlan, plan } from "./made-up-code.ts";
import { manyFindings } from "./made-up-findings.ts";

export function newPages({ words, say, at, wrong }: World): [string, Html][] {
  const scan: Scan = {
    apps: [plan(words), { ...plan(words), path: say("admin") }],
    lookedFor: ["Dockerfile", "package.json", "pyproject.toml", "requirements.txt", "index.html", say("bun.lock")],
  };
  const draft = { kind: "git", url: say("https://github.com/mira/atlas") };
  const examples = [
    { name: "node", title: say("Node server"), description: "A page that counts its visitors." },
    { name: "static", title: "Static page", description: "HTML and CSS, nothing to build." },
    { name: "python", title: "Python server", description: "The standard library's server with one route." },
    { name: "bun", title: "Bun server", description: "TypeScript without a build." },
  ];
  const newProps = { examples, form: EMPTY_FORM, git: { url: "", branch: "", folder: "" }, uploadLimitBytes: 1e9 };

  return [
    ["new", newPage(at("/new", "New project"), newProps)],
    [
      "new-wrong",
      newPage(at("/new", "New project"), {
        ...newProps,
        form: wrong("url", "This is not a URL of https or ssh."),
        git: { url: say("file:///etc"), branch: say("main"), folder: "" },
      }),
    ],
    [
      "detected",
      detectedPage(at("/new", "New project"), {
        scan,
        plan: plan(words),
        form: EMPTY_FORM,
        draft,
        suggestedSlug: say("atlas"),
        sourceName: say("github.com/mira/atlas"),
      }),
    ],
    [
      "detected-findings",
      detectedPage(at("/new", "New project"), {
        ...{ scan: { ...scan, apps: [manyFindings(words)] }, plan: manyFindings(words), form: EMPTY_FORM, draft },
        ...{ suggestedSlug: say("storefront"), sourceName: say("github.com/mira/storefront") },
      }),
    ],
    [
      "detected-dockerfile",
      detectedPage(at("/new", "New project"), {
        scan,
        plan: dockerPlan(words),
        form: EMPTY_FORM,
        draft,
        suggestedSlug: say("atlas"),
        sourceName: say("github.com/mira/atlas"),
      }),
    ],
    [
      "detected-nothing",
      detectedPage(at("/new", "New project"), {
        scan: { ...scan, apps: [] },
        plan: null,
        form: EMPTY_FORM,
        draft,
        suggestedSlug: "",
        sourceName: say("notes.zip"),
      }),
    ],
  ];
}
