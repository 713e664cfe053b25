/** OWASP's first choice for argon2id. Bun's default of 64 MiB is too much for a small box with a few sign-ins at once. */
const ARGON2ID = { algorithm: "argon2id", memoryCost: 19_456, timeCost: 2 } as const;

export function hashPassword(password: string): Promise<string> {
  return Bun.password.hash(password, ARGON2ID);
}

/** Without a hash it does the same work and says no, so that the time taken does not tell which e-mails exist. */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  if (hash !== null) return Bun.password.verify(password, hash);
  await Bun.password.verify(password, await nobodysHash());
  return false;
}

let nobodys: Promise<string> | undefined;

function nobodysHash(): Promise<string> {
  nobodys ??= hashPassword(crypto.randomUUID());
  return nobodys;
}
