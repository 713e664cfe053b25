import Docker from "dockerode";

/** The Engine that tests use: another one than the machine's own when `AUTOSTACK_DOCKER` names its socket. */
export const dockerSocket = process.env.AUTOSTACK_DOCKER || "/var/run/docker.sock";

/** A client of the tests' own, to see what AutoStack really did. */
export const docker = new Docker({ socketPath: dockerSocket });
