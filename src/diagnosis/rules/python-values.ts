import type { LogRule } from "../rule.ts";

const READ = String.raw`\b(?:getenv|environ(?:\.get)?|config)[([]["'](?<variable>\w{1,80})["'][^\n]{0,100}`;
const MARKS = String.raw`\n(?:[ ~^]{1,400}\n)?`;

/** Names and values that Python code expects and does not find. */
export const PYTHON_VALUE_RULES: readonly LogRule[] = [
  {
    id: "python-merge-conflict",
    when: ["build", "runtime"],
    language: "python",
    signal: /^ {2,8}(?:<{7} |>{7} |={7}$)[^\n]{0,100}\n(?: {0,8}\^{1,10} {0,4}\n)?SyntaxError: /,
    certainty: 3,
    explains: ["python-syntax-error"],
    title: "A merge conflict was committed unsolved",
    explanation: "Git's marks (<<<<<<<, =======, >>>>>>>) still stand in the file; its name and line stand above.",
    fix: "Keep the lines that are right, remove the marks, and commit (git grep '<<<<<<<' finds them all).",
    source: "captured",
    example: "    <<<<<<< HEAD\n    ^^\nSyntaxError: ",
  },
  {
    id: "python-fstring-version",
    when: ["build", "runtime"],
    language: "python",
    signal:
      /^SyntaxError: (?<what>f-string: (?:unmatched '[([]'|expecting '}'|unterminated string|expression part cannot include a backslash|f-string: expecting '}'))/,
    certainty: 3,
    explains: ["python-syntax-error"],
    title: "An f-string uses quotes or a backslash inside its braces, which needs Python 3.12",
    explanation: 'f"{user["name"]}" is valid since Python 3.12; an older one runs here.',
    fix: "Write 3.12 into .python-version, or use other quotes inside: f\"{user['name']}\".",
    source: "captured",
    example: "SyntaxError: f-string: unmatched '['",
  },
  {
    id: "python-2-code",
    when: ["build", "runtime"],
    language: "python",
    signal:
      /SyntaxError: Missing parentheses in call to '(?:print|exec)'|NameError: name '(?:unicode|raw_input|xrange|basestring|unichr)' is not defined|No module named '(?:urllib2|ConfigParser|StringIO|cPickle|Queue|HTMLParser|commands)'|multiple exception types must be parenthesized/,
    certainty: 3,
    explains: ["python-syntax-error", "python-module-not-found", "python-name-unknown"],
    title: "The code is written for Python 2",
    explanation: "print without parentheses, unicode, raw_input, urllib2 and the like are gone in Python 3.",
    fix: "If it is your code, translate it (print(…), str, input). If it is a package, raise it in the requirements to a version for Python 3.",
    source: "captured",
    example: "SyntaxError: Missing parentheses in call to 'print'",
  },
  {
    id: "python-name-unknown",
    when: ["build", "runtime"],
    language: "python",
    signal:
      /^NameError: name '(?<name>os|sys|re|json|time|math|random|logging|asyncio|datetime|timedelta|requests|np|pd|plt|st|tf|torch|Path|Optional|List|Dict|Any|Union|Depends|HTTPException|load_dotenv)' is not defined/,
    certainty: 3,
    title: "The name {name} is used without being imported",
    explanation: "No import in that file gives {name}; the last of the lines above with your own file says where.",
    fix: "Add the import at the top of that file (import os, from typing import Optional, import numpy as np), commit and deploy.",
    source: "captured",
    example: "NameError: name 'os' is not defined",
  },
  {
    id: "python-json-none",
    when: ["build", "runtime"],
    language: "python",
    signal: new RegExp(
      String.raw`json\.loads\([^\n]{0,40}${READ}${MARKS}(?:[^\n]{0,200}\n){0,24}?(?:TypeError: the JSON object must be str|json\.decoder\.JSONDecodeError: )[^\n]{0,120}`,
    ),
    certainty: 3,
    title: "The variable {variable} should hold JSON, and is missing or broken",
    explanation: "The code reads it with json.loads. Line breaks and quotes are lost easily when JSON is pasted.",
    fix: "Add {variable} to the project's variables with the whole JSON in one line (python -c 'import json; print(json.dumps(json.load(open(\"key.json\"))))').",
    source: "captured",
    example:
      'json.loads(os.environ.get("FIREBASE_KEY"))\n          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n  File "/home/app/.pyenv/versions/3.11.7/lib/python3.11/json/__init__.py", line 339, in loads\n    raise TypeError(f\'the JSON object must be str, bytes or bytearray, \'\nTypeError: the JSON object must be str, bytes or bytearray, not NoneType',
  },
  {
    id: "fernet-key",
    when: ["build", "runtime"],
    language: "python",
    signal: /ValueError: Fernet key must be 32 url-safe base64-encoded bytes/,
    certainty: 3,
    title: "The variable with the encryption key (Fernet) holds no key",
    explanation: "It must be 32 bytes in base64, 44 characters that end in =; it is empty or another text.",
    fix: "Make one with python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())' and set it as the variable that the code reads.",
    source: "captured",
    example: "ValueError: Fernet key must be 32 url-safe base64-encoded bytes.",
  },
  {
    id: "python-never-awaited",
    when: ["build", "runtime"],
    language: "python",
    signal: /RuntimeWarning: coroutine '(?<name>[\w.<>]{1,80})' was never awaited/,
    without: /Traceback \(most recent call last\)|Uvicorn running|Listening at/,
    certainty: 2,
    title: "{name}() is asynchronous and was called without await, so it never ran",
    explanation: "Calling an async function only prepares it; the program went on and ended.",
    fix: "Write await {name}() inside async code, or asyncio.run({name}()) at the end of the file.",
    source: "captured",
    example: "RuntimeWarning: coroutine 'main' was never awaited",
  },
  {
    id: "python-module-called",
    when: ["build", "runtime"],
    language: "python",
    signal: /^TypeError: 'module' object is not callable/,
    certainty: 2,
    title: "A module is called as if it were a function",
    explanation: "The import gives the file, not the function or class of the same name in it: datetime, tqdm, app.",
    fix: "Import what is inside: from datetime import datetime, from tqdm import tqdm; in a start command module:object (app.main:app).",
    source: "captured",
    example: "TypeError: 'module' object is not callable",
  },
  {
    id: "python-key-missing",
    when: ["build", "runtime"],
    language: "python",
    signal:
      /Did not find \w{1,60}, please add an environment variable `(?<variable>\w{1,80})`|(?:SupabaseException|StorageException): (?<variable>supabase_(?:url|key)) is required|AuthenticationError: No API key provided[^\n]{0,60}(?<variable>stripe\.api_key)?|Missing key inputs argument! To use the (?<variable>Google AI API)/,
    certainty: 3,
    title: "A key is missing in the variables: {variable|that of the service that is named}",
    explanation:
      "The service's library was given none; on your computer it comes from .env, which is not committed, rightly.",
    fix: "Add the variable that the code reads (OPENAI_API_KEY, SUPABASE_URL and SUPABASE_KEY, STRIPE_SECRET_KEY, GEMINI_API_KEY) to the project's variables.",
    source: "documented",
    example: "supabase._sync.client.SupabaseException: supabase_url is required",
  },
  {
    id: "api-key-refused",
    when: ["runtime"],
    language: "any",
    signal:
      /(?<service>openai|anthropic|groq|cohere|mistralai|stripe)[\w.]{0,30}\.AuthenticationError: (?!No API key)|Incorrect API key provided|API key not valid\. Please pass a valid API key|(?:authentication_error|AuthenticationError)[^\n]{0,60}invalid x-api-key|Invalid API Key provided/,
    certainty: 2,
    title: "The API key is refused by {service|the service}",
    explanation:
      "The variable holds a key that is wrong, revoked, of another account, or has quotes or spaces around it.",
    fix: "Make a new key at the service and set it as the project's variable, without quotes; then deploy again.",
    source: "documented",
    example:
      "openai.AuthenticationError: Error code: 401 - {'error': {'message': 'Incorrect API key provided: sk-xxxx.'}}",
  },
];
