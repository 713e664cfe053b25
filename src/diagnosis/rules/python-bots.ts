import type { LogRule } from "../rule.ts";

/** Bots for Telegram and Discord, whose libraries changed much from one version to the next. */
export const PYTHON_BOT_RULES: readonly LogRule[] = [
  {
    id: "telegram-bot-version",
    when: ["build", "runtime"],
    language: "python",
    signal:
      /Updater\.__init__\(\) (?:got an unexpected keyword argument '\w{1,40}'|missing 1 required positional argument: 'update_queue')|'Updater' object has no attribute '(?:dispatcher|idle)'|cannot import name '(?:ParseMode|ChatAction|Filters|Dispatcher|MessageFilter)' from 'telegram[\w.]{0,40}'/,
    certainty: 3,
    explains: ["python-argument-unknown", "python-import-version", "python-import-name"],
    title: "The bot is written for python-telegram-bot 13, and a newer one is installed",
    explanation: "Since version 20 it is asynchronous: Application took the place of Updater, filters that of Filters.",
    fix: "Pin python-telegram-bot==13.15 in the requirements; or write it anew: Application.builder().token(…).build() with async handlers.",
    source: "captured",
    example: "TypeError: Updater.__init__() got an unexpected keyword argument 'use_context'",
  },
  {
    id: "aiogram-version",
    when: ["build", "runtime"],
    language: "python",
    signal:
      /cannot import name '(?:executor|Text|types)' from 'aiogram[\w.]{0,60}'|No module named 'aiogram\.(?:contrib|dispatcher\.filters)[\w.]{0,60}'|Passing `parse_mode`[^\n]{0,120} to Bot initializer is not supported|TypeError: Dispatcher\.__init__\(\) takes 1 positional argument but \d|'Dispatcher' object has no attribute '(?:message_handler|callback_query_handler|register_message_handler)'/,
    certainty: 3,
    explains: ["python-import-version", "python-import-name", "python-submodule-missing", "python-module-not-found"],
    title: "The bot is written for another aiogram than the one that is installed",
    explanation:
      "aiogram 3 left out executor, message_handler and aiogram.contrib; 3.7 wants parse_mode in DefaultBotProperties.",
    fix: "Pin aiogram==2.25.2 in the requirements for code of version 2 (aiogram<3.7 for parse_mode); or write dp = Dispatcher(), @dp.message() and await dp.start_polling(bot).",
    source: "captured",
    example:
      "TypeError: Passing `parse_mode`, `disable_web_page_preview` or `protect_content` to Bot initializer is not supported anymore.",
  },
  {
    id: "discord-intents",
    when: ["build", "runtime"],
    language: "python",
    signal: /(?:Client|Bot(?:Base)?)\.__init__\(\) missing 1 required keyword-only argument: 'intents'/,
    certainty: 3,
    title: "The bot does not say which events of Discord it wants (intents)",
    explanation: "discord.py asks for intents since version 2, and the code was written for an older one.",
    fix: "Write intents = discord.Intents.default(), intents.message_content = True, and hand it over: commands.Bot(…, intents=intents). Switch Message Content on in Discord's developer portal.",
    source: "captured",
    example: "BotBase.__init__() missing 1 required keyword-only argument: 'intents'",
  },
  {
    id: "discord-privileged-intents",
    when: ["runtime"],
    language: "any",
    signal:
      /PrivilegedIntentsRequired|requesting privileged intents that have not been explicitly enabled|Used disallowed intents/,
    certainty: 3,
    title: "Discord does not allow the bot the intents that it asks for",
    explanation: "Message Content, Server Members and Presence must be switched on for each bot.",
    fix: "Switch them on in Discord's developer portal: your application, Bot, Privileged Gateway Intents. Then deploy again.",
    source: "documented",
    example:
      "discord.errors.PrivilegedIntentsRequired: Shard ID None is requesting privileged intents that have not been explicitly enabled in the developer portal.",
  },
  {
    id: "discord-extension-await",
    when: ["runtime"],
    language: "python",
    signal:
      /RuntimeWarning: coroutine '(?<what>(?:BotBase|Bot)\.(?:load_extension|add_cog|tree\.sync))' was never awaited|TypeError: object NoneType can't be used in 'await' expression/,
    together: /discord|load_extension|add_cog/,
    certainty: 2,
    explains: ["python-never-awaited"],
    title: "The bot's extensions are loaded as in discord.py 1",
    explanation: "load_extension, add_cog and an extension's setup function are asynchronous since version 2.",
    fix: "Write async def setup(bot): await bot.add_cog(…) in the extension, and await bot.load_extension(…) in setup_hook.",
    source: "captured",
    example: "RuntimeWarning: coroutine 'BotBase.load_extension' was never awaited",
  },
  {
    id: "bot-runs-twice",
    when: ["runtime"],
    language: "any",
    signal:
      /[Tt]erminated by other get[Uu]pdates request|409[^\n]{0,20}Conflict: terminated by other|can't use getUpdates method while webhook is active/,
    certainty: 3,
    title: "The same Telegram bot runs in a second place, or has a webhook",
    explanation:
      "Telegram gives each message to one program only: your computer, an older deployment or a webhook has it.",
    fix: "Stop the other one (on your computer, at the former host), run one instance only, and remove a webhook with deleteWebhook; or use a token of its own for each place.",
    source: "documented",
    example:
      "telegram.error.Conflict: Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
  },
];
