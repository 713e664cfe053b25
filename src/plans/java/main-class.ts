import type { Folder, Hit } from "../folder.ts";

const JAVA_MAIN =
  /\bpublic\s{1,9}static\s{1,9}void\s{1,9}main\s{0,9}\(|\bstatic\s{1,9}public\s{1,9}void\s{1,9}main\s{0,9}\(/;
const KOTLIN_MAIN = /^(?:suspend[ \t]{1,9})?fun[ \t]{1,9}main[ \t]{0,9}\(/m;
const PACKAGE = /^[ \t]{0,9}package[ \t]{1,9}([\w.]{1,200})/m;

export type MainClass = { name: string; at: Hit };

const classOf = (file: string) =>
  file
    .split("/")
    .at(-1)
    ?.replace(/\.\w+$/, "") ?? "";

/** The class that Kotlin makes of a file's own functions. */
const kotlinClass = (file: string) => {
  const name = classOf(file);
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}Kt`;
};

/** The one class with a `main`: where there are several, nothing says which. */
export function findMainClass(folder: Folder): MainClass | null {
  const files = folder.code.filter((file) => /(?:^|\/)src\/main\/|^[^/]+$|^src\//.test(file));
  const found = files.flatMap((file) => {
    const isKotlin = file.endsWith(".kt");
    // Names stand in a command, and a class has no other than these.
    const at = /(?:^|\/)\w{1,100}\.(?:java|kt)$/.test(file)
      ? folder.find([file], isKotlin ? KOTLIN_MAIN : JAVA_MAIN)
      : null;
    if (!at) return [];
    const around = PACKAGE.exec(folder.read(file) ?? "")?.[1];
    const name = isKotlin ? kotlinClass(file) : classOf(file);
    return [{ name: around ? `${around}.${name}` : name, at }];
  });
  const [first] = found;
  if (found.length === 1 && first) return first;
  return (
    found.find(({ name }) => /(?:^|\.)(?:Main|App|Application|Server|MainKt|AppKt|ApplicationKt)$/.test(name)) ?? null
  );
}
