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
    fix: "Bring the missing file back, or merge the two (python manage.py makemigrations --merge, alembic merge heads), and commit.",
    source: "captured",
    example: "Error: The migration directory is corrupt, the following files are missing: 20240101000000_goods.js",
  },
  {
    id: "database-not-permitted",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /permission denied for (?<what>(?:schema|table|relation|sequence|database|function) "?[\w.]{1,128})|permission denied to create (?<what>database|extension|role)|ORA-01031|(?<what>[A-Z]{3,12}) command denied to user '/,
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
];
