import { type CryptoKey, errors, exportJWK, generateKeyPair, importJWK, jwtVerify, SignJWT } from "jose";
import { AppError } from "../lib/errors.ts";
import { hashSecret, newId, newSecret } from "../lib/ids.ts";
import type { SecretBox } from "../lib/secret-box.ts";
import { DAY_MS, MINUTE_MS, SECOND_MS } from "../lib/time.ts";
import type { RefreshTokenStore } from "./refresh-token-store.ts";
import type { SettingsStore } from "./settings-store.ts";

const ALGORITHM = "EdDSA";
const ISSUER = "autostack";
const KEY_SETTING = "access_token_key";
export const ACCESS_TOKEN_MS = 15 * MINUTE_MS;
export const REFRESH_TOKEN_MS = 30 * DAY_MS;

export type Grant = { accessToken: string; refreshToken: string; expiresIn: number };
type Keys = { private: CryptoKey; public: CryptoKey };
type Deps = { refreshTokens: RefreshTokenStore; settings: SettingsStore; box: SecretBox; now: () => number };

/**
 * Short-lived signed tokens for programs that sign in as a person. Each names the family of refresh tokens that it
 * came from, so that revoking the family ends it at once and not only after its 15 minutes.
 */
export class AccessTokens {
  readonly #deps: Deps;
  #keys: Promise<Keys> | undefined;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  grant(user: string): Promise<Grant> {
    return this.#grant(user, newId(this.#deps.now()));
  }

  /** Each refresh token works once. A second use means that two parties hold it, so all of its family ends. */
  async refresh(refreshToken: string): Promise<Grant> {
    const { refreshTokens, now } = this.#deps;
    const used = refreshTokens.use(hashSecret(refreshToken), now());
    if (used?.outcome === "reused") refreshTokens.removeFamily(used.family);
    if (used?.outcome !== "fresh") throw refreshRefused();
    return this.#grant(used.user, used.family);
  }

  /** The id of the user who an access token speaks for, or `null`. */
  async verify(accessToken: string): Promise<string | null> {
    try {
      const options = { issuer: ISSUER, algorithms: [ALGORITHM], currentDate: new Date(this.#deps.now()) };
      const { payload } = await jwtVerify(accessToken, (await this.#loadedKeys()).public, options);
      const isLive = typeof payload.sid === "string" && this.#deps.refreshTokens.hasFamily(payload.sid);
      return isLive ? (payload.sub ?? null) : null;
    } catch (error) {
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  }

  revokeAll(user: string): void {
    this.#deps.refreshTokens.removeOfUser(user);
  }

  sweep(): void {
    this.#deps.refreshTokens.removeExpired(this.#deps.now());
  }

  async #grant(user: string, family: string): Promise<Grant> {
    const { refreshTokens, now } = this.#deps;
    const keys = await this.#loadedKeys();
    const createdAt = now();
    const refreshToken = newSecret();
    const token = { id: newId(createdAt), family, user, createdAt, expiresAt: createdAt + REFRESH_TOKEN_MS };
    refreshTokens.insert(token, hashSecret(refreshToken));
    const issuedAt = Math.floor(createdAt / SECOND_MS);
    const expiresIn = ACCESS_TOKEN_MS / SECOND_MS;
    const accessToken = await new SignJWT({ sid: family })
      .setProtectedHeader({ alg: ALGORITHM })
      .setIssuer(ISSUER)
      .setSubject(user)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + expiresIn)
      .sign(keys.private);
    return { accessToken, refreshToken, expiresIn };
  }

  #loadedKeys(): Promise<Keys> {
    this.#keys ??= this.#loadKeys();
    return this.#keys;
  }

  async #loadKeys(): Promise<Keys> {
    const { settings, box } = this.#deps;
    const sealed = settings.get(KEY_SETTING) ?? settings.setOnce(KEY_SETTING, box.seal(await newKey(), KEY_SETTING));
    const { d, ...publicJwk } = JSON.parse(box.open(sealed, KEY_SETTING));
    return { private: await importKey({ ...publicJwk, d }), public: await importKey(publicJwk) };
  }
}

async function newKey(): Promise<string> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  return JSON.stringify(await exportJWK(privateKey));
}

async function importKey(jwk: object): Promise<CryptoKey> {
  const key = await importJWK(jwk, ALGORITHM);
  if (key instanceof Uint8Array) throw new Error("The key for access tokens is not an Ed25519 key.");
  return key;
}

function refreshRefused(): AppError {
  return new AppError({
    code: "refresh_token_refused",
    status: 401,
    summary: "This refresh token is unknown, expired or already used.",
    hint: "Sign in again with e-mail and password.",
  });
}
