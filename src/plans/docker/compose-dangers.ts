import { finding } from "../folder.ts";
import type { Finding } from "../plan.ts";
import type { ComposeService } from "./compose-file.ts";
import { keyOf, listOf, recordOf, textOf } from "./compose-file.ts";

type Danger = { key: string; what: string; isAsked: (value: unknown) => boolean };

const source = (volume: unknown) => textOf(recordOf(volume).source) ?? textOf(volume) ?? "";
const isHost = (value: unknown) => value === "host";
const isSome = (value: unknown) => listOf(value).length > 0;
/** Folders of the machine itself, as opposed to those of the project and to named volumes. */
const OF_THE_MACHINE = /^(?:\/(?:etc|proc|sys|dev|root|var|usr|boot|run|home)?(?:\/|:|$)|~)/;

/** What would let a service out of its container. None of it is given. */
const DANGERS: readonly Danger[] = [
  { key: "privileged", what: "all rights on the machine (`privileged`)", isAsked: (value) => value === true },
  { key: "network_mode", what: "the machine's own network (`network_mode: host`)", isAsked: isHost },
  { key: "pid", what: "the machine's processes (`pid: host`)", isAsked: isHost },
  { key: "ipc", what: "the machine's shared memory (`ipc: host`)", isAsked: isHost },
  { key: "cap_add", what: "more rights of the kernel (`cap_add`)", isAsked: isSome },
  { key: "devices", what: "devices of the machine (`devices`)", isAsked: isSome },
  {
    key: "security_opt",
    what: "weaker walls around it (`security_opt`)",
    isAsked: (value) => listOf(value).some((option) => /unconfined|disable/.test(String(option))),
  },
  {
    key: "volumes",
    what: "Docker itself (`/var/run/docker.sock`)",
    isAsked: (value) => listOf(value).some((volume) => /docker\.sock/.test(source(volume))),
  },
  {
    key: "volumes",
    what: "folders of the machine (`volumes`)",
    isAsked: (value) =>
      listOf(value).some((volume) => OF_THE_MACHINE.test(source(volume)) && !/docker\.sock/.test(source(volume))),
  },
];

const asked = (service: ComposeService): (Danger & { line: number })[] =>
  DANGERS.flatMap((danger) => {
    const key = keyOf(service, danger.key);
    return key && danger.isAsked(key.value) ? [{ ...danger, line: key.line }] : [];
  });

/** The keys of a service that are refused. */
export const refusedKeys = (service: ComposeService): Set<string> => new Set(asked(service).map(({ key }) => key));

export function dangerFindings(file: string, service: ComposeService): Finding[] {
  return asked(service).map(({ what, line }) =>
    finding(
      "error",
      "compose-refused",
      {
        title: `The service ${service.name} asks for ${what}, which AutoStack gives to no project.`,
        fix: "It is started without. Take the line out if it works so; a program that needs it belongs on a machine of its own.",
      },
      { file, line },
    ),
  );
}
