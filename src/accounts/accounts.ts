import type { Database } from "bun:sqlite";
import { AppError, invalid } from "../lib/errors.ts";
import { hashSecret, newId, newSecret } from "../lib/ids.ts";
import type { SecretBox } from "../lib/secret-box.ts";
import type { Teams } from "../teams/teams.ts";
import { AccessTokens, type Grant } from "./access-tokens.ts";
import { AttemptStore } from "./attempt-store.ts";
import { type Credentials, checkCredentials, checkEmail, checkName, checkPassword } from "./credentials.ts";
import { hashPassword, verifyPassword } from "./passwords.ts";
import { PersonalTokens, TOKEN_PREFIX } from "./personal-tokens.ts";
import { RefreshTokenStore } from "./refresh-token-store.ts";
import { SessionStore } from "./session-store.ts";
import { type Client, Sessions } from "./sessions.ts";
import { SettingsStore } from "./settings-store.ts";
import { SIGN_IN_WINDOW_MS, SignInLimit } from "./sign-in-limit.ts";
import { checkSignUpAllowed, readSignUpMode, type SignUpMode, writeSignUpMode } from "./sign-up-mode.ts";
import { TokenStore } from "./token-store.ts";
import type { InstanceRole, User, Visitor } from "./user.ts";
import { UserStore } from "./user-store.ts";

const SETUP_SETTING = "setup_token_hash";

export type AccountsDeps = { db: Database; box: SecretBox; now: () => number; teams: Teams };

export class Accounts {
  readonly sessions: Sessions;
  readonly personalTokens: PersonalTokens;
  readonly accessTokens: AccessTokens;
  readonly #users: UserStore;
  readonly #settings: SettingsStore;
  readonly #attempts: AttemptStore;
  readonly #limit: SignInLimit;
  readonly #deps: AccountsDeps;

  constructor(deps: AccountsDeps) {
    const { db, box, now } = deps;
    this.#deps = deps;
    this.#users = new UserStore(db);
    this.#settings = new SettingsStore(db);
    this.#attempts = new AttemptStore(db);
    this.#limit = new SignInLimit(this.#attempts, now);
    this.sessions = new Sessions(new SessionStore(db), now);
    this.personalTokens = new PersonalTokens(new TokenStore(db), now);
    const refreshTokens = new RefreshTokenStore(db);
    this.accessTokens = new AccessTokens({ refreshTokens, settings: this.#settings, box, now });
  }

  /** A new one-time token for the set-up link; `null` once there is an owner. The one before stops working. */
  setupToken(): string | null {
    if (this.hasOwner()) return null;
    const token = newSecret();
    this.#settings.set(SETUP_SETTING, hashSecret(token));
    return token;
  }

  hasOwner(): boolean {
    return this.#users.hasOwner();
  }

  checkSetupToken(token: string): void {
    if (this.hasOwner() || this.#settings.get(SETUP_SETTING) !== hashSecret(token)) throw setupRefused();
  }

  async setUpOwner(token: string, credentials: Credentials): Promise<User> {
    this.checkSetupToken(token);
    const { password, ...person } = checkCredentials(credentials);
    const passwordHash = await hashPassword(password);
    return this.#deps.db.transaction(() => {
      // Hashing took a while: somebody else may have used the link meanwhile.
      this.checkSetupToken(token);
      this.#settings.remove(SETUP_SETTING);
      return this.#addUser({ ...person, passwordHash, role: "owner" });
    })();
  }

  /** Makes an account and its personal team, and accepts the invitation if there is one. */
  async signUp({ invitation, ...credentials }: Credentials & { invitation?: string }): Promise<User> {
    this.checkMaySignUp(invitation);
    const { password, ...person } = checkCredentials(credentials);
    const passwordHash = await hashPassword(password);
    return this.#deps.db.transaction(() => {
      this.checkMaySignUp(invitation);
      const user = this.#addUser({ ...person, passwordHash, role: "member" });
      if (invitation !== undefined) this.#deps.teams.accept(user, invitation);
      return user;
    })();
  }

  /** An account made at the console, by somebody who needs no invitation. */
  async addUser(credentials: Credentials, role: InstanceRole = "member"): Promise<User> {
    const { password, ...person } = checkCredentials(credentials);
    const passwordHash = await hashPassword(password);
    return this.#deps.db.transaction(() => this.#addUser({ ...person, passwordHash, role }))();
  }

  /** Returns the token for the session's cookie. */
  async signIn(email: string, password: string, client: Client): Promise<string> {
    const user = await this.#authenticate(email, password, client.address);
    return this.sessions.start(user.id, client);
  }

  async grantAccess(email: string, password: string, address: string): Promise<Grant> {
    return this.accessTokens.grant((await this.#authenticate(email, password, address)).id);
  }

  /** Who a cookie speaks for. */
  visitorBySession(token: string, address: string): Visitor | null {
    const session = this.sessions.find(token, address);
    const user = session && this.#users.find(session.user);
    return user && { user, session: session.id, scopes: ["admin"] };
  }

  /** Who an `Authorization: Bearer` header speaks for: a personal token or an access token. */
  async visitorByBearer(secret: string): Promise<Visitor | null> {
    if (secret.startsWith(TOKEN_PREFIX)) {
      const token = this.personalTokens.find(secret);
      const user = token && this.#users.find(token.user);
      return user && { user, session: null, scopes: token.scopes };
    }
    const id = await this.accessTokens.verify(secret);
    const user = id === null ? null : this.#users.find(id);
    return user && { user, session: null, scopes: ["admin"] };
  }

  users(): User[] {
    return this.#users.all();
  }

  updateProfile(user: User, profile: { name: string; email: string }): User {
    const checked = { name: checkName(profile.name), email: checkEmail(profile.email) };
    if (!this.#users.updateProfile({ id: user.id, ...checked })) throw emailTaken();
    return { ...user, ...checked };
  }

  /** Ends every other session and everything that programs were granted by the old password. */
  async changePassword({ user, session }: Visitor, client: Client, change: PasswordChange): Promise<void> {
    const password = checkPassword(change.password, user.email);
    const succeeded = this.#limit.begin(user.email, client.address);
    if (!(await verifyPassword(change.current, this.#users.passwordHash(user.id)))) {
      throw invalid("current", "That is not your present password.");
    }
    succeeded();
    const passwordHash = await hashPassword(password);
    this.#deps.db.transaction(() => {
      this.#users.updatePassword(user.id, passwordHash);
      this.sessions.endOthers(user.id, session);
      this.accessTokens.revokeAll(user.id);
    })();
  }

  /** Throws when nobody, or nobody without a good invitation, may sign up. */
  checkMaySignUp(invitation: string | undefined): void {
    checkSignUpAllowed(this.signUpMode(), invitation !== undefined);
    if (invitation !== undefined) this.#deps.teams.invitation(invitation);
  }

  signUpMode(): SignUpMode {
    return readSignUpMode(this.#settings);
  }

  setSignUpMode(mode: SignUpMode): void {
    writeSignUpMode(this.#settings, mode);
  }

  /** Removes what has expired. Nothing depends on it but the size of the database. */
  sweep(): void {
    this.sessions.sweep();
    this.accessTokens.sweep();
    this.#attempts.removeBefore(this.#deps.now() - SIGN_IN_WINDOW_MS);
  }

  async #authenticate(email: string, password: string, address: string): Promise<User> {
    const succeeded = this.#limit.begin(email, address);
    const user = this.#users.findByEmail(email.trim());
    const isRight = await verifyPassword(password, user && this.#users.passwordHash(user.id));
    if (!user || !isRight) throw wrongCredentials();
    succeeded();
    return user;
  }

  #addUser(fields: Omit<User, "id" | "createdAt"> & { passwordHash: string }): User {
    const createdAt = this.#deps.now();
    const { passwordHash, ...person } = fields;
    const user: User = { id: newId(createdAt), ...person, createdAt };
    if (!this.#users.insert({ ...user, passwordHash })) throw emailTaken();
    this.#deps.teams.makePersonalTeam(user);
    return user;
  }
}

export type PasswordChange = { current: string; password: string };

function wrongCredentials(): AppError {
  return new AppError({
    code: "wrong_credentials",
    status: 422,
    field: "password",
    summary: "The e-mail address or the password is wrong.",
    hint: "Check both and try again.",
  });
}

function setupRefused(): AppError {
  return new AppError({
    code: "setup_link_invalid",
    status: 403,
    summary: "This set-up link is not valid any more.",
    hint: "The console shows a new one each time AutoStack starts, until there is an owner. Then sign in instead.",
  });
}

function emailTaken(): AppError {
  return invalid("email", "There is already an account with this e-mail address.", "Sign in, or use another address.");
}
