import type { LogRule } from "./rule.ts";
import { BOT_RULES } from "./rules/bots.ts";
import { BUILD_SETTING_RULES } from "./rules/build-settings.ts";
import { BUILD_TOOL_RULES } from "./rules/build-tools.ts";
import { BUN_DENO_RULES } from "./rules/bun-deno.ts";
import { BUNDLER_CODE_RULES } from "./rules/bundler-code.ts";
import { BUNDLER_FILE_RULES } from "./rules/bundler-files.ts";
import { BUNDLER_PACKAGE_RULES } from "./rules/bundler-packages.ts";
import { CERTIFICATE_RULES } from "./rules/certificates.ts";
import { CODE_CHECK_RULES } from "./rules/code-checks.ts";
import { COMPOSE_RULES } from "./rules/compose.ts";
import { COMPOSER_BUNDLER_RULES } from "./rules/composer-bundler.ts";
import { CONFIG_FILE_RULES } from "./rules/config-files.ts";
import { CONTAINER_OPTION_RULES } from "./rules/container-options.ts";
import { CONTAINER_RIGHT_RULES } from "./rules/container-rights.ts";
import { CONTAINER_STEP_RULES } from "./rules/container-steps.ts";
import { CONTAINER_RULES } from "./rules/containers.ts";
import { DATABASE_RULES } from "./rules/database.ts";
import { DATABASE_ADDRESS_RULES } from "./rules/database-address.ts";
import { DATABASE_ANSWER_RULES } from "./rules/database-answers.ts";
import { DATABASE_DRIVER_RULES } from "./rules/database-drivers.ts";
import { DATABASE_SESSION_RULES } from "./rules/database-sessions.ts";
import { DATABASE_SETUP_RULES } from "./rules/database-setup.ts";
import { DATABASE_STATEMENT_RULES } from "./rules/database-statements.ts";
import { DJANGO_RULES } from "./rules/django.ts";
import { DJANGO_APP_RULES } from "./rules/django-apps.ts";
import { DJANGO_RUN_RULES } from "./rules/django-run.ts";
import { DJANGO_SETUP_RULES } from "./rules/django-setup.ts";
import { DJANGO_VALUE_RULES } from "./rules/django-values.ts";
import { DOCKER_RULES } from "./rules/docker.ts";
import { DOCKER_MISTAKE_RULES } from "./rules/docker-mistakes.ts";
import { DOCKER_OWNER_RULES } from "./rules/docker-owners.ts";
import { DOCKER_STEP_RULES } from "./rules/docker-steps.ts";
import { DOTNET_RULES } from "./rules/dotnet.ts";
import { DOTNET_ELIXIR_RULES } from "./rules/dotnet-elixir.ts";
import { DOWNLOAD_RULES } from "./rules/downloads.ts";
import { ELIXIR_RULES } from "./rules/elixir.ts";
import { ENDING_RULES } from "./rules/endings.ts";
import { FRONT_END_RULES } from "./rules/front-end.ts";
import { GIT_STEP_RULES } from "./rules/git-steps.ts";
import { GO_RULES } from "./rules/go.ts";
import { GO_RUST_RULES } from "./rules/go-rust.ts";
import { GO_RUST_CODE_RULES } from "./rules/go-rust-code.ts";
import { GO_RUST_START_RULES } from "./rules/go-rust-starts.ts";
import { GRAPHQL_RULES } from "./rules/graphql.ts";
import { IMAGE_CONTENT_RULES } from "./rules/image-contents.ts";
import { JAVA_RULES } from "./rules/java.ts";
import { JAVA_CODE_RULES } from "./rules/java-code.ts";
import { JVM_BUILD_RULES } from "./rules/jvm.ts";
import { JVM_RUN_RULES } from "./rules/jvm-runs.ts";
import { MACHINE_RULES } from "./rules/machine.ts";
import { MAKE_RULES } from "./rules/make.ts";
import { MYSQL_REDIS_MONGO_RULES } from "./rules/mysql-redis-mongo.ts";
import { NATIVE_BUILD_RULES } from "./rules/native-builds.ts";
import { NETWORK_RULES } from "./rules/network.ts";
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
import { OTHER_LINUX_RULES } from "./rules/other-linux.ts";
import { OTHER_RULES } from "./rules/others.ts";
import { PACKAGE_MANAGER_RULES } from "./rules/package-managers.ts";
import { PHP_CODE_RULES } from "./rules/php-code.ts";
import { PHP_FRAMEWORK_RULES } from "./rules/php-frameworks.ts";
import { PHP_RUBY_RULES } from "./rules/php-ruby.ts";
import { PHP_SETUP_RULES } from "./rules/php-setup.ts";
import { PHP_WEB_RULES } from "./rules/php-web.ts";
import { PNPM_YARN_RULES } from "./rules/pnpm-yarn.ts";
import { PROGRAM_RULES } from "./rules/programs.ts";
import { PYTHON_BOT_RULES } from "./rules/python-bots.ts";
import { PYTHON_BUILD_RULES } from "./rules/python-builds.ts";
import { PYTHON_CODE_RULES } from "./rules/python-code.ts";
import { PYTHON_INSTALL_RULES } from "./rules/python-install.ts";
import { PYTHON_LIBRARY_RULES } from "./rules/python-libraries.ts";
import { PYTHON_MODEL_RULES } from "./rules/python-models.ts";
import { PYTHON_NAME_RULES } from "./rules/python-names.ts";
import { PYTHON_OWN_RULES } from "./rules/python-own.ts";
import { PYTHON_PROGRAM_RULES } from "./rules/python-programs.ts";
import { PYTHON_PROJECT_RULES } from "./rules/python-projects.ts";
import { PYTHON_RUN_RULES } from "./rules/python-run.ts";
import { PYTHON_SERVER_RULES } from "./rules/python-servers.ts";
import { PYTHON_SETTING_RULES } from "./rules/python-settings.ts";
import { PYTHON_SURROUNDING_RULES } from "./rules/python-surroundings.ts";
import { PYTHON_VALUE_RULES } from "./rules/python-values.ts";
import { PYTHON_VERSION_RULES } from "./rules/python-versions.ts";
import { QUEUE_TASK_RULES } from "./rules/queue-tasks.ts";
import { RAILS_RULES } from "./rules/rails.ts";
import { REACH_RULES } from "./rules/reach.ts";
import { RUBY_RULES } from "./rules/ruby.ts";
import { RUBY_CODE_RULES } from "./rules/ruby-code.ts";
import { RUBY_SETUP_RULES } from "./rules/ruby-setup.ts";
import { RUST_RULES } from "./rules/rust.ts";
import { SCRIPT_MISTAKE_RULES } from "./rules/script-mistakes.ts";
import { SCRIPT_STEP_RULES } from "./rules/script-steps.ts";
import { SERVICE_KEY_RULES } from "./rules/service-keys.ts";
import { SERVICE_REFUSAL_RULES } from "./rules/service-refusals.ts";
import { SERVICE_RULES } from "./rules/services.ts";
import { SHELL_RULES } from "./rules/shell.ts";
import { SITE_BUILDER_RULES } from "./rules/site-builders.ts";
import { SITE_GENERATOR_RULES } from "./rules/site-generators.ts";
import { SITE_TEMPLATE_RULES } from "./rules/site-templates.ts";
import { SOURCE_RULES } from "./rules/source.ts";
import { STEP_RULES } from "./rules/steps.ts";
import { STORE_ANSWER_RULES } from "./rules/store-answers.ts";
import { STYLESHEET_RULES } from "./rules/stylesheets.ts";
import { SURROUNDING_RULES } from "./rules/surroundings.ts";
import { SVELTEKIT_RULES } from "./rules/sveltekit.ts";
import { SYSTEM_LIBRARY_RULES } from "./rules/system-libraries.ts";
import { SYSTEM_RULES } from "./rules/systems.ts";
import { TYPESCRIPT_RULES } from "./rules/typescript.ts";
import { UNCAUGHT_RULES } from "./rules/uncaught.ts";
import { OTHER_UNCAUGHT_RULES } from "./rules/uncaught-others.ts";
import { VARIABLE_RULES } from "./rules/variables.ts";
import { WEB_SERVER_RULES } from "./rules/web-servers.ts";

/** Every rule that reads a log. */
export const LOG_RULES: readonly LogRule[] = [
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
  ...PYTHON_INSTALL_RULES,
  ...PYTHON_RUN_RULES,
  ...PYTHON_OWN_RULES,
  ...DJANGO_RULES,
  ...GO_RUST_RULES,
  ...GO_RUST_CODE_RULES,
  ...GO_RUST_START_RULES,
  ...JAVA_RULES,
  ...PHP_RUBY_RULES,
  ...OTHER_RULES,
  ...DOCKER_RULES,
  ...DATABASE_RULES,
  ...NETWORK_RULES,
  ...MACHINE_RULES,
  ...VARIABLE_RULES,
  ...COMPOSER_BUNDLER_RULES,
  ...DATABASE_SETUP_RULES,
  ...FRONT_END_RULES,
  ...NPM_PACKAGE_RULES,
  ...NODE_CODE_RULES,
  ...PROGRAM_RULES,
  ...PYTHON_VERSION_RULES,
  ...PYTHON_PROGRAM_RULES,
  ...PYTHON_SETTING_RULES,
  ...PYTHON_SURROUNDING_RULES,
  ...PYTHON_SERVER_RULES,
  ...PYTHON_PROJECT_RULES,
  ...PYTHON_NAME_RULES,
  ...PYTHON_LIBRARY_RULES,
  ...PYTHON_CODE_RULES,
  ...PYTHON_BUILD_RULES,
  ...PYTHON_VALUE_RULES,
  ...PYTHON_MODEL_RULES,
  ...PYTHON_BOT_RULES,
  ...SOURCE_RULES,
  ...CONFIG_FILE_RULES,
  ...SURROUNDING_RULES,
  ...BUILD_TOOL_RULES,
  ...DOCKER_STEP_RULES,
  ...DOTNET_ELIXIR_RULES,
  ...SYSTEM_RULES,
  ...NATIVE_BUILD_RULES,
  ...PACKAGE_MANAGER_RULES,
  ...GO_RULES,
  ...RUST_RULES,
  ...PHP_WEB_RULES,
  ...PHP_SETUP_RULES,
  ...PHP_FRAMEWORK_RULES,
  ...PHP_CODE_RULES,
  ...RAILS_RULES,
  ...RUBY_RULES,
  ...RUBY_SETUP_RULES,
  ...RUBY_CODE_RULES,
  ...DATABASE_ADDRESS_RULES,
  ...DATABASE_ANSWER_RULES,
  ...DATABASE_DRIVER_RULES,
  ...STORE_ANSWER_RULES,
  ...SERVICE_REFUSAL_RULES,
  ...DATABASE_STATEMENT_RULES,
  ...DJANGO_APP_RULES,
  ...DJANGO_RUN_RULES,
  ...DJANGO_SETUP_RULES,
  ...MYSQL_REDIS_MONGO_RULES,
  ...SERVICE_RULES,
  ...DOTNET_RULES,
  ...ELIXIR_RULES,
  ...JVM_BUILD_RULES,
  ...JAVA_CODE_RULES,
  ...JVM_RUN_RULES,
  ...ENDING_RULES,
  ...PNPM_YARN_RULES,
  ...BUN_DENO_RULES,
  ...NPM_REFUSAL_RULES,
  ...NODE_SERVER_RULES,
  ...COMPOSE_RULES,
  ...CONTAINER_RULES,
  ...DOWNLOAD_RULES,
  ...IMAGE_CONTENT_RULES,
  ...NODE_MODULE_RULES,
  ...NODE_SETTING_RULES,
  ...NODE_ENDING_RULES,
  ...NODE_SURROUNDING_RULES,
  ...SERVICE_KEY_RULES,
  ...WEB_SERVER_RULES,
  ...CONTAINER_STEP_RULES,
  ...SHELL_RULES,
  ...SYSTEM_LIBRARY_RULES,
  ...REACH_RULES,
  ...STEP_RULES,
  ...UNCAUGHT_RULES,
  ...OTHER_UNCAUGHT_RULES,
  ...SCRIPT_STEP_RULES,
  ...OTHER_LINUX_RULES,
  ...MAKE_RULES,
  ...CONTAINER_OPTION_RULES,
  ...GIT_STEP_RULES,
  ...DOCKER_OWNER_RULES,
  ...DOCKER_MISTAKE_RULES,
  ...CONTAINER_RIGHT_RULES,
  ...SCRIPT_MISTAKE_RULES,
  ...CERTIFICATE_RULES,
  ...BOT_RULES,
  ...GRAPHQL_RULES,
  ...NPM_CODE_RULES,
  ...NODE_COMMAND_RULES,
  ...NODE_START_RULES,
  ...DATABASE_SESSION_RULES,
  ...DJANGO_VALUE_RULES,
  ...QUEUE_TASK_RULES,
];
