import type { LogRule } from "./rule.ts";
import { DJANGO_RULES } from "./rules/django.ts";
import { DJANGO_APP_RULES } from "./rules/django-apps.ts";
import { DJANGO_RUN_RULES } from "./rules/django-run.ts";
import { DJANGO_SETUP_RULES } from "./rules/django-setup.ts";
import { DJANGO_VALUE_RULES } from "./rules/django-values.ts";
import { NATIVE_BUILD_RULES } from "./rules/native-builds.ts";
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

/** What reads the logs of Python's installers and programs. */
export const PYTHON_RULES: readonly LogRule[] = [
  ...PYTHON_INSTALL_RULES,
  ...PYTHON_RUN_RULES,
  ...PYTHON_OWN_RULES,
  ...DJANGO_RULES,
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
  ...NATIVE_BUILD_RULES,
  ...DJANGO_APP_RULES,
  ...DJANGO_RUN_RULES,
  ...DJANGO_SETUP_RULES,
  ...DJANGO_VALUE_RULES,
];
