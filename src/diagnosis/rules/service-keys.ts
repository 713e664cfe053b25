import type { LogRule } from "../rule.ts";

type Service = {
  id: string;
  /** Whose key it is, as people say it. */
  name: string;
  /** The variables that code reads it from most often. */
  variables: string;
  signal: RegExp;
  where: string;
  source: "captured" | "documented";
  example: string;
};

/** What the libraries of well-known services say when they are given no key. None of them names the variable. */
const SERVICES: readonly Service[] = [
  {
    id: "stripe-key-missing",
    name: "Stripe",
    variables: "STRIPE_SECRET_KEY",
    signal:
      /Neither apiKey nor config\.authenticator provided|No API key provided\. \(HINT|You did not provide an API key\. You need to provide your API key|Please call Stripe\(\) with your publishable key/,
    where: "in Stripe's dashboard under API keys",
    source: "captured",
    example: "Error: Neither apiKey nor config.authenticator provided",
  },
  {
    id: "jwt-secret-missing",
    name: "the signing of tokens (JWT)",
    variables: "JWT_SECRET",
    signal:
      /secretOrPrivateKey must have a value|JwtStrategy requires a secret or key|JWT auth middleware requires options for "secret"|(?:AssertionError[^\n]{0,30}: |Error: )missing secret$|secret or public key must be provided|Zero-length key is not supported/,
    where: "by making one: a long random text, for example from openssl rand -hex 32",
    source: "captured",
    example: "TypeError: JwtStrategy requires a secret or key",
  },
  {
    id: "session-secret-missing",
    name: "the session",
    variables: "SESSION_SECRET",
    signal:
      /Error: secret option required for sessions|Error: \.keys required\.|the secret (?:key )?must be at least 32 (?:bytes|characters)/,
    where: "by making one: a long random text, for example from openssl rand -hex 32",
    source: "captured",
    example: "Error: secret option required for sessions",
  },
  {
    id: "oauth-client-missing",
    name: "sign-in with another service (OAuth)",
    variables: "GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET (or those of GitHub and others)",
    signal: /OAuth2?Strategy requires a (?:client|consumer)/,
    where: "in that service's settings for developers",
    source: "captured",
    example: "TypeError: OAuth2Strategy requires a clientID option",
  },
  {
    id: "auth0-key-missing",
    name: "Auth0 (or another OpenID service)",
    variables: "ISSUER_BASE_URL, CLIENT_ID, BASE_URL and SECRET",
    signal: /TypeError: "(?:clientID|issuerBaseURL|baseURL|secret)" is required/,
    where:
      "in the application's settings at Auth0; BASE_URL is this project's own address, and SECRET a long random text",
    source: "captured",
    example: 'TypeError: "secret" is required',
  },
  {
    id: "supabase-key-missing",
    name: "Supabase",
    variables:
      "SUPABASE_URL and SUPABASE_ANON_KEY (with the beginning that your framework wants, such as VITE_ or NEXT_PUBLIC_)",
    signal: /supabase(?:Url|Key) is required|URL and (?:API )?[Kk]ey are required to create a Supabase client/,
    where: "in the project's settings at Supabase under API",
    source: "captured",
    example: "Error: supabaseKey is required.",
  },
  {
    id: "anthropic-key-missing",
    name: "Anthropic's client",
    variables: "ANTHROPIC_API_KEY",
    signal:
      /Could not resolve authentication method\. Expected either apiKey or authToken|Could not resolve authentication method\. Expected (?:either|one of) api_key/,
    where: "in Anthropic's console",
    source: "captured",
    example: "Could not resolve authentication method. Expected either apiKey or authToken to be set.",
  },
  {
    id: "gemini-key-missing",
    name: "Google's Gemini",
    variables: "GEMINI_API_KEY",
    signal: /API key should be set when using the Gemini API|API key must be set when using the Gemini API/,
    where: "in Google AI Studio",
    source: "captured",
    example: "API key should be set when using the Gemini API.",
  },
  {
    id: "cloudinary-key-missing",
    name: "Cloudinary",
    variables: "CLOUDINARY_URL (or CLOUDINARY_CLOUD_NAME, CLOUDINARY_API_KEY and CLOUDINARY_API_SECRET)",
    signal: /Must supply (?:api_key|api_secret|cloud_name)\b/,
    where: "in Cloudinary's console",
    source: "captured",
    example: "Error: Must supply api_key",
  },
  {
    id: "razorpay-key-missing",
    name: "Razorpay",
    variables: "RAZORPAY_KEY_ID and RAZORPAY_KEY_SECRET",
    signal: /`key_id` or `oauthToken` is mandatory|`key_secret` is mandatory/,
    where: "in Razorpay's dashboard under API keys",
    source: "captured",
    example: "Error: `key_id` or `oauthToken` is mandatory",
  },
  {
    id: "vapid-key-missing",
    name: "web push",
    variables: "VAPID_PUBLIC_KEY and VAPID_PRIVATE_KEY",
    signal: /No (?:key|subject) set (?:in )?vapidDetails\.\w{1,20}|Vapid (?:public|private) key (?:should|must) be/,
    where: "with npx web-push generate-vapid-keys",
    source: "captured",
    example: "Error: No key set vapidDetails.publicKey",
  },
  {
    id: "bot-token-missing",
    name: "the Telegram bot",
    variables: "BOT_TOKEN (TELEGRAM_BOT_TOKEN)",
    signal: /TelegramError: 401: Bot Token is required|Error: Empty token!|Telegram Bot Token not provided/,
    where: "with BotFather in Telegram",
    source: "captured",
    example: "Error: Empty token!",
  },
  {
    id: "slack-key-missing",
    name: "Slack",
    variables: "SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET",
    signal:
      /signingSecret is required to initialize|AppInitializationError: (?:No token|Either an app token|[^\n]{0,60}(?:token|signingSecret|clientId))|No `?appToken`? provided/,
    where: "in the Slack app's settings",
    source: "captured",
    example: "AppInitializationError: signingSecret is required to initialize the default receiver.",
  },
  {
    id: "clerk-key-missing",
    name: "Clerk",
    variables:
      "CLERK_PUBLISHABLE_KEY and CLERK_SECRET_KEY (NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY in Next.js, VITE_CLERK_PUBLISHABLE_KEY with Vite)",
    signal:
      /Publishable key is missing\. Ensure|@clerk\/[\w-]{1,40}: Missing (?:publishableKey|secretKey|Publishable|Secret)|Missing publishableKey/,
    where: "in Clerk's dashboard under API keys",
    source: "captured",
    example: "Error: Publishable key is missing. Ensure that your publishable key is correctly configured.",
  },
  {
    id: "contentful-key-missing",
    name: "Contentful",
    variables: "CONTENTFUL_SPACE_ID and CONTENTFUL_ACCESS_TOKEN",
    signal: /TypeError: Expected parameter (?:accessToken|space)$/,
    where: "in Contentful's settings under API keys",
    source: "captured",
    example: "TypeError: Expected parameter accessToken",
  },
  {
    id: "upstash-key-missing",
    name: "Upstash Redis",
    variables: "UPSTASH_REDIS_REST_URL and UPSTASH_REDIS_REST_TOKEN",
    signal:
      /\[Upstash Redis\] (?:Unable to find environment variable|The '(?:url|token)' property is missing|Redis client was initialized without url)/,
    where: "in Upstash's console",
    source: "captured",
    example: "[Upstash Redis] Unable to find environment variable: `UPSTASH_REDIS_REST_URL`.",
  },
  {
    id: "storage-endpoint-missing",
    name: "the object storage (MinIO's client)",
    variables: "MINIO_ENDPOINT, with the name of the host alone, without https:// and port",
    signal: /InvalidEndpointError: Invalid endPoint : /,
    where: "at the storage's provider",
    source: "captured",
    example: "InvalidEndpointError: Invalid endPoint : undefined",
  },
  {
    id: "livekit-key-missing",
    name: "LiveKit",
    variables: "LIVEKIT_API_KEY and LIVEKIT_API_SECRET",
    signal: /Error: api-key and api-secret must be set/,
    where: "in the project's settings at LiveKit",
    source: "captured",
    example: "Error: api-key and api-secret must be set",
  },
  {
    id: "mailgun-key-missing",
    name: "Mailgun",
    variables: "MAILGUN_API_KEY",
    signal: /^Error: Parameter "(?:key|username)" is required/,
    where: "at Mailgun under API keys",
    source: "documented",
    example: 'Error: Parameter "key" is required',
  },
];

const toRule = ({ id, name, variables, signal, where, source, example }: Service): LogRule => ({
  id,
  when: ["build", "runtime"],
  language: "any",
  signal,
  certainty: 3,
  explains: [
    "variable-missing",
    "variable-likely-missing",
    "url-invalid",
    "node-unhandled-rejection",
    "google-credentials",
  ],
  title: `A variable is missing: ${name} was not given its key`,
  explanation: `The code reads it from a variable, usually ${variables}, and that is not set here.`,
  fix: `Add the variable that the code reads to the project's variables: usually ${variables}. Mark it as a build variable too when the build needs it. You find the value ${where}.`,
  source,
  example,
});

export const SERVICE_KEY_RULES: readonly LogRule[] = SERVICES.map(toRule);
