import type { LogRule } from "./rule.ts";
import { BOT_RULES } from "./rules/bots.ts";
import { BUILD_SETTING_RULES } from "./rules/build-settings.ts";
import { BUN_DENO_RULES } from "./rules/bun-deno.ts";
import { BUNDLER_CODE_RULES } from "./rules/bundler-code.ts";
import { BUNDLER_FILE_RULES } from "./rules/bundler-files.ts";
import { BUNDLER_PACKAGE_RULES } from "./rules/bundler-packages.ts";
import { CODE_CHECK_RULES } from "./rules/code-checks.ts";
import { FRONT_END_RULES } from "./rules/front-end.ts";
import { GRAPHQL_RULES } from "./rules/graphql.ts";
import { NEXT_CODE_RULES } from "./rules/next-code.ts";
import { NEXT_SETTING_RULES } from "./rules/next-settings.ts";
import { NODE_BUILD_RULES } from "./rules/node-build.ts";
import { NODE_CODE_RULES } from "./rules/node-code.ts";
import { NODE_COMMAND_RULES } from "./rules/node-commands.ts";
import { NODE_ENDING_RULES } from "./rules/node-endings.ts";
import { NODE_FRAMEWORK_RULES } from "./rules/node-frameworks.ts";
import { NODE_MODULE_RULES } from "./rules/node-modules.ts";
import { NODE_RUN_RULES } from "./rules/node-run.ts";
import { NODE_SERVER_RULES } from "./rules/node-servers.ts";
import { NODE_SETTING_RULES } from "./rules/node-settings.ts";
import { NODE_START_RULES } from "./rules/node-starts.ts";
import { NODE_SURROUNDING_RULES } from "./rules/node-surroundings.ts";
import { NPM_RULES } from "./rules/npm.ts";
import { NPM_CODE_RULES } from "./rules/npm-codes.ts";
import { NPM_PACKAGE_RULES } from "./rules/npm-packages.ts";
import { NPM_REFUSAL_RULES } from "./rules/npm-refusals.ts";
import { PACKAGE_MANAGER_RULES } from "./rules/package-managers.ts";
import { PNPM_YARN_RULES } from "./rules/pnpm-yarn.ts";
import { SITE_BUILDER_RULES } from "./rules/site-builders.ts";
import { SITE_GENERATOR_RULES } from "./rules/site-generators.ts";
import { SITE_TEMPLATE_RULES } from "./rules/site-templates.ts";
import { STYLESHEET_RULES } from "./rules/stylesheets.ts";
import { SVELTEKIT_RULES } from "./rules/sveltekit.ts";
import { TYPESCRIPT_RULES } from "./rules/typescript.ts";

/** What reads the logs of JavaScript's package managers, builders and programs. */
export const JAVASCRIPT_RULES: readonly LogRule[] = [
  ...TYPESCRIPT_RULES,
  ...NEXT_CODE_RULES,
  ...NEXT_SETTING_RULES,
  ...BUNDLER_CODE_RULES,
  ...BUNDLER_FILE_RULES,
  ...BUNDLER_PACKAGE_RULES,
  ...CODE_CHECK_RULES,
  ...SITE_GENERATOR_RULES,
  ...SITE_BUILDER_RULES,
  ...SVELTEKIT_RULES,
  ...BUILD_SETTING_RULES,
  ...STYLESHEET_RULES,
  ...SITE_TEMPLATE_RULES,
  ...NPM_RULES,
  ...NODE_BUILD_RULES,
  ...NODE_FRAMEWORK_RULES,
  ...NODE_RUN_RULES,
  ...FRONT_END_RULES,
  ...NPM_PACKAGE_RULES,
  ...NODE_CODE_RULES,
  ...PACKAGE_MANAGER_RULES,
  ...PNPM_YARN_RULES,
  ...BUN_DENO_RULES,
  ...NPM_REFUSAL_RULES,
  ...NODE_SERVER_RULES,
  ...NODE_MODULE_RULES,
  ...NODE_SETTING_RULES,
  ...NODE_ENDING_RULES,
  ...NODE_SURROUNDING_RULES,
  ...BOT_RULES,
  ...GRAPHQL_RULES,
  ...NPM_CODE_RULES,
  ...NODE_COMMAND_RULES,
  ...NODE_START_RULES,
];
