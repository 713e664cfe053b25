import { invalid } from "../lib/errors.ts";

/** `git@github.com:user/repo.git`, as Git servers show it for ssh. */
const SCP_LIKE = /^([a-z0-9._-]+)@([a-z0-9.-]+):(?!\/\/)([^\s].*)$/i;
/** `github.com/user/repo`, as people copy it. */
const WITHOUT_SCHEME = /^[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?\/[^\s:]+$/i;
const HOST = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i;
const PATH = /^\/[\w./~%+@-]+$/;
const EXAMPLE = "It looks like https://github.com/you/project.git or git@github.com:you/project.git.";

/** Brings what a person typed into an https or ssh URL that git may be given; throws for the field `url` otherwise. */
export function parseGitUrl(text: string): string {
  const typed = text.trim();
  if (typed === "") throw invalid("url", "The repository's URL is missing.", EXAMPLE);
  if (typed.length > 2000 || hasControlOrSpace(typed)) {
    throw invalid("url", "The URL is too long, or has spaces or control characters in it.", EXAMPLE);
  }
  if (typed.startsWith("-")) throw invalid("url", "A repository's URL cannot begin with a dash.", EXAMPLE);
  const url = new URL(withScheme(typed));
  checkAuthority(url);
  if (!PATH.test(url.pathname) || url.pathname.split("/").includes("..") || url.search || url.hash) {
    throw invalid("url", "The URL does not name a repository.", EXAMPLE);
  }
  return url.href;
}

function withScheme(typed: string): string {
  const [, user, host, path] = SCP_LIKE.exec(typed) ?? [];
  if (user && host && path) return asUrl(`ssh://${user}@${host}/${path}`);
  if (/^(https|ssh):\/\//i.test(typed)) return asUrl(typed);
  if (/^http:\/\//i.test(typed)) {
    throw invalid("url", "Plain http would send the code, and any token, unprotected.", "Use the https:// URL.");
  }
  if (WITHOUT_SCHEME.test(typed)) return asUrl(`https://${typed}`);
  throw invalid("url", "Only https and ssh URLs of Git repositories are accepted.", EXAMPLE);
}

function asUrl(text: string): string {
  if (URL.canParse(text)) return text;
  throw invalid("url", "That is not a valid URL.", EXAMPLE);
}

function checkAuthority(url: URL): void {
  if (!HOST.test(url.hostname)) throw invalid("url", "The URL has no valid host name.", EXAMPLE);
  const isHttps = url.protocol === "https:";
  if (url.password !== "" || (isHttps && url.username !== "")) {
    throw invalid(
      "url",
      "The URL holds a user name or a password, which would be stored and shown with it.",
      "Leave it out of the URL, and put the access token in its own field.",
    );
  }
  if (!isHttps && !/^[a-z0-9._][a-z0-9._-]*$/i.test(url.username)) {
    throw invalid(
      "url",
      "An ssh URL needs a user name.",
      "Most servers use git: ssh://git@example.com/you/project.git.",
    );
  }
}

/** The rules of `git check-ref-format`, without the characters that a shell or a terminal reads. */
export function checkBranch(name: string): string {
  const typed = name.trim();
  const isPlain = /^[\p{L}\p{N}_][\p{L}\p{N}_./@+#-]*$/u.test(typed) && typed.length <= 200;
  const isOdd = /\.\.|\/\/|@\{|\/\.|\.lock(\/|$)|[/.]$/.test(typed);
  if (isPlain && !isOdd) return typed;
  throw invalid(
    "branch",
    "That is not the name of a branch or a tag.",
    "Use letters, digits and . _ - / as in main or feature/login; no spaces, and no dash at the beginning.",
  );
}

/** A folder of the repository, relative to its top; `null` for the top itself. */
export function checkFolder(path: string): string | null {
  const typed = path.trim();
  if (typed.startsWith("/") || typed.includes("\\") || hasControlCharacter(typed) || typed.length > 500) {
    throw invalid("folder", "The folder must be a path inside of the repository.", "Write it like apps/web.");
  }
  const parts = typed.split("/").filter((part) => part !== "" && part !== ".");
  if (parts.some((part) => part === ".." || part.toLowerCase() === ".git")) {
    throw invalid("folder", "The folder must stay inside of the repository.", "Write it like apps/web, without “..”.");
  }
  return parts.length === 0 ? null : parts.join("/");
}

const hasControlCharacter = (text: string) => /\p{Cc}/u.test(text);
/** Also the invisible and the private ones, which make two different URLs look the same. */
const hasControlOrSpace = (text: string) => /[\p{C}\s]/u.test(text);
