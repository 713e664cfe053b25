import type { AppPlan } from "../plan.ts";
import { toolFolders } from "../script.ts";
import { execLine } from "../shell-line.ts";
import {
  comments,
  type Ejected,
  type Generator,
  givenBy,
  NOTHING_STARTS,
  notesOf,
  otherProcesses,
  whyOnlyContained,
} from "./generator.ts";
import { runSettings } from "./pm2.ts";

/** One unit for the program and one for each process beside it. */
export const systemd: Generator = {
  title: "systemd unit",
  about: "Keeps the program running on a machine without containers, as a user that owns nothing.",
  generate(of) {
    const { plan, name } = of;
    if (plan.kind === "static") return { why: "A site has no program: NGINX serves its files." };
    const why = whyOnlyContained(plan);
    if (why || plan.start === null) return why ?? NOTHING_STARTS;
    const units = [{ unit: name, command: plan.start }];
    units.push(
      ...otherProcesses(plan).map((process) => ({ unit: `${name}-${process.name}`, command: process.command })),
    );
    return {
      files: units.map(({ unit, command }) => ({ path: `deploy/${unit}.service`, text: unitText(of, unit, command) })),
    };
  },
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: each of them needs its escape.
const SPECIAL = /[\x00-\x1f\x7f"\\]/g;

/** One word of a unit: in its quotes, with specifiers (`%n`) taken literally. */
function word(text: string): string {
  const escaped = text.replace(SPECIAL, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`);
  return `"${escaped.replaceAll("%", "%%")}"`;
}

/** In commands systemd puts variables in as well. */
const commandWord = (text: string) => word(text).replaceAll("$", "$$$$");

function unitText({ plan, name }: Ejected, unit: string, command: string): string {
  const folder = `/srv/${name}`;
  const settings = Object.entries(environmentOf(plan, folder)).map(
    ([key, value]) => `Environment=${word(`${key}=${value}`)}\n`,
  );
  const head = comments(
    `Copy to /etc/systemd/system/${unit}.service, the built project to ${folder},`,
    `and the variables (.env.example) to /etc/${name}.env with mode 0600.`,
    ...notesOf(plan),
  );
  return `${head}[Unit]
Description=${unit}
Wants=network-online.target
After=network-online.target

[Service]
ExecStart=/bin/sh -c ${commandWord(execLine(command))}
WorkingDirectory=${folder}
${settings.join("")}EnvironmentFile=-/etc/${name}.env
Restart=always
RestartSec=2
TimeoutStopSec=30

# A user that exists while it runs; it writes to $STATE_DIRECTORY and nowhere else.
DynamicUser=yes
StateDirectory=${unit}
${HARDENING}
[Install]
WantedBy=multi-user.target
`;
}

// Without MemoryDenyWriteExecute: JavaScript engines write the code that they run.
const HARDENING = `NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
CapabilityBoundingSet=
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM
UMask=0077
`;

function environmentOf(plan: AppPlan, folder: string): Record<string, string> {
  const tools = toolFolders(plan).map((tool) => `${folder}/${tool}`);
  const { settings, folders } = runSettings(plan);
  return {
    PATH: [...tools, "/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"].join(":"),
    ...settings,
    ...Object.fromEntries(Object.entries(folders).map(([name, path]) => [name, `${folder}/${path}`])),
    ...(plan.port !== null && { PORT: String(plan.port), HOST: "127.0.0.1" }),
    ...givenBy(plan),
  };
}
