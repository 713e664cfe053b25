import type { LogRule } from "../rule.ts";

/** What steps fetch by themselves: with curl and wget, from archives, and with Git. */
export const DOWNLOAD_RULES: readonly LogRule[] = [
  {
    id: "download-not-archive",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /^(?:gzip: (?:stdin|[\w./-]{1,100}): not in gzip format|tar: This does not look like a tar archive|bzip2: \(stdin\) is not a bzip2 file|xz: \(stdin\): File format not recognized|xz: [\w./-]{1,100}: File format not recognized|zstd: [^\n]{1,100} unsupported format|\s{0,2}End-of-central-directory signature not found)/,
    certainty: 3,
    title: "What was downloaded is not an archive",
    explanation:
      "The address is wrong or wants a login: the server answered with a page of its own, which was then unpacked.",
    fix: "Open the address (URL) yourself: its version, system and file name must exist. curl -fL stops with the error instead of saving the page.",
    source: "captured",
    example: "gzip: stdin: not in gzip format",
  },
  {
    id: "download-status",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /curl: \(22\) The requested URL returned error: (?<status>\d{3})|^(?:\d{4}-\d\d-\d\d [\d:]{8} )?ERROR (?<status>[45]\d\d): [^\n]{1,100}|wget: server returned error: HTTP\/[\d.]{1,4} (?<status>\d{3})/,
    certainty: 2,
    title: "A download was refused with the status {status}",
    explanation:
      "404 means that nothing is at this address any more, 401 and 403 that it wants a login, 429 and 5xx that the other server is busy.",
    fix: "Open the address that curl or wget was given: correct its version or file name, add the token it wants as a build variable, or retry later.",
    source: "captured",
    example: "curl: (22) The requested URL returned error: 404",
  },
  {
    id: "checksum-mismatch",
    when: ["build"],
    language: "any",
    signal:
      /(?:sha\d{1,3}|md5)sum: WARNING: \d{1,6} (?:of \d{1,6} )?computed checksums? did NOT match|Hash Sum mismatch/,
    certainty: 3,
    title: "A downloaded file is not the one that was expected",
    explanation: "Its checksum differs: it is another version, was damaged on the way, or is an error page.",
    fix: "Check that the address and the checksum are of the same version and processor, and retry; do not switch the check off.",
    source: "captured",
    example: "sha256sum: WARNING: 1 computed checksum did NOT match",
  },
  {
    id: "certificates-missing",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /curl: \(77\) |curl: \(60\) SSL certificate problem: unable to get local issuer certificate|ERROR: The certificate of ['‘"][^'’"\n]{1,253}['’"] is not trusted|ERROR: cannot verify [\w.-]{1,253}'s certificate|server certificate verification failed\. CAfile: |x509: certificate signed by unknown authority|Certificate verification failed: The certificate is NOT trusted|SSL_ERROR_SYSCALL.{0,20}ca-certificates/,
    certainty: 3,
    explains: ["tls-not-trusted", "git-not-allowed"],
    title: "The certificate of an https address cannot be checked here",
    explanation:
      "Small images (slim, alpine, scratch) come without the list of authorities, ca-certificates; or the other side uses an authority of its own.",
    fix: "Install ca-certificates in the same RUN line (apt-get install -y ca-certificates; into scratch COPY /etc/ssl/certs/ca-certificates.crt). For an authority of your own, add its certificate there too.",
    source: "captured",
    example: "curl: (60) SSL certificate problem: unable to get local issuer certificate",
  },
  {
    id: "git-submodule-unknown",
    when: ["build"],
    language: "any",
    signal:
      /No url found for submodule path '(?<path>[^'\n]{1,300})' in \.gitmodules|no submodule mapping found in \.gitmodules for path '(?<path>[^'\n]{1,300})'/,
    certainty: 3,
    title: "{path} is a repository inside this repository, which .gitmodules does not know",
    explanation:
      "It was added with git add while it had a .git folder of its own; only a mark of it was committed, not its files.",
    fix: "To keep its files: git rm --cached {path}, remove {path}/.git, git add {path}. To keep it a submodule: git submodule add <address> {path}.",
    source: "captured",
    example: "fatal: No url found for submodule path 'themes/ananke' in .gitmodules",
  },
  {
    id: "git-commit-missing",
    when: ["build"],
    language: "any",
    signal:
      /(?:Fetched in submodule path '(?<path>[^'\n]{1,300})', but it did not contain|upload-pack: not our ref (?<commit>[0-9a-f]{7,64})|reference is not a tree: (?<commit>[0-9a-f]{7,64})|Server does not allow request for unadvertised object (?<commit>[0-9a-f]{7,64})|Unable to find current revision in submodule path '(?<path>[^'\n]{1,300})'|Unable to checkout '(?<commit>[0-9a-f]{7,64})' in submodule path)/,
    certainty: 3,
    title: "A commit that is named is not in the other repository: {commit|in a submodule}",
    explanation: "It was made in a submodule or a dependency and never pushed, or its history was rewritten since.",
    fix: "Push it from the submodule's folder (git push), or point to a commit that exists: git submodule update --remote, then commit.",
    source: "captured",
    example: "fatal: remote error: upload-pack: not our ref 97715c0ea1743a5f73ae57cf9a891556cf749d4a",
  },
  {
    id: "git-branch-missing",
    when: ["build"],
    language: "any",
    signal:
      /fatal: Remote branch (?<branch>\S{1,200}) not found in upstream|fatal: couldn't find remote ref (?<branch>\S{1,200})|error: pathspec '(?<branch>[^'\n]{1,200})' did not match any file\(s\) known to git/,
    certainty: 3,
    title: "The repository has no branch {branch}",
    explanation:
      "It was renamed or removed, or never pushed; new repositories call the first branch main, older ones master.",
    fix: "Choose an existing branch or tag in the project's settings (or in the dependency's address), or push this one.",
    source: "captured",
    example: "fatal: Remote branch production not found in upstream origin",
  },
  {
    id: "git-dubious-ownership",
    when: ["build", "runtime"],
    language: "any",
    signal: /fatal: (?:detected dubious ownership in|unsafe) repository (?:at )?\(?'(?<folder>[^'\n]{1,300})'/,
    certainty: 2,
    title: "Git refuses {folder}, since it belongs to another user",
    explanation: "The folder was copied or mounted, and the step runs as somebody else than its owner.",
    fix: "Run git config --global --add safe.directory {folder} before it, or do without Git there.",
    source: "captured",
    example: "fatal: detected dubious ownership in repository at '/app/app'",
  },
  {
    id: "git-no-tags",
    when: ["build"],
    language: "any",
    signal: /fatal: (?:No names found, cannot describe anything|No tags can describe '|No annotated tags can describe)/,
    certainty: 1,
    title: "The build asks Git for the newest tag, and there is none here",
    explanation: "A shallow or bare copy of the source comes without tags.",
    fix: "Take the version from a file or a variable, or let the command go on without a tag: git describe --tags --always.",
    source: "captured",
    example: "fatal: No names found, cannot describe anything.",
  },
  {
    id: "git-lfs-missing",
    when: ["build"],
    language: "any",
    signal:
      /git-lfs: (?:command )?not found|external filter 'git-lfs filter-process' failed|git: 'lfs' is not a git command|Smudge error: Error downloading|over its data quota/,
    certainty: 3,
    explains: ["build-command-missing", "exit-command-missing"],
    title: "Files of Git LFS could not be fetched",
    explanation:
      "git-lfs is not installed where the repository is fetched, or the place that keeps the large files refuses them (quota, login).",
    fix: "Install git-lfs there, check the quota of the place that keeps them, or keep such files outside of the repository: on a volume or at an address.",
    source: "captured",
    example: "git-lfs: not found",
  },
];
