import type { ContainerInspectInfo } from "dockerode";
import type { Docker } from "../host/docker.ts";
import type { Files } from "../host/files.ts";

/** A container's TCP tables, read from outside, so that an image without a single tool can be asked too. */
export async function socketTables(
  { docker, files }: { docker: Docker; files: Files },
  { Id, State, Name }: ContainerInspectInfo,
): Promise<string> {
  const proc = `/proc/${State.Pid}`;
  const read = (path: string) => files.readText(path).catch(() => "");
  if ((await read(`${proc}/cgroup`)).includes(Id)) {
    return `${await read(`${proc}/net/tcp`)}\n${await read(`${proc}/net/tcp6`)}`;
  }
  // With an Engine in another process namespace the id would be a stranger's here.
  return docker.exec(Name.replace("/", ""), ["cat", "/proc/net/tcp", "/proc/net/tcp6"]);
}
