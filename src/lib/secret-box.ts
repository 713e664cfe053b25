import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Seals text with AES-256-GCM under one 32-byte key. A sealed text is `nonce | tag | ciphertext` in base64. */
export class SecretBox {
  readonly #key: Uint8Array;

  constructor(key: Uint8Array) {
    if (key.length !== 32) throw new Error(`A secret key has 32 bytes, this one has ${key.length}.`);
    this.#key = key;
  }

  /** `context` is bound to the text (AAD): text sealed for one place does not open in another. */
  seal(text: string, context: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv("aes-256-gcm", this.#key, nonce).setAAD(Buffer.from(context));
    const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64");
  }

  /** Throws when the text was changed, or sealed under another key or for another context. */
  open(sealed: string, context: string): string {
    const bytes = Buffer.from(sealed, "base64");
    const decipher = createDecipheriv("aes-256-gcm", this.#key, bytes.subarray(0, NONCE_BYTES));
    decipher.setAAD(Buffer.from(context));
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString("utf8");
  }

  /** The same text of one context always gives the same digest, which tells nothing of it to who lacks the key. */
  digest(text: string, context: string): string {
    const key = createHmac("sha256", this.#key).update(`digest:${context}`).digest();
    return createHmac("sha256", key).update(text).digest("hex");
  }
}
