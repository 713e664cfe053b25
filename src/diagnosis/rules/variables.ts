import type { LogRule } from "../rule.ts";

const NAME = "(?<variable>[A-Z][A-Z0-9_]{2,80})";
const QUOTED_NAME = `["'\`]?${NAME}["'\`]?`;
const VARIABLE = "env(?:ironment)?(?:[ -]?var(?:iable)?)?s?";
const MISSING =
  "(?:required|missing|unset|undefined|empty|not (?:set|found|defined|configured|provided|present)|has not been set)";

/** A warning, or a line that says what is done instead, does not say why something failed. */
const MEANT = String.raw`^(?![^\n]{0,70}\b(?:[Ww]arn(?:ing)?|WARN(?:ING)?|[Nn]ote|NOTE|[Ii]nfo|INFO|[Dd]ebug|DEBUG|[Nn]otice)\b)(?![^\n]{0,300}(?:\busing\b|fall(?:ing|s)? ?back|default|disabled|skipp|ignor|optional))[^\n]{0,400}?`;

const meant = (...ways: string[]) => new RegExp(`${MEANT}(?:${ways.join("|")})`);

/** What libraries and people write when a variable with a name of its own (SHOP_KEY) is not set. */
const NAMED = [
  `Invalid environment variables:?[^A-Z]{0,240}["'{\\s]${NAME}\\b`,
  String.raw`\b(?<variable>[A-Z][A-Z0-9]{0,40}_[A-Z0-9_]{1,80}) (?:${VARIABLE} )?(?:(?:is |was |are )?${MISSING}|must (?:not be empty|be (?:set|provided|defined|configured)))\b`,
  `The ${NAME} environment variable is ${MISSING}`,
  `[Mm]issing (?:required )?${VARIABLE}:? ${QUOTED_NAME}`,
  String.raw`\b[Ee]${VARIABLE.slice(1)} ${QUOTED_NAME} (?:is |was )?${MISSING}`,
  String.raw`(?:set(?:ting)?|define|provide|configure) the ${QUOTED_NAME}(?: or ["'\`]?[A-Z0-9_]{3,80}["'\`]?)? ${VARIABLE}\b`,
  `required key ${NAME} missing value`,
  `: ${NAME}: (?:unbound variable|parameter (?:null or )?not set)`,
  String.raw`key not found: "${NAME}" \(KeyError\)`,
  `Environment variable not found: "${NAME}"`,
  String.raw`"${NAME}" is not exported by "\0?\s?virtual:env/static`,
  String.raw`Could not resolve placeholder '(?<variable>[^'\n]{1,100})' in value`,
];

/** What well-known libraries say without the variable's name. */
const UNNAMED = [
  "Invalid environment variables",
  "Missing environment variables:$",
  String.raw`Missing API key\. Pass it to the constructor`,
  "Missing publishableKey",
  "supabase(?:Url|Key) is required",
  "Configuration must contain `projectId`",
  'Either connection "url" or "host", "database" are required for',
  "No database connection string was provided to `neon",
  "URL and (?:API )?[Kk]ey are required to create a Supabase client",
  String.raw`Neither apiKey nor config\.authenticator provided`,
  "OAuth2?Strategy requires a client",
  "secret option required for sessions",
  "secretOrPrivateKey must have a value",
  "Err` value: NotPresent",
];

/** Names in capitals that are codes of errors, not variables. */
const CODES = String.raw`(?!(?:ERR|ER|SQLITE|CERT\w{0,20}|UNABLE|SELF|DEPTH|SSL|TLS|HTTP|UND|FST|HPE|NOT|INVALID|UNKNOWN|INTERNAL|PERMISSION|RESOURCE|MODULE|NODE_MODULES|CMAKE|E[A-Z]{3,20})_|\w{1,80}_(?:ERROR|FAILED|FOUND|DENIED|EXCEPTION|ERR)\b)`;
const SOME_VARIABLE = `["'\`\\s]${CODES}(?<variable>[A-Z][A-Z0-9]{0,40}_[A-Z0-9_]{1,80})\\b`;
const FAILURE = String.raw`(?:Error|Exception|panic|FATAL|[Ff]atal)\b`;

/** Variables that a program needs and does not have. */
export const VARIABLE_RULES: readonly LogRule[] = [
  {
    id: "variable-missing",
    when: ["build", "runtime"],
    language: "any",
    signal: meant(...NAMED, ...UNNAMED),
    certainty: 2,
    explains: ["variable-likely-missing"],
    title: "A variable is missing: {variable|the program reads one that is not set}",
    explanation: "The program reads it when it starts, and the project has no such variable here.",
    fix: "Add it to the project's variables; mark it as a build variable too when the build needs it.",
    source: "captured",
    example: "Error: Missing credentials. Please pass an `apiKey`, or set the `OPENAI_API_KEY` environment variable.",
  },
  {
    id: "variable-likely-missing",
    when: ["build", "runtime"],
    language: "any",
    signal: meant(
      String.raw`${FAILURE}[^\n]{0,40}?\b(?:[Mm]issing|[Rr]equire[sd]?|[Pp]rovide[d]?|[Ss]et|[Uu]ndefined|[Nn]o|[Ee]xpected|[Dd]efine|[Cc]onfigure)\b[^\n]{0,30}?${SOME_VARIABLE}`,
      String.raw`${FAILURE}[^\n]{0,40}?${SOME_VARIABLE}[^\n]{0,30}?\b${MISSING}\b`,
      String.raw`(?:Please|You must) (?:set|provide|define|add|configure)\b[^\n]{0,30}?${SOME_VARIABLE}`,
    ),
    certainty: 1,
    title: "A variable seems to be missing: {variable}",
    explanation:
      "The error names it as something that the program wants, and programs are given such names as variables.",
    fix: "Add it to the project's variables; mark it as a build variable too when the build needs it.",
    source: "captured",
    example: "Error: Missing STRIPE_SECRET_KEY",
  },
  {
    id: "variable-not-boolean",
    when: ["build", "runtime"],
    language: "python",
    signal: /ValueError: (?:Invalid truth value: |Not a boolean: |invalid truth value )'?(?<value>[^'\n]{0,60})/,
    certainty: 2,
    title: "A variable should be yes or no and is “{value}”",
    explanation: "The settings turn it into a truth value, and this text is none of those that are known.",
    fix: "Set it to True or False, without quotes and spaces; the last of your own lines above names the variable.",
    source: "captured",
    example: "ValueError: Invalid truth value: yes-please",
  },
  {
    id: "variable-not-number",
    when: ["build", "runtime"],
    language: "python",
    signal: /ValueError: invalid literal for int\(\) with base 10: '(?<value>[^'\n]{0,60})'/,
    together: /environ|getenv|decouple|\bconfig\(|env\.int/,
    certainty: 2,
    title: "A variable should be a number and is “{value}”",
    explanation: "The code turns it into a number when it starts. “” means that the variable is there and empty.",
    fix: "Give the variable a number, or remove it so that the default counts; the last of your own lines above names it.",
    source: "captured",
    example: "ValueError: invalid literal for int() with base 10: ''",
  },
];
