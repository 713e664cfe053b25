import type { LogRule } from "../rule.ts";

/** Small steps of builds and start scripts: copying, owners, files that are not there, and limits of the kernel. */
export const STEP_RULES: readonly LogRule[] = [
  {
    id: "script-missing",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /\b(?:ba|da|z|a)?sh: (?:0: )?(?:[Cc]an't|cannot) open '?(?<file>[^\s':]{1,200})|\bbash: (?:line \d{1,5}: )?(?<file>(?:\.{0,2}\/)?[\w./-]{1,200}(?:\.sh|\/[\w.-]{1,60})): No such file or directory|\bbash: (?<file>[\w-]{1,60}\.sh): No such file or directory|^(?:[\w./-]{1,100}: line \d{1,5}: |\[dumb-init\] )(?<file>(?:\.{0,2}|\w[\w.-]{0,60})\/[\w./-]{1,200}): No such file or directory/,
    certainty: 2,
    explains: ["command-file-missing"],
    title: "The script {file} is not there",
    explanation:
      "It is not in the source or was not copied into the image, has another name (Linux tells Start.sh from start.sh), or the command runs in another folder.",
    fix: "Commit it, COPY it into the image (see .dockerignore too), and call it by its path from the working directory (WORKDIR, the project's root folder).",
    source: "captured",
    example: "bash: start.sh: No such file or directory",
  },
  {
    id: "docker-copy-from-missing",
    when: ["build"],
    language: "docker",
    signal:
      /(?:COPY|ADD) (?:--(?!from)\S{1,60} ){0,3}--from=(?<stage>[\w./:-]{1,100}) (?:--\S{1,60} ){0,3}(?<path>\S{1,200}) [^\n]{1,200}(?:\n[^\n]{0,300}){0,3}?(?:\nCOPY failed: (?:stat |file not found|no source files)|failed to (?:compute cache key|calculate checksum)[^\n]{0,200}not found)/,
    certainty: 3,
    explains: ["docker-copy-not-found"],
    title: "The stage {stage} has no {path} to copy",
    explanation:
      "Its build writes to another folder (dist, build, out, .next, target …) or under another WORKDIR, or did not run in that stage.",
    fix: "Look up where the build writes (its last lines name it), and correct the path in COPY --from={stage}; it counts from the root / of that stage.",
    source: "documented",
    example:
      '[stage-1 2/2] COPY --from=build /app/dist /srv/: failed to calculate checksum of ref 1::2: "/app/dist": not found',
  },
  {
    id: "git-repository-missing",
    when: ["build"],
    language: "any",
    signal:
      /fatal: repository '(?<address>[^'\n]{1,300})' (?:not found|does not exist)|remote: Repository not found\.|ERROR: Repository not found\.|remote: The project you were looking for could not be found/,
    certainty: 3,
    title: "There is no Git repository {address|of that address}, or it is private",
    explanation: "Git's servers say “not found” also to those who may not see it.",
    fix: "Check the address letter by letter. If the repository is private, give the project a token or a deploy key for it.",
    source: "captured",
    example: "fatal: repository 'http://127.0.0.1:25750/acme/shop.git/' not found",
  },
  {
    id: "download-unreachable",
    when: ["build"],
    language: "any",
    signal:
      /curl: \((?:28|35|52|55|56|92)\) |error: RPC failed; curl |fatal: early EOF|fetch-pack: unexpected disconnect|net\/http: TLS handshake timeout|[Nn]etwork is unreachable|Could not connect to [\w.-]{1,253}:\d{1,5} \(|wget: [^\n]{1,100}(?:timed out|Connection refused)|failed: Connection (?:timed out|refused)\.$|unexpected EOF while reading|error pulling image configuration: download failed/,
    certainty: 1,
    title: "A download broke off or could not be begun",
    explanation:
      "The network or the other server failed for a moment, or a firewall lets nothing through. The code may be all right.",
    fix: "Retry the deployment. If it fails at the same place again, check the server's network (firewall, DNS, IPv6), and whether the address answers at all.",
    source: "captured",
    example: "curl: (28) Operation timed out after",
  },
  {
    id: "caddy-configuration",
    when: ["build", "runtime"],
    language: "any",
    signal: /Error: adapting config using caddyfile: (?<what>[^\n]{1,200})/,
    certainty: 3,
    title: "The Caddyfile has a mistake: {what}",
    explanation: "Caddy reads all of it before it starts; the message names the file and the line.",
    fix: "Correct that line (caddy validate checks it on your computer). Listen on :{$PORT} in plain http: AutoStack's proxy answers https.",
    source: "documented",
    example: "Error: adapting config using caddyfile: Caddyfile:3: unrecognized directive: revese_proxy",
  },
  {
    id: "copy-omits-folder",
    when: ["build"],
    language: "any",
    signal: /cp: (?:-r not specified; )?omitting directory ['‘]?(?<folder>[^'’\n]{1,200}?)['’]?$/,
    certainty: 2,
    title: "cp does not copy the folder {folder}",
    explanation: "Without -r it copies files only, and ends with an error.",
    fix: "Write cp -r {folder} ….",
    source: "captured",
    example: "cp: -r not specified; omitting directory 'dist'",
  },
  {
    id: "chown-refused",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /(?:chown|chmod|chgrp): (?:changing (?:ownership|permissions|group) of ['‘](?<path>[^'’\n]{1,300})['’]|(?<path>[\w./-]{1,300})): Operation not permitted|EPERM: operation not permitted, (?:chown|chmod) '(?<path>[^'\n]{1,300})'/,
    certainty: 2,
    title: "The owner or mode of {path} cannot be changed",
    explanation:
      "Only root may give files away, and only their owner may change their mode; here the command runs as another user.",
    fix: "Do it in the Dockerfile above its USER line (COPY --chown=app:app, COPY --chmod=755), or let the start script do without it.",
    source: "captured",
    example: "chown: changing ownership of '/srv': Operation not permitted",
  },
  {
    id: "target-exists",
    when: ["build"],
    language: "any",
    signal:
      /(?:mkdir: cannot create directory|ln: failed to create (?:symbolic|hard) link) ['‘](?<path>[^'’\n]{1,300})['’]: File exists/,
    certainty: 1,
    title: "A step wants to make {path}, which is there already",
    explanation: "It is in the source, the base image or the cache, or an earlier step made it.",
    fix: "Write mkdir -p (or ln -sfn for links), which are content with that.",
    source: "captured",
    example: "mkdir: cannot create directory ‘uploads’: File exists",
  },
  {
    id: "docker-secret-missing",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /\/run\/secrets\/(?<secret>[\w.-]{1,100})['"]?:? ?No such file|ENOENT: no such file or directory, open '\/run\/secrets\/(?<secret>[\w.-]{1,100})'|No such file or directory: '\/run\/secrets\/(?<secret>[\w.-]{1,100})'|open \/run\/secrets\/(?<secret>[\w.-]{1,100}): no such file/,
    certainty: 3,
    explains: ["file-missing"],
    title: "The program reads the secret {secret} from /run/secrets, which does not exist here",
    explanation: "Docker's own secrets are files that Compose or Swarm puts there.",
    fix: "Add it as a variable of the project and read that. In a Dockerfile, RUN needs --mount=type=secret,id={secret} in the very line that reads it.",
    source: "captured",
    example: "ENOENT: no such file or directory, open '/run/secrets/db_password'",
  },
  {
    id: "build-folder-missing",
    when: ["build"],
    language: "docker",
    signal:
      /unable to prepare context: path "(?<path>[^"\n]{1,300})" not found|ERROR: resolve : lstat (?<path>[^\s:]{1,300}): no such file|build path (?<path>\S{1,300}) either does not exist/,
    certainty: 3,
    title: "There is no folder {path} to build",
    explanation:
      "The command, or build: in the Compose file, names it, and the source has no such folder (Linux tells Backend from backend).",
    fix: "Correct the path, or commit the folder; a submodule's folder must be fetched first.",
    source: "captured",
    example: 'unable to prepare context: path "./backend" not found',
  },
  {
    id: "threads-refused",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /RuntimeError: can't start new thread|unable to create (?:new )?native thread|failed to create new OS thread|pthread_create failed|fork: (?:retry: )?Resource temporarily unavailable|\bspawn \S{1,100} EAGAIN|OS can't spawn worker thread/,
    certainty: 3,
    explains: ["memory-refused"],
    title: "The program may not start any more threads or processes",
    explanation:
      "It has reached the limit of its container (pids) or of its memory; often threads are started for each request and never end.",
    fix: "Use fewer workers and a pool of threads (OMP_NUM_THREADS=1, OPENBLAS_NUM_THREADS=1, UV_THREADPOOL_SIZE=4), and close what ended.",
    source: "captured",
    example: "RuntimeError: can't start new thread",
  },
  {
    id: "illegal-instruction",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /\bIllegal instruction\b|(?:signal:?|with signal|by signal) "?SIGILL\b|CPU lacks AVX support|CPU does not support x86-64-v2/,
    certainty: 2,
    title: "A program uses instructions that this server's processor does not have",
    explanation:
      "It was compiled for a newer processor (AVX, x86-64-v2), as new versions of MongoDB, TensorFlow and Bun are.",
    fix: "Use a version made for older processors (MongoDB 4.4, bun's baseline build, tensorflow-cpu of an older release), compile it here, or take a server whose processor has AVX.",
    source: "captured",
    example: "Illegal instruction",
  },
  {
    id: "shared-memory-small",
    when: ["runtime"],
    language: "any",
    signal:
      /\bBus error\b|insufficient shared memory \(shm\)|could not resize shared memory segment|No space left on device: '?\/dev\/shm/,
    certainty: 2,
    explains: ["disk-full", "segmentation-fault"],
    title: "The container's shared memory (/dev/shm) is too small",
    explanation: "Docker gives 64 MB; Chromium, PyTorch's loaders and PostgreSQL's parallel queries may want more.",
    fix: "Start Chromium with --disable-dev-shm-usage, give PyTorch num_workers=0, or set shm_size: 512m in the Compose file.",
    source: "documented",
    example:
      "RuntimeError: DataLoader worker (pid 123) is killed by signal: Bus error. It is possible that dataloader's workers are out of shared memory.",
  },
];
