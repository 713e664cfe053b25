import type { LogRule } from "../rule.ts";

/** SQLAlchemy's drivers that wait, and the addresses of those that do not. */
const ASYNC_ADDRESSES: Readonly<Record<string, string>> = {
  mysqldb: "mysql+aiomysql://",
  psycopg2: "postgresql+asyncpg://",
  pymysql: "mysql+aiomysql://",
  pysqlite: "sqlite+aiosqlite://",
};

/** Libraries that came in a version for which the code, or another library, was not written. */
export const PYTHON_LIBRARY_RULES: readonly LogRule[] = [
  {
    id: "python-import-version",
    when: ["build", "runtime"],
    language: "python",
    signal:
      /ImportError: cannot import name '(?<name>\w{1,80})' from '(?<module>[\w.]{1,200})' \([^)\n]{1,300}-packages\/[^)\n]{1,300}\)/,
    certainty: 3,
    explains: ["python-import-name"],
    title: "The installed {module} has no {name}",
    explanation: "The code, or another package, was written for another version of it than the one that was installed.",
    fix: "Pin the version of the package that you use yourself (pip freeze), or raise the packages that import {name} from it.",
    source: "captured",
    example:
      "ImportError: cannot import name 'HfFolder' from 'huggingface_hub' (/tools/python3_gradio-4.44.1_huggingface_hub-1.0.1_pydantic-2.10.6/venv/lib/python3.11/site-packages/huggingface_hub/__init__.py)",
  },
  {
    id: "sqlalchemy-async-driver",
    when: ["build", "runtime"],
    language: "python",
    signal: /The asyncio extension requires an async driver to be used\. The loaded '(?<name>\w{1,40})' is not async/,
    certainty: 3,
    meant: ASYNC_ADDRESSES,
    title: "create_async_engine got the driver {name}, which is not async",
    explanation: "The address in the variable (DATABASE_URL) names no async driver, so SQLAlchemy takes the usual one.",
    fix: 'Let the address begin with {meant|the async driver, as postgresql+asyncpg://}, for example by DATABASE_URL.replace("postgresql://", "postgresql+asyncpg://", 1), and add that driver to the requirements.',
    source: "captured",
    example:
      "sqlalchemy.exc.InvalidRequestError: The asyncio extension requires an async driver to be used. The loaded 'psycopg2' is not async.",
  },
  {
    id: "sqlalchemy-driver-missing",
    when: ["build", "runtime"],
    language: "python",
    signal:
      /ModuleNotFoundError: No module named '(?<name>psycopg2|psycopg|MySQLdb|pymysql|asyncpg|aiosqlite|aiomysql|pyodbc|oracledb|cx_Oracle)'/,
    together: /sqlalchemy\/dialects\//,
    certainty: 3,
    explains: ["python-module-not-found"],
    meant: { MySQLdb: "mysqlclient", psycopg: "psycopg[binary]", psycopg2: "psycopg2-binary" },
    title: "SQLAlchemy wants the database driver {name}, which is not installed",
    explanation:
      "The address of the database chooses the driver: postgresql:// is psycopg2 (psycopg since SQLAlchemy 2.1), mysql:// is MySQLdb.",
    fix: "Add the driver to the requirements ({meant|its own name}), or name in the address the one that you have: postgresql+psycopg2://, postgresql+asyncpg://, mysql+pymysql://.",
    source: "captured",
    example: "ModuleNotFoundError: No module named 'psycopg'",
  },
  {
    id: "sqlalchemy-2",
    when: ["build", "runtime"],
    language: "python",
    signal:
      /AttributeError: '(?:Engine|OptionEngine)' object has no attribute '(?<what>execute|table_names|has_table|run_callable)'|Textual SQL expression '[^\n]{1,200}' should be explicitly declared as text\(|ObjectNotExecutableError: Not an executable object: |AttributeError: module 'sqlalchemy' has no attribute '__all__'|Type annotation for "[^"\n]{1,100}" can't be correctly interpreted for Annotated Declarative/,
    certainty: 3,
    title: "The code is for SQLAlchemy 1, and SQLAlchemy 2 is installed",
    explanation: "Version 2 took engine.execute away and wants SQL given as text() on a connection.",
    fix: 'Write with engine.connect() as c: c.execute(text("…")), and raise Flask-SQLAlchemy to 3.1; or pin sqlalchemy<2 in the requirements.',
    source: "captured",
    example: "AttributeError: 'Engine' object has no attribute 'execute'",
  },
  {
    id: "pydantic-2",
    when: ["build", "runtime"],
    language: "python",
    signal:
      /pydantic\.errors\.Pydantic(?:UserError|ImportError|SchemaGenerationError): (?!`\w{1,60}` has been moved to )(?<what>[^\n]{1,160})|ForwardRef\._evaluate\(\) missing 1 required keyword-only argument: 'recursive_guard'|pydantic\.v1\.errors\.ConfigError: unable to infer type for attribute/,
    without: /errors\.pydantic\.dev\/[\d.]{1,8}\/u\/(?:class-not-fully-defined|undefined-annotation)/,
    certainty: 3,
    title: "Code for one version of pydantic runs with another",
    explanation: "pydantic 2 changed and took away much of version 1, and version 1 does not know the newest Pythons.",
    fix: "Change what the error names (the lines give a link), or pin pydantic<2 with a Python that it knows: 3.11 or 3.12.3 in .python-version. Raise FastAPI and pydantic together.",
    source: "captured",
    example: "pydantic.errors.PydanticUserError: `regex` is removed. use `pattern` instead",
  },
  {
    id: "flask-version",
    when: ["build", "runtime"],
    language: "python",
    signal:
      /AttributeError: '(?:Flask|Blueprint)' object has no attribute '(?<what>before_first_request|session_cookie_name|json_encoder|before_app_first_request|propagate_exceptions)'|module 'flask\.json' has no attribute '(?<what>JSONEncoder)'/,
    certainty: 3,
    title: "This Flask has no {what} any more",
    explanation:
      "Flask 2.3 and 3 took it away, and the code or an old extension (Flask-Session, Flask-Script) uses it.",
    fix: "Raise the extension, move the code of before_first_request into create_app, or pin flask<2.3 with werkzeug<2.3.",
    source: "captured",
    example: "AttributeError: 'Flask' object has no attribute 'before_first_request'",
  },
  {
    id: "numpy-name-removed",
    when: ["build", "runtime"],
    language: "python",
    signal:
      /AttributeError: module 'numpy' has no attribute '(?<what>\w{1,40})'|AttributeError: `np\.(?<what>\w{1,40})` was removed in the NumPy 2\.0/,
    certainty: 3,
    title: "This NumPy has no np.{what} any more",
    explanation:
      "NumPy 1.24 and 2.0 took old names away (np.float, np.bool, np.float_), which the code or a package uses.",
    fix: "Write float for np.float (np.float64 for np.float_), raise the package that uses it, or pin numpy<1.24 (numpy<2 for np.float_).",
    source: "captured",
    example: "AttributeError: module 'numpy' has no attribute 'float'.",
  },
  {
    id: "pickle-version",
    when: ["build", "runtime"],
    language: "python",
    signal:
      /No module named '(?<what>numpy\._core|sklearn\.externals|pandas\.core\.indexes\.numeric)'|node array from the pickle has an incompatible dtype|unsupported pickle protocol: \d|Can't get attribute '(?<what>\w{1,80})' on <module '(?:sklearn|pandas|numpy|xgboost|__main__)/,
    certainty: 3,
    explains: ["python-submodule-missing", "python-module-not-found"],
    title: "A pickled file does not fit what is installed here",
    explanation:
      "A pickle keeps names of the program that wrote it: other versions of NumPy, scikit-learn or pandas, and classes of a script that was run directly ({what|__main__}), cannot be read back.",
    fix: "Pin in the requirements the versions that wrote the file (pip freeze there), or write it again with these. Put own functions into a module that both import.",
    source: "captured",
    example: "AttributeError: Can't get attribute 'clean' on <module '__main__' from '",
  },
  {
    id: "passlib-bcrypt",
    when: ["runtime"],
    language: "python",
    signal:
      /ValueError: password cannot be longer than 72 bytes|AttributeError: module 'bcrypt' has no attribute '__about__'/,
    certainty: 2,
    title: "passlib does not know this bcrypt",
    explanation: "passlib is no longer cared for and fails with bcrypt 4.1 and newer, whatever the password is.",
    fix: "Pin bcrypt==4.0.1 in the requirements, or call bcrypt.hashpw yourself in place of passlib.",
    source: "captured",
    example:
      "ValueError: password cannot be longer than 72 bytes, truncate manually if necessary (e.g. my_password[:72])",
  },
  {
    id: "jwt-package",
    when: ["build", "runtime"],
    language: "python",
    signal: /AttributeError: module 'jwt' has no attribute '(?<what>encode|decode|PyJWKClient)'/,
    certainty: 3,
    title: "The package jwt is installed, and the code is for PyJWT",
    explanation: "Both are imported as jwt, and only PyJWT has jwt.{what}.",
    fix: "Write PyJWT instead of jwt into the requirements, and commit them.",
    source: "captured",
    example: "AttributeError: module 'jwt' has no attribute 'encode'",
  },
  {
    id: "protobuf-version",
    when: ["build", "runtime"],
    language: "python",
    signal:
      /TypeError: Descriptors cannot (?:not )?be created directly|cannot import name 'runtime_version' from 'google\.protobuf'|VersionError: Detected (?:incompatible|mismatched) Protobuf/,
    certainty: 3,
    explains: ["python-import-name", "python-import-version"],
    title: "The installed protobuf does not fit the generated code",
    explanation:
      "Files ending in _pb2.py work with the protobuf of their time: old ones not with 4 and newer, new ones not with an older one.",
    fix: "Raise the package whose _pb2.py is named, or pin protobuf: protobuf<=3.20.3 when descriptors cannot be created, a newer one when runtime_version is missing.",
    source: "captured",
    example: "TypeError: Descriptors cannot be created directly.",
  },
  {
    id: "openai-old-code",
    when: ["build", "runtime"],
    language: "python",
    signal:
      /You tried to access openai\.(?<what>\w{1,40}), but this is no longer supported in openai>=1\.0\.0|module 'openai' has no attribute '(?<what>error|openai_object)'/,
    certainty: 3,
    title: "The code is for openai 0.28, and a newer openai is installed",
    explanation: "Since version 1 a client is made first: openai.{what} is gone.",
    fix: "Write client = OpenAI() and client.chat.completions.create(…), or pin openai==0.28 in the requirements.",
    source: "captured",
    example: "You tried to access openai.ChatCompletion, but this is no longer supported in openai>=1.0.0",
  },
  {
    id: "langchain-moved",
    when: ["build", "runtime"],
    language: "python",
    signal:
      /No module named '(?<module>langchain\.(?:chat_models|llms|embeddings|vectorstores|document_loaders|text_splitter|chains|memory|prompts|schema|callbacks|agents\.\w{1,40}|retrievers|docstore|tools|utilities|output_parsers)[\w.]{0,80})'|cannot import name '\w{1,80}' from '(?<module>langchain[\w.]{0,80})'/,
    certainty: 3,
    explains: ["python-submodule-missing", "python-module-not-found", "python-import-version", "python-import-name"],
    title: "What is imported from {module} has moved out of langchain",
    explanation: "LangChain keeps its parts in packages of their own now, and version 1 left the old names out.",
    fix: "Import from langchain_community, langchain_openai, langchain_text_splitters or langchain_classic and add that package to the requirements; or pin langchain<0.2 (langchain<1 for chains and memory).",
    source: "captured",
    example: "ModuleNotFoundError: No module named 'langchain.vectorstores'",
  },
];
