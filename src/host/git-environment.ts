type Remote = { url: string; credential?: string | null };

/** What git needs to know about the machine: where its programs, certificates, proxies and ssh keys are. */
const PASSED_ON = [
  ...["HOME", "TMPDIR", "SSH_AUTH_SOCK"],
  ...["GIT_SSL_CAINFO", "SSL_CERT_FILE", "SSL_CERT_DIR"],
  ...["http_proxy", "https_proxy", "HTTPS_PROXY", "no_proxy", "NO_PROXY", "ALL_PROXY"],
];

// Read by a shell, so it names variables only: no user's text stands in it.
const CREDENTIAL_HELPER = `!f() { printf 'username=%s\\npassword=%s\\n' "$AUTOSTACK_GIT_USER" "$AUTOSTACK_GIT_SECRET"; }; f`;

/** Nobody's configuration, and messages in the language that `gitProblem` reads. */
export function localGitEnvironment(): Record<string, string> {
  return { PATH: process.env.PATH ?? "", LC_ALL: "C", GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null" };
}

/** The whole environment of a git command that reaches out: nobody's configuration, no questions, only the allowed protocols. */
export function gitEnvironment({ protocols }: { protocols: string }, remote: Remote): Record<string, string> {
  const inherited = PASSED_ON.flatMap((name): [string, string][] => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return {
    ...Object.fromEntries(inherited),
    ...localGitEnvironment(),
    GIT_ALLOW_PROTOCOL: protocols,
    GIT_TERMINAL_PROMPT: "0",
    GIT_LFS_SKIP_SMUDGE: "1",
    GIT_SSH_COMMAND: "ssh -oBatchMode=yes -oStrictHostKeyChecking=accept-new -oConnectTimeout=15",
    ...credentialEnvironment(remote),
  };
}

/**
 * The credential is bound to the URL's own scheme and host, so that no redirect can take it elsewhere, and stands
 * neither in the URL nor in the command, which others can see in the list of processes.
 */
function credentialEnvironment({ url, credential }: Remote): Record<string, string> {
  if (!credential || !/^https?:/.test(url)) return {};
  const { user, secret } = splitCredential(credential);
  return {
    GIT_CONFIG_COUNT: "1",
    GIT_CONFIG_KEY_0: `credential.${new URL(url).origin}.helper`,
    GIT_CONFIG_VALUE_0: CREDENTIAL_HELPER,
    AUTOSTACK_GIT_USER: user,
    AUTOSTACK_GIT_SECRET: secret,
  };
}

/** GitHub, GitLab and Gitea take a token with any user's name; others want `user:token`. */
export function splitCredential(credential: string): { user: string; secret: string } {
  const [user = "", ...rest] = credential.split(":");
  return rest.length === 0 ? { user: "x-access-token", secret: user } : { user, secret: rest.join(":") };
}
