import { own } from "../../lib/own.ts";
import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";
import { joined } from "../javascript/project.ts";
import type { Composer } from "../php/composer.ts";
import { readComposer } from "../php/composer.ts";
import { frontController, phpBase, serve, toDraft } from "../php/php-base.ts";
import type { Fact, PlanProcess } from "../plan.ts";
import { readHealth } from "../readings/ports.ts";

const CONSOLE = "APP_ENV=prod php bin/console";
const DATABASES = ["pdo_mysql", "pdo_pgsql"];
/** `async: '%env(MESSENGER_TRANSPORT_DSN)%'` below `transports:` */
const TRANSPORT = /^[ \t]{1,20}transports:[ \t]{0,9}\n(?:[ \t]{0,40}#[^\n]{0,500}\n){0,20}[ \t]{1,40}(\w{1,40}):/m;

function buildLine(folder: Folder, composer: Composer, line: string | null): string | null {
  const runs = composer.scripts.has("post-install-cmd");
  return joined(
    // Symfony reads that file and stops where there is none; its values come as variables here.
    "touch .env",
    line,
    frontController(folder, "public"),
    runs ? "APP_ENV=prod composer run-script --no-dev --no-interaction post-install-cmd" : `${CONSOLE} cache:warmup`,
    composer.find("symfony/asset-mapper") ? `${CONSOLE} asset-map:compile` : null,
  );
}

/** Its .env is kept with the code, and says of which kind what is reached is. */
const REACHED =
  /^(?:DATABASE_URL|MESSENGER_TRANSPORT_DSN|REDIS_URL)=["']?(postgres(?:ql)?|pgsql|mysql|mariadb|sqlite|rediss?)(?=:)/gm;
const KINDS: Record<string, string> = {
  ...{ postgres: "postgresql", postgresql: "postgresql", pgsql: "postgresql" },
  ...{ mysql: "mysql", mariadb: "mysql", sqlite: "sqlite", redis: "redis", rediss: "redis" },
};

const reached = (folder: Folder): Fact[] =>
  [...folder.search([".env", ".env.dist", ".env.example"], REACHED)].flatMap((at) => {
    const database = own(KINDS, at.match[1] ?? "");
    return database ? [fact("database", database, at)] : [];
  });

function workers(folder: Folder, composer: Composer): { processes: PlanProcess[]; facts: Fact[] } {
  const at = composer.find("symfony/messenger") && folder.find(["config/packages/messenger.yaml"], TRANSPORT);
  if (!at) return { processes: [], facts: [] };
  const command = `${CONSOLE} messenger:consume ${at.match[1]} --time-limit=3600`;
  return { processes: [{ name: "worker", command }], facts: [fact("process worker", command, at)] };
}

function detect(folder: Folder): Draft | null {
  const composer = readComposer(folder);
  const at = composer?.find("symfony/framework-bundle");
  if (!composer || !at || !folder.has("public/index.php")) return null;
  const orm = composer.find("doctrine/doctrine-bundle", "doctrine/orm");
  const migrations = composer.find("doctrine/doctrine-migrations-bundle");
  const base = phpBase(folder, { extensions: ["intl", ...(orm ? DATABASES : [])], framework: { name: "Symfony", at } });
  const { health, facts } = readHealth(folder);
  const { processes, facts: processFacts } = workers(folder, composer);
  const told = reached(folder);
  const migrate = `${CONSOLE} doctrine:migrations:migrate --no-interaction --allow-no-migration`;
  return toDraft(base, {
    framework: "Symfony",
    build: buildLine(folder, composer, base.build),
    start: `APP_ENV=prod ${serve("public")}`,
    health,
    processes,
    databases: [...new Set([...(base.databases ?? []), ...told.map(({ value }) => value)])].sort(),
    hooks: migrations ? { beforeSwitch: migrate } : {},
    facts: [
      ...base.facts,
      ...(migrations ? [fact("release", migrations.name, migrations)] : []),
      ...told,
      ...processFacts,
      ...facts,
    ],
  });
}

export const symfonyDetector: Detector = {
  name: "Symfony",
  looksFor: "public/index.php, and symfony/framework-bundle in composer.json",
  detect,
};
