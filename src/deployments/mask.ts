/** Shorter values are words like `true` or `dev`: masking those would only make a log unreadable. */
const SHORTEST = 6;
const MASK = "••••••";

/** Replaces secrets by dots. A secret of several lines is masked line by line, as logs are. */
export function masker(secrets: readonly string[]): (text: string) => string {
  const parts = secrets
    .flatMap((secret) => [secret, encodeURIComponent(secret), ...secret.split("\n")])
    .map((part) => part.trim())
    .filter((part) => part.length >= SHORTEST)
    .sort((a, b) => b.length - a.length);
  if (parts.length === 0) return (text) => text;
  const pattern = new RegExp([...new Set(parts)].map(escapePattern).join("|"), "g");
  return (text) => text.replace(pattern, MASK);
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
