const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** 20 characters of Crockford base32: 10 of time in ms, so that ids sort by age, and 10 (50 bits) of chance. */
export function newId(now: number = Date.now()): string {
  let time = "";
  for (let rest = now, place = 0; place < 10; place++) {
    time = ALPHABET[rest % 32] + time;
    rest = Math.floor(rest / 32);
  }
  const chance = crypto.getRandomValues(new Uint8Array(10));
  return time + Array.from(chance, (byte) => ALPHABET[byte % 32]).join("");
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
