import { Document, Scalar, visit } from "yaml";

// Readers of YAML 1.1 take some of them for the end of a line, and refuse the others.
const TROUBLESOME = /[\x7f-\x9f\u2028\u2029\ufeff]/;
const EVERY = new RegExp(TROUBLESOME, "g");

const escaped = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;

/**
 * A value as YAML that readers of 1.1 and of 1.2 take for the same, whatever its texts hold. `version` 1.1 also quotes
 * the words that it knows and 1.2 does not, such as `yes`.
 */
export function yamlText(value: unknown, version: "1.1" | "1.2"): string {
  const document = new Document(value, { version, aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value !== "string") return;
      node.value = node.value.toWellFormed();
      if (TROUBLESOME.test(String(node.value))) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  // Those that are left stand between double quotes, where such escapes are known.
  return document.toString({ lineWidth: 0, directives: false }).replace(EVERY, escaped);
}
