import type { LogRule } from "../rule.ts";

/** Commands that another Linux than that of the base image has. */
export const OTHER_LINUX_RULES: readonly LogRule[] = [
  {
    id: "package-manager-foreign",
    when: ["build", "runtime"],
    language: "docker",
    signal:
      /\b(?:ba|da|z|a)?sh: (?:(?:line )?\d{1,5}: )?(?<name>apk|apt-get|apt|apt-key|add-apt-repository|yum|dnf|microdnf|zypper|pacman): (?:command )?not found|exec: "(?<name>apk|apt-get|apt|yum|dnf|microdnf)": executable file not found/,
    certainty: 3,
    explains: ["build-command-missing", "start-command-missing", "docker-step-failed", "system-tool-missing"],
    meant: {
      apk: "it is Alpine's, and this image is not Alpine",
      "apt-get": "it is Debian's and Ubuntu's, and this image is another Linux",
      apt: "it is Debian's and Ubuntu's, and this image is another Linux",
    },
    title: "The base image has no {name}: {meant|it belongs to another Linux}",
    explanation: "Each Linux installs packages with a program of its own, and names some packages otherwise.",
    fix: "On Debian and Ubuntu (tags such as 22, -slim, -bookworm) write apt-get update && apt-get install -y …, on Alpine (-alpine) apk add --no-cache …, on Red Hat microdnf install -y …; or take the base image that {name} belongs to.",
    source: "captured",
    example: "/bin/sh: 1: apk: not found",
  },
  {
    id: "user-tool-foreign",
    when: ["build", "runtime"],
    language: "docker",
    signal:
      /^Option [sghuD] is ambiguous \([a-z, -]{1,100}\)|^(?:adduser|addgroup): (?:unrecognized|unknown|invalid) option:? ['"]?-{0,2}(?<option>[\w-]{1,30})|^Option [SDGH] is ambiguous|^Unknown option: [DSHGh]$|^(?:fatal: |adduser: )?(?:Only one or two names allowed|Unknown option: [DSH])/,
    certainty: 3,
    explains: ["docker-step-failed"],
    title: "adduser and addgroup are called with the options of another Linux",
    explanation:
      "-S, -D, -G and -g are Alpine's (BusyBox); Debian's and Ubuntu's adduser wants long ones, such as --system.",
    fix: "On Debian: RUN groupadd --system --gid 1001 app && useradd --system --uid 1001 --gid app app. On Alpine: RUN addgroup -S app && adduser -S app -G app.",
    source: "captured",
    example: "Option s is ambiguous (shell, system)",
  },
  {
    id: "user-tool-missing",
    when: ["build", "runtime"],
    language: "docker",
    signal:
      /\b(?:ba|da|z|a)?sh: (?:(?:line )?\d{1,5}: )?(?<name>useradd|groupadd|usermod|adduser|addgroup|deluser): (?:command )?not found/,
    certainty: 3,
    explains: ["build-command-missing", "start-command-missing", "docker-step-failed"],
    title: "The base image has no {name}",
    explanation: "Alpine has adduser and addgroup, Debian's small images useradd and groupadd only.",
    fix: "On Debian and Ubuntu: RUN useradd --system --uid 1001 app. On Alpine: RUN adduser -S -u 1001 app.",
    source: "captured",
    example: "/bin/sh: 1: adduser: not found",
  },
];
