const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

let last = { now: -1, chance: 0 };

/**
 * 20 characters of Crockford base32: 10 of time in ms and 10 of chance, so that ids sort by age, also those of one millisecond that this
 * process makes. Two processes in the same millisecond make the same one once in 5 × 10¹⁴ times.
 */
export function newId(now: number = Date.now()): string {
  last = { now, chance: now === last.now ? last.chance + 1 : chance() };
  return digits(now) + digits(last.chance);
}

/** 49 bits: half of what ten characters hold, so that there is room for those that follow in the same millisecond. */
function chance(): number {
  const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2));
  return (high % 2 ** 17) * 2 ** 32 + low;
}

function digits(number: number): string {
  let text = "";
  for (let rest = number; text.length < 10; rest = Math.floor(rest / 32)) text = ALPHABET[rest % 32] + text;
  return text;
}

/** The last seven characters: what people see, and what names containers and hostnames. */
export function shortId(id: string): string {
  return id.slice(-7);
}

/** 32 random bytes as base64url, for sessions, tokens and links. */
export function newSecret(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64url");
}

/** Secrets of high entropy are stored as this and looked up by it. Passwords never are: they use argon2id. */
export function hashSecret(secret: string): string {
  return new Bun.CryptoHasher("sha256").update(secret).digest("hex");
}
