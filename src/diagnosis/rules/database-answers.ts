import type { LogRule } from "../rule.ts";

/** What databases themselves answer to statements that they do not carry out, and why they do not start. */
export const DATABASE_ANSWER_RULES: readonly LogRule[] = [
  {
    id: "postgres-extension-missing",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /extension "(?<name>[\w-]{1,60})" is not available|could not open extension control file "[^"\n]{0,200}\/(?<name>[\w-]{1,60})\.control"|function (?<name>uuid_generate_v\d|gen_random_uuid|crypt|gen_salt|unaccent|similarity|st_\w{1,40})\([^)\n]{0,200}\) does not exist|type "(?<name>vector|geometry|geography|citext|hstore|ltree|halfvec)" does not exist/,
    certainty: 3,
    explains: ["failed-migration"],
    title: "PostgreSQL lacks the extension for {name}",
    explanation: "Extensions are installed on the server, and switched on in each database by itself.",
    fix: 'Run CREATE EXTENSION IF NOT EXISTS in that database ("uuid-ossp" for uuid_generate_v4, pgcrypto, vector, postgis); for vector or postgis use an image that has them, such as pgvector/pgvector or postgis/postgis.',
    source: "captured",
    example:
      'ERROR:  could not open extension control file "/usr/share/postgresql/15/extension/vector.control": No such file or directory',
  },
  {
    id: "prepared-statement",
    when: ["build", "runtime"],
    language: "any",
    signal: /prepared statement "(?<name>[^"\n]{1,80})" (?:already exists|does not exist)/,
    certainty: 3,
    title: "A pooler (PgBouncer, Supabase) mixes up prepared statements",
    explanation:
      "In transaction mode each statement may reach another connection, which does not know what was prepared, or knows it already.",
    fix: "Use the direct address (port 5432) for migrations, and switch prepared statements off for the pooled one: ?pgbouncer=true for Prisma, prepare: false for postgres.js, statement_cache_size=0 for asyncpg, prepare_threshold=None for psycopg.",
    source: "captured",
    example: 'psycopg.errors.DuplicatePreparedStatement: prepared statement "s0" already exists',
  },
  {
    id: "value-exists",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /duplicate key value violates unique constraint "(?<key>[^"\n]{1,128})"|Duplicate entry '[^'\n]{0,200}' for key '(?<key>[^'\n]{1,128})'|UNIQUE constraint failed: (?<key>[\w., ]{1,200})|could not create unique index "(?<key>[^"\n]{1,128})"/,
    certainty: 2,
    title: "The database holds this row already ({key})",
    explanation:
      "The program adds something that may stand there only once: mostly a seed that runs at every start, or a migration over rows that are there.",
    fix: "Let the seed skip what is there (INSERT … ON CONFLICT DO NOTHING, upsert, get_or_create), or run it once by hand and not in the start command.",
    source: "captured",
    example: 'error: duplicate key value violates unique constraint "users_pkey"',
  },
  {
    id: "column-has-nulls",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /column "(?<column>[^"\n]{1,128})" (?:of relation "(?<table>[^"\n]{1,128})" )?contains null values|Cannot add a NOT NULL column with default value NULL/,
    certainty: 3,
    explains: ["failed-migration"],
    title: "The migration forbids empty values in {column|a column}, and rows here have none",
    explanation: "On an empty database it works; here {table|the table} has rows, which hold nothing in that column.",
    fix: "Give the column a default in the migration, or first fill it (UPDATE … SET …) and set NOT NULL after that.",
    source: "captured",
    example: 'ERROR:  column "price" of relation "goods" contains null values',
  },
  {
    id: "schema-missing",
    when: ["build", "runtime"],
    language: "any",
    signal: /schema "(?<schema>[^"\n]{1,128})" does not exist|no schema has been selected to create in/,
    certainty: 3,
    title: "The database has no schema {schema|that it could create in}",
    explanation: "A schema is a folder inside a PostgreSQL database, and a new database only has public.",
    fix: "Run CREATE SCHEMA IF NOT EXISTS for it before the migrations, or correct ?schema=… or search_path in the address.",
    source: "captured",
    example: 'ERROR:  schema "shop" does not exist',
  },
  {
    id: "database-read-only",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /cannot execute (?<what>[A-Z][A-Z ]{1,40}) in a read-only transaction|running with the --read-only option|--read_only(?:=\w{1,10})? option so it cannot execute/,
    certainty: 3,
    title: "The database may only be read here",
    explanation:
      "The address leads to a replica, or the server was set to read-only (its disk is full, it stands in recovery, or the plan has ended).",
    fix: "Use the address of the primary in DATABASE_URL, and look at the server's disk and state.",
    source: "captured",
    example: "error: cannot execute CREATE TABLE in a read-only transaction",
  },
  {
    id: "foreign-key",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /violates foreign key constraint "(?<key>[^"\n]{1,128})"|FOREIGN KEY constraint failed|a foreign key constraint fails|Foreign key constraint is incorrectly formed|Foreign key constraint (?:failed|violated)/,
    certainty: 2,
    title: "A row points to another that is not there{key|}",
    explanation:
      "The database refused it to stay whole: a seed or migration runs in the wrong order, or deletes what is still used.",
    fix: "Add what is pointed to first (or delete it last), and look that both columns have the same type.",
    source: "captured",
    example: 'ERROR:  insert or update on table "b" violates foreign key constraint "b_a_fkey"',
  },
  {
    id: "lock-timeout",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /canceling statement due to lock timeout|Lock wait timeout exceeded|[Dd]eadlock (?:detected|found when trying)|Could not acquire change log lock|Waiting for changelog lock|[Tt]imed out trying to acquire a \w{1,20} advisory lock|Migration table is already locked/,
    certainty: 2,
    title: "Another connection holds a lock on what this one wants to change",
    explanation: "The old version, a second migration, or one that was killed half-way still has a transaction open.",
    fix: "Run migrations in one place only; end the other connection (select * from pg_locks), or free a leftover lock (knex migrate:unlock, liquibase releaseLocks), and deploy again.",
    source: "captured",
    example: "ERROR:  canceling statement due to lock timeout",
  },
  {
    id: "query-too-slow",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /canceling statement due to statement timeout|max_statement_time exceeded|maximum statement execution time exceeded/,
    certainty: 2,
    title: "A database query took longer than it may",
    explanation: "The database stopped it at statement_timeout.",
    fix: "Add an index or do the work in parts; for a long migration raise statement_timeout for that connection (options=-c statement_timeout=0).",
    source: "captured",
    example: "ERROR:  canceling statement due to statement timeout",
  },
  {
    id: "connection-pool-full",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /QueuePool limit of size \d{1,5} overflow \d{1,5} reached|KnexTimeoutError: Knex: Timeout acquiring a connection|Timed out fetching a new connection from the connection pool|HikariPool-\d{1,3} - Connection is not available, request timed out|ResourceRequest timed out|could not obtain a (?:database )?connection (?:from the pool )?within|ConnectionAcquireTimeoutError|DBConnection\.ConnectionError\) connection not available|PoolTimeout/,
    certainty: 2,
    title: "No connection was free in the program's own pool",
    explanation:
      "Connections are not given back (a transaction or session left open, a query inside a transaction that asks for a second one), or the database does not answer.",
    fix: "Close sessions and transactions (with, finally, release()), or raise the pool (pool_size, connection_limit, RAILS_MAX_THREADS); if nothing was ever connected, correct DATABASE_URL.",
    source: "captured",
    example: "sqlalchemy.exc.TimeoutError: QueuePool limit of size 2 overflow 0 reached, connection timed out",
  },
  {
    id: "postgres-data-version",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /The data directory was initialized by PostgreSQL version (?<old>[\d.]{1,6}), which is not compatible with this version (?<new>[\d.]{1,6})/,
    certainty: 3,
    title: "The volume holds data of PostgreSQL {old}, and the server is {new}",
    explanation: "A new major version does not read the files of an old one.",
    fix: "Set the image back to postgres:{old}, write a dump with pg_dumpall, start {new} with an empty volume and restore it. Name the version in the image, never latest.",
    source: "captured",
    example:
      "DETAIL:  The data directory was initialized by PostgreSQL version 12, which is not compatible with this version 15",
  },
  {
    id: "postgres-data-folder",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /initdb: error: directory "(?<folder>[^"\n]{1,200})" exists but is not empty|data directory "(?<folder>[^"\n]{1,200})" has (?:invalid permissions|wrong ownership|group or world access)|"root" execution of the PostgreSQL server is not permitted/,
    certainty: 3,
    title: "PostgreSQL cannot use its data folder {folder|as this user}",
    explanation:
      "The folder must be its own, empty at first, and closed to others (0700); a whole disk has lost+found in it.",
    fix: "Set PGDATA to a folder below the volume, such as /var/lib/postgresql/data/pgdata, and let the image's own user postgres own it.",
    source: "captured",
    example: 'initdb: error: directory "pg" exists but is not empty',
  },
  {
    id: "database-image-password",
    when: ["build", "runtime"],
    language: "any",
    signal: /Database is uninitialized and (?:superuser password is not specified|password option is not specified)/,
    certainty: 3,
    title: "The database's first password is not set",
    explanation: "The image makes the database at its first start and wants to know a password for it.",
    fix: "Set POSTGRES_PASSWORD for PostgreSQL, MYSQL_ROOT_PASSWORD for MySQL, MARIADB_ROOT_PASSWORD for MariaDB, as a variable of the database's service.",
    source: "documented",
    example: "Error: Database is uninitialized and superuser password is not specified.",
  },
];
