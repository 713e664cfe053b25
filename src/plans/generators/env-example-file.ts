import { envExample } from "../env-example.ts";
import { databaseServices } from "./database-services.ts";
import { comments, type Generator, MADE, oneFile, oneLine, wantedBy } from "./generator.ts";

/** Values of secrets are never in it. */
export const envExampleFile: Generator = {
  title: ".env.example",
  about: "The variables that the code reads. Copy it to .env and fill it in; .env stays out of Git.",
  generate({ plan }) {
    const passwords = databaseServices(plan).flatMap(({ password }) => password ?? []);
    const asked = wantedBy(plan).map((wanted) => ({
      ...wanted,
      file: oneLine(wanted.file),
      ...(wanted.secret && { example: "" }),
    }));
    const known = new Set(asked.map(({ name }) => name));
    const lines = passwords
      .filter((name) => !known.has(name))
      .map((name) => `# required, secret, for compose.yaml\n${name}=\n`);
    const parts = [envExample(asked), ...lines].filter((part) => part !== "");
    return parts.length > 0
      ? oneFile(".env.example", [comments(MADE), ...parts].join("\n"))
      : { why: "The code reads no variables." };
  },
};
