import { type Ejection, eject } from "../../src/plans/generators.ts";
import { HARMLESS, plan, type Words } from "./made-up-code.ts";

/** The files of a plan, and what is not for it. */
export function madeUpEjection(words: Words): Ejection {
  const say = (text: string) => (words === HARMLESS ? text : words.text);
  const { files } = eject({ plan: plan(words), name: "atlas", server: null, source: "git" });
  const notes = {
    id: "notes.txt",
    path: say("notes.txt"),
    text: say("One line.\n"),
    title: "",
    about: say("What is left to do."),
  };
  return {
    files: [...files, notes],
    leftOut: [{ title: say("systemd unit"), why: say("A site has no program: NGINX serves its files.") }],
  };
}
