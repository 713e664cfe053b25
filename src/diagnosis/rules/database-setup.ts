import type { LogRule } from "../rule.ts";

/** Databases that answer, but were told or given the wrong thing. */
export const DATABASE_SETUP_RULES: readonly LogRule[] = [
  {
    id: "migrations-inconsistent",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /The migration directory is corrupt, the following files are missing|Conflicting migrations detected; multiple leaf nodes|InconsistentMigrationHistory|Multiple head revisions are present|Can't locate revision identified by '(?<revision>\w{1,60})'|The migrations recorded in the database diverge/,
    certainty: 3,
    explains: ["failed-migration"],
    title: "The migrations do not fit together",
    explanation:
      "Two of them follow the same one, or one that ran in this database before is gone from the source (renamed, deleted, not committed).",
    fix: "Bring the missing file (revision {revision|that the line names}) back, or merge the two (python manage.py makemigrations --merge, alembic merge heads), and commit.",
    source: "captured",
    example: "Error: The migration directory is corrupt, the following files are missing: 20240101000000_goods.js",
  },
  {
    id: "database-not-permitted",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /permission denied for (?<what>(?:schema|table|relation|sequence|database|function) "?[\w.]{1,128})|permission denied to create (?<what>database|extension|role)|must be owner of (?<what>(?:table|relation|schema|database|view) "?[\w.]{1,128})|User `[^`\n]{1,100}` was denied access on the (?<what>database `[^`\n]{1,100})`|ORA-01031|(?<what>[A-Z]{3,12}) command denied to user '/,
    certainty: 3,
    title: "The database user may not do this",
    explanation:
      "It could sign in, but lacks the right to {what|what it tried}. Since PostgreSQL 15 only owners may create in public.",
    fix: "Let the owner grant it (GRANT ALL ON SCHEMA public TO the_user), or make the user the database's owner.",
    source: "captured",
    example: "ERROR:  permission denied for schema public",
  },
  {
    id: "sqlalchemy-scheme",
    when: ["build", "runtime"],
    language: "python",
    signal: /NoSuchModuleError: Can't load plugin: sqlalchemy\.dialects:(?<scheme>[\w.+]{1,60})/,
    certainty: 3,
    title: "SQLAlchemy does not know addresses that begin with {scheme}",
    explanation:
      "postgres:// as other platforms give it is not taken since SQLAlchemy 1.4; others need their driver's package.",
    fix: 'Write postgresql:// in the variable, or in the code: url.replace("postgres://", "postgresql://", 1).',
    source: "captured",
    example: "sqlalchemy.exc.NoSuchModuleError: Can't load plugin: sqlalchemy.dialects:postgres",
  },
  {
    id: "mongo-address-invalid",
    when: ["build", "runtime"],
    language: "any",
    signal: /Invalid scheme, expected connection string to start with "mongodb|pymongo\.errors\.InvalidURI/,
    certainty: 3,
    title: "The address of MongoDB is not one",
    explanation:
      "It has to begin with mongodb:// or mongodb+srv://; quotes around it or a part of it left out spoil it.",
    fix: "Correct the variable that the code reads (often MONGODB_URI): mongodb://user:password@host:27017/name, without quotes.",
    source: "captured",
    example:
      'MongoParseError: Invalid scheme, expected connection string to start with "mongodb://" or "mongodb+srv://"',
  },
  {
    id: "sqlite-locked",
    when: ["build", "runtime"],
    language: "any",
    signal: /database is locked|SQLITE_BUSY/,
    certainty: 3,
    title: "The SQLite database is busy: another process is writing",
    explanation:
      "SQLite lets one writer in at a time; several workers, or the old version beside the new one, wait for each other.",
    fix: "Set a busy timeout and journal_mode=WAL, run one worker, or move to PostgreSQL.",
    source: "captured",
    example: "sqlite3.OperationalError: database is locked",
  },
  {
    id: "column-missing",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /column "?(?<column>[\w.]{1,128})"? (?:of relation "[\w.]{1,128}" )?does not exist|no such column: (?<column>[\w.]{1,128})|Unknown column '(?<column>[\w.]{1,128})' in|The column `(?<column>[\w.]{1,128})` does not exist in the current database/,
    certainty: 2,
    title: "The column {column} is missing in the database",
    explanation: "The code is newer than the database: a migration that adds the column has not run here.",
    fix: "Run the migrations before the switch: python manage.py migrate, npx prisma migrate deploy, bin/rails db:migrate.",
    source: "captured",
    example: 'error: column "price" does not exist',
  },
  {
    id: "already-exists",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /(?:ERROR|error|Error|Exception): {1,2}(?<what>(?:column|relation|type|constraint|table|index|function|database) [`"']?[\w.]{1,128}[`"']?(?: of relation "[\w.]{1,128}")?) already exists|(?<what>Table '[\w.]{1,128}') already exists|Duplicate column name '(?<what>[\w.]{1,128})'/,
    certainty: 2,
    title: "A migration wants to make what is there already: {what}",
    explanation: "It ran before, or a part of it did, and the database does not remember that it did.",
    fix: "Mark it as done (--fake in Django, alembic stamp, prisma migrate resolve), or write IF NOT EXISTS into it.",
    source: "captured",
    example: 'psql:002_price.sql:1: ERROR:  column "price" of relation "goods" already exists',
  },
  {
    id: "database-password-missing",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /client password must be a string|fe_sendauth: no password supplied|The server requested password-based authentication, but no password was provided/,
    certainty: 3,
    title: "No password was given for the database",
    explanation:
      "The database asks for one, and the variable that should hold it is not set here, or the address has none.",
    fix: "Add the variable that the code reads (DATABASE_URL, PGPASSWORD, DB_PASSWORD) to the project.",
    source: "captured",
    example: "Error: SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string",
  },
  {
    id: "database-starting",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /FATAL: {1,2}the database system is (?:starting up|not yet accepting connections|in recovery mode|shutting down)|Redis is loading the dataset in memory/,
    certainty: 2,
    title: "The database was still starting",
    explanation: "The program asked before the database was ready, and did not ask again.",
    fix: "Let the program try again for some seconds when it starts, or deploy it once more now that the database runs.",
    source: "documented",
    example: "FATAL:  the database system is starting up",
  },
  {
    id: "mysql-sign-in",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /ER_NOT_SUPPORTED_AUTH_MODE|Client does not support authentication protocol requested by server|authentication method unknown to the client \[|Authentication plugin 'caching_sha2_password' (?:cannot be loaded|is not supported|reported error)/,
    certainty: 3,
    title: "The MySQL client does not know how this server wants people to sign in",
    explanation: "MySQL 8 uses caching_sha2_password, which old clients do not have.",
    fix: "Use a newer client: the package mysql2 instead of mysql for Node.js, a current PyMySQL with cryptography for Python.",
    source: "documented",
    example:
      "Error: ER_NOT_SUPPORTED_AUTH_MODE: Client does not support authentication protocol requested by server; consider upgrading MySQL client",
  },
];
