import type { LogRule } from "../rule.ts";

/** What Python programs read when they start: settings classes, configuration files and source files in another encoding. */
export const PYTHON_SETTING_RULES: readonly LogRule[] = [
  {
    id: "settings-value-json",
    when: ["build", "runtime"],
    language: "python",
    signal: /SettingsError: error parsing value for field "(?<field>\w{1,80})" from source "(?<source>\w{1,60})"/,
    certainty: 3,
    title: "The variable for {field} is not JSON",
    explanation:
      "pydantic-settings reads lists, dictionaries and other compound fields as JSON; a word or words with commas are none, and neither is an empty value.",
    fix: 'Set the variable to JSON, for example ["https://shop.example.org"], or take the variable away so that the default counts.',
    source: "captured",
    example:
      'pydantic_settings.exceptions.SettingsError: error parsing value for field "cors_origins" from source "EnvSettingsSource"',
  },
  {
    id: "settings-extra",
    when: ["build", "runtime"],
    language: "python",
    signal:
      /ValidationErrors?: \d{1,4} validation errors? for \w{0,40}(?:Settings|Config|Env|Environment)\w{0,20}\n(?<field>\w{1,80})\n {2}Extra inputs are not permitted/,
    certainty: 3,
    explains: ["variable-missing-python"],
    title: "The settings class does not know {field}, which stands in .env",
    explanation: "pydantic-settings refuses every line of the .env file that the class has no field for.",
    fix: 'Add the field to the class, take the line out of .env, or write model_config = SettingsConfigDict(env_file=".env", extra="ignore").',
    source: "captured",
    example:
      "pydantic_core._pydantic_core.ValidationError: 1 validation error for Settings\npostgres_user\n  Extra inputs are not permitted [type=extra_forbidden, input_value='shop', input_type=str]",
  },
  {
    id: "settings-value-type",
    when: ["build", "runtime"],
    language: "python",
    signal:
      /ValidationErrors?: \d{1,4} validation errors? for \w{0,40}(?:Settings|Config|Env|Environment)\w{0,20}\n(?<field>\w{1,80})\n {2}(?<what>(?:Input|Value|URL|String) (?:should|must|scheme)[^[\n]{1,160}?) \[type=(?!missing|extra)\w{1,60}, input_value=(?<value>[^\n]{1,80}?), input_type/,
    certainty: 3,
    explains: ["variable-missing-python"],
    title: "The variable for {field} holds what its setting cannot be: {value}",
    explanation: "The settings class refuses it: {what}. An empty value is no number either.",
    fix: "Correct the variable in the project's variables (its name is the field's in capitals, {field}, with the class's prefix), or take it away so that the default counts.",
    source: "captured",
    example:
      "pydantic_core._pydantic_core.ValidationError: 1 validation error for Settings\nsmtp_port\n  Input should be a valid integer, unable to parse string as an integer [type=int_parsing, input_value='', input_type=str]",
  },
  {
    id: "python-config-section",
    when: ["build", "runtime"],
    language: "python",
    signal:
      /NoSectionError: No section: '(?<section>[^'\n]{1,80})'|configparser\.py", line[^\n]{1,60}\n {4}raise KeyError\(key\)\nKeyError: '(?<section>[^'\n]{1,80})'/,
    certainty: 3,
    title: "The configuration file has no section [{section}], or is not there at all",
    explanation:
      "configparser says nothing about a file that is missing; it reads nothing and then lacks the section. Files with passwords are mostly in .gitignore and so not in the deployment.",
    fix: 'Better read the values from variables (os.environ["NAME"]) and add those to the project\'s variables. If it holds no secrets, commit the file, and give its path from the code: Path(__file__).parent / "config.ini".',
    source: "captured",
    example: "configparser.NoSectionError: No section: 'telegram'",
  },
  {
    id: "python-source-encoding",
    when: ["build", "runtime"],
    language: "python",
    signal:
      /SyntaxError: (?:Non-UTF-8 code starting with '[^'\n]{1,10}' in file (?<file>[^\n]{1,200}) on line \d{1,7}|\(unicode error\) 'utf-8' codec can't decode byte[^\n]{1,80}|source code (?:string )?cannot contain null bytes)/,
    certainty: 3,
    explains: ["python-syntax-error", "python-encoding"],
    title: "A Python file is not saved as UTF-8: {file|the one that is named above}",
    explanation: "Python reads its source as UTF-8; editors on Windows also save in cp1252 or UTF-16.",
    fix: "Save the file as UTF-8 in your editor (VS Code: Save with Encoding) and commit it, or convert it: iconv -f cp1252 -t utf-8 (-f utf-16 where null bytes are said).",
    source: "captured",
    example:
      "SyntaxError: Non-UTF-8 code starting with '\\xe9' in file /app/main.py on line 1, but no encoding declared; see https://peps.python.org/pep-0263/ for details",
  },
  {
    id: "cryptography-pyopenssl",
    when: ["build", "runtime"],
    language: "python",
    signal: /module 'lib' has no attribute '(?<name>(?:X509|OpenSSL|SSL|ERR|GEN|Cryptography)_\w{1,80})'/,
    certainty: 3,
    explains: ["variable-likely-missing"],
    title: "pyOpenSSL is too old for the installed cryptography",
    explanation: "It asks cryptography for {name}, which newer versions took away.",
    fix: "Raise it: pip install --upgrade pyopenssl, and pin what you get in the requirements; or pin cryptography to the version that you use yourself.",
    source: "captured",
    example:
      "AttributeError: module 'lib' has no attribute 'X509_V_FLAG_NOTIFY_POLICY'. Did you mean: 'X509_V_FLAG_EXPLICIT_POLICY'?",
  },
  {
    id: "yaml-loader",
    when: ["build", "runtime"],
    language: "python",
    signal: /TypeError: load(?:_all)?\(\) missing 1 required positional argument: 'Loader'/,
    certainty: 3,
    title: "yaml.load needs a Loader since PyYAML 6",
    explanation: "The code, or a package in it, was written for PyYAML 5.",
    fix: "Write yaml.safe_load(file), raise the package that calls it, or pin pyyaml<6.",
    source: "captured",
    example: "TypeError: load() missing 1 required positional argument: 'Loader'",
  },
];
