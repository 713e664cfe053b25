import type { ManagerName } from "./package-manager.ts";

/** How a manager installs exactly what the lockfile says, how it is told to go beyond it, and how it refuses. */
type Install = { exact: string; check: string; refusal: string; loose: string; lockfile: string };

const INSTALLS: Record<ManagerName | "berry", Install> = {
  npm: {
    exact: "npm ci",
    check: "npm ci --dry-run",
    refusal: "EUSAGE",
    loose: "npm install",
    lockfile: "package-lock.json",
  },
  pnpm: {
    exact: "pnpm install --frozen-lockfile",
    check: "pnpm install --frozen-lockfile --offline --ignore-scripts",
    refusal: "ERR_PNPM_OUTDATED_LOCKFILE",
    loose: "pnpm install --no-frozen-lockfile",
    lockfile: "pnpm-lock.yaml",
  },
  yarn: {
    exact: "yarn install --frozen-lockfile",
    check: "yarn install --frozen-lockfile --ignore-scripts",
    refusal: "needs to be updated",
    loose: "yarn install",
    lockfile: "yarn.lock",
  },
  berry: {
    exact: "yarn install --immutable",
    check: "yarn install --immutable --mode=skip-build",
    refusal: "YN0028",
    loose: "yarn install --no-immutable",
    lockfile: "yarn.lock",
  },
  bun: {
    exact: "bun install --frozen-lockfile",
    check: "bun install --frozen-lockfile --dry-run",
    refusal: "lockfile is frozen",
    loose: "bun install --no-frozen-lockfile",
    lockfile: "bun.lock",
  },
};

/**
 * Installs what the lockfile says. When that is refused because the lockfile is out of step with package.json, and for
 * no other reason, installs what package.json says and warns. Whatever else fails stays failed, said once.
 */
export function exactInstall(manager: ManagerName | "berry"): { install: string; repair: string } {
  const { exact, check, refusal, loose, lockfile } = INSTALLS[manager];
  const warning = `warning: ${lockfile} is out of step with package.json, so this build may get other versions.`;
  return { install: exact, repair: `${check} 2>&1 | grep -q '${refusal}' && echo '${warning}' >&2 && ${loose}` };
}

/** Without a lockfile. Told that it runs in a check, Yarn 2 and later would refuse to write one. */
export const looseInstall = (manager: ManagerName | "berry"): string =>
  manager === "berry" ? INSTALLS.berry.loose : `${manager} install`;
