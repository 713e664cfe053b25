import { type Ejection, eject } from "../../src/plans/generators.ts";
import { HARMLESS, plan, type Words } from "./made-up-code.ts";

const LEFT_OUT = "replit.nix";

/** The files of a plan, and what is not for it. */
export function madeUpEjection(words: Words): Ejection {
  const say = (text: string) => (words === HARMLESS ? text : words.text);
  const { files } = eject({ plan: plan(words), name: "atlas", server: null, source: "git" });
  const notes = {
    id: "notes.txt",
    path: say("notes.txt"),
    text: say("One line.\n"),
    title: "",
    group: say("From elsewhere"),
    about: say("What is left to do."),
  };
  return {
    files: [...files.filter(({ id }) => id !== LEFT_OUT), notes],
    leftOut: [{ title: say(LEFT_OUT), why: say("The project needs no program to be built and run there.") }],
  };
}
