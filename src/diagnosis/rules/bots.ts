import type { LogRule } from "../rule.ts";

/** Bots of Telegram and Discord: what the service refuses them, and what they need to start. */
export const BOT_RULES: readonly LogRule[] = [
  {
    id: "bot-token-refused",
    when: ["runtime"],
    language: "any",
    signal:
      /TelegramError: 40[14]: (?:Unauthorized|Not Found)|GrammyError: Call to '\w{1,40}' failed! \(40[14]: |DiscordAPIError(?:\[0\])?: 401: Unauthorized|TokenValidationError: Token is invalid!(?! It must be 'str' type, not <class 'NoneType'>)|ApiTelegramException: [^\n]{0,100}Error code: 40[14]\b|TelegramUnauthorizedError/,
    certainty: 3,
    explains: ["node-unhandled-rejection", "bot-token"],
    title: "The bot's token is not valid",
    explanation:
      "The service does not know the token: it was replaced by a newer one, copied with a part missing, or has quotation marks or a space around it.",
    fix: "Make a new token (Telegram: @BotFather, /token; Discord: Developer Portal, Bot, Reset Token) and set it as the project's variable that the code reads, without quotation marks.",
    source: "captured",
    example: "TelegramError: 401: Unauthorized",
  },
  {
    id: "telegram-webhook-refused",
    when: ["runtime"],
    language: "any",
    signal: /Bad Request: bad webhook: (?<why>[^\n]{1,120})/i,
    certainty: 3,
    title: "Telegram does not take the bot's webhook address: {why}",
    explanation:
      "A webhook must be a public https address with a valid certificate, on port 443, 80, 88 or 8443. localhost, http and a variable that is not set do not do.",
    fix: "Set the variable of the webhook's address to the project's own domain with https://, for example https://bot.example.com, and give the project that domain.",
    source: "documented",
    example: "TelegramError: 400: Bad Request: bad webhook: An HTTPS URL must be provided for webhook",
  },
  {
    id: "discord-intents-missing",
    when: ["runtime"],
    language: "node",
    signal: /(?:ClientMissingIntents|CLIENT_MISSING_INTENTS)\]: Valid intents must be provided/,
    certainty: 3,
    title: "The Discord client is made without intents",
    explanation: "Since discord.js 13 a client must say which events it wants.",
    fix: "Write new Client({ intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages] }) with those that the bot needs.",
    source: "captured",
    example: "[ClientMissingIntents]: Valid intents must be provided for the Client.",
  },
  {
    id: "discord-not-permitted",
    when: ["runtime"],
    language: "any",
    signal:
      /DiscordAPIError\[500(?:01|13)\]: Missing (?:Access|Permissions)|error code: 500(?:01|13)\): Missing (?:Access|Permissions)/,
    certainty: 2,
    title: "The bot may not do that on this Discord server",
    explanation:
      "It lacks a permission or cannot see the channel, or it was invited without the scope applications.commands, or the server's ID (GUILD_ID) is that of a server it is not on.",
    fix: "Invite the bot again with the scopes bot and applications.commands and the permissions it needs, give its role access to the channel, and check the variable with the server's ID.",
    source: "documented",
    example: "DiscordAPIError[50001]: Missing Access",
  },
  {
    id: "discord-interaction-late",
    when: ["runtime"],
    language: "any",
    signal:
      /DiscordAPIError\[(?:10062|40060)\]: |error code: (?:10062|40060)\): (?:Unknown interaction|Interaction has already been acknowledged)/,
    certainty: 2,
    title: "A Discord command was answered too late, or twice",
    explanation:
      "Discord wants an answer within three seconds, and only one. Two instances of the bot with the same token answer each command twice.",
    fix: "Call interaction.deferReply() first where the work takes longer and editReply() after it; run the bot once only (one replica, not on your computer as well).",
    source: "documented",
    example: "DiscordAPIError[10062]: Unknown interaction",
  },
  {
    id: "bot-ffmpeg-missing",
    when: ["runtime"],
    language: "any",
    signal: /Error: FFmpeg\/avconv not found!|ClientException: ffmpeg was not found/,
    certainty: 3,
    title: "FFmpeg, which plays the sound, is not installed",
    explanation: "The bot starts the program ffmpeg for music and voices, and the container has none.",
    fix: "Add the system package ffmpeg to the project (in a Dockerfile: apt-get install -y ffmpeg), or, with Node.js, the npm package ffmpeg-static.",
    source: "captured",
    example: "Error: FFmpeg/avconv not found!",
  },
  {
    id: "discord-voice-package",
    when: ["runtime"],
    language: "any",
    signal: /Cannot play audio as no valid encryption package is installed|PyNaCl library needed in order to use voice/,
    certainty: 3,
    title: "The package that encrypts Discord's voice is missing",
    explanation: "Discord's voice is encrypted, and the library leaves the choice of the package to you.",
    fix: "Add sodium-native or libsodium-wrappers (npm), with Python PyNaCl, to the dependencies and commit the lockfile.",
    source: "documented",
    example: "Error: Cannot play audio as no valid encryption package is installed.",
  },
];
