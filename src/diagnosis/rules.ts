import { JAVASCRIPT_RULES } from "./javascript-rules.ts";
import { PYTHON_RULES } from "./python-rules.ts";
import type { LogRule } from "./rule.ts";
import { BUILD_TOOL_RULES } from "./rules/build-tools.ts";
import { CERTIFICATE_RULES } from "./rules/certificates.ts";
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
import { DOCKER_RULES } from "./rules/docker.ts";
import { DOCKER_MISTAKE_RULES } from "./rules/docker-mistakes.ts";
import { DOCKER_OWNER_RULES } from "./rules/docker-owners.ts";
import { DOCKER_STEP_RULES } from "./rules/docker-steps.ts";
import { DOTNET_RULES } from "./rules/dotnet.ts";
import { DOTNET_ELIXIR_RULES } from "./rules/dotnet-elixir.ts";
import { DOWNLOAD_RULES } from "./rules/downloads.ts";
import { ELIXIR_RULES } from "./rules/elixir.ts";
import { ENDING_RULES } from "./rules/endings.ts";
import { GIT_STEP_RULES } from "./rules/git-steps.ts";
import { GO_RULES } from "./rules/go.ts";
import { GO_RUST_RULES } from "./rules/go-rust.ts";
import { GO_RUST_CODE_RULES } from "./rules/go-rust-code.ts";
import { GO_RUST_START_RULES } from "./rules/go-rust-starts.ts";
import { IMAGE_CONTENT_RULES } from "./rules/image-contents.ts";
import { JAVA_RULES } from "./rules/java.ts";
import { JAVA_CODE_RULES } from "./rules/java-code.ts";
import { JVM_BUILD_RULES } from "./rules/jvm.ts";
import { JVM_RUN_RULES } from "./rules/jvm-runs.ts";
import { MACHINE_RULES } from "./rules/machine.ts";
import { MAKE_RULES } from "./rules/make.ts";
import { MYSQL_REDIS_MONGO_RULES } from "./rules/mysql-redis-mongo.ts";
import { NETWORK_RULES } from "./rules/network.ts";
import { OTHER_LINUX_RULES } from "./rules/other-linux.ts";
import { OTHER_RULES } from "./rules/others.ts";
import { PHP_CODE_RULES } from "./rules/php-code.ts";
import { PHP_FRAMEWORK_RULES } from "./rules/php-frameworks.ts";
import { PHP_RUBY_RULES } from "./rules/php-ruby.ts";
import { PHP_SETUP_RULES } from "./rules/php-setup.ts";
import { PHP_WEB_RULES } from "./rules/php-web.ts";
import { PROGRAM_RULES } from "./rules/programs.ts";
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
import { SOURCE_RULES } from "./rules/source.ts";
import { STEP_RULES } from "./rules/steps.ts";
import { STORE_ANSWER_RULES } from "./rules/store-answers.ts";
import { SURROUNDING_RULES } from "./rules/surroundings.ts";
import { SYSTEM_LIBRARY_RULES } from "./rules/system-libraries.ts";
import { SYSTEM_RULES } from "./rules/systems.ts";
import { UNCAUGHT_RULES } from "./rules/uncaught.ts";
import { OTHER_UNCAUGHT_RULES } from "./rules/uncaught-others.ts";
import { VARIABLE_RULES } from "./rules/variables.ts";
import { WEB_SERVER_RULES } from "./rules/web-servers.ts";

/** Every rule that reads a log. */
export const LOG_RULES: readonly LogRule[] = [
  ...JAVASCRIPT_RULES,
  ...PYTHON_RULES,
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
  ...PROGRAM_RULES,
  ...SOURCE_RULES,
  ...CONFIG_FILE_RULES,
  ...SURROUNDING_RULES,
  ...BUILD_TOOL_RULES,
  ...DOCKER_STEP_RULES,
  ...DOTNET_ELIXIR_RULES,
  ...SYSTEM_RULES,
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
  ...MYSQL_REDIS_MONGO_RULES,
  ...SERVICE_RULES,
  ...DOTNET_RULES,
  ...ELIXIR_RULES,
  ...JVM_BUILD_RULES,
  ...JAVA_CODE_RULES,
  ...JVM_RUN_RULES,
  ...ENDING_RULES,
  ...COMPOSE_RULES,
  ...CONTAINER_RULES,
  ...DOWNLOAD_RULES,
  ...IMAGE_CONTENT_RULES,
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
  ...DATABASE_SESSION_RULES,
  ...QUEUE_TASK_RULES,
];
