import type { LogRule } from "../rule.ts";

/** What stands between a program and others: proxies, and the keys of SSH. */
export const REACH_RULES: readonly LogRule[] = [
  {
    id: "proxy-unreachable",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /curl: \(5\) Could not resolve proxy: (?<proxy>\S{1,253})|Cannot connect to proxy|Could not resolve proxy(?: name)?:? ?'?(?<proxy>[\w.-]{0,253})|tunneling socket could not be established|CONNECT tunnel failed, response \d{3}|Received HTTP code \d{3} from proxy after CONNECT|proxyconnect tcp: |Could not connect to (?<proxy>[\w.-]{1,253}:3128)\b|ERR_PROXY_CONNECTION_FAILED|(?<!'407': ')Proxy Authentication Required/,
    certainty: 3,
    explains: [
      "packages-unreachable",
      "pip-no-matching-distribution",
      "host-not-found",
      "npm-network",
      "localhost-refused",
      "connection-refused",
    ],
    title: "The proxy {proxy|that is set} does not let the connection through",
    explanation:
      "The variables HTTP_PROXY and HTTPS_PROXY (or npm's, pip's or Git's own setting) name a proxy that does not answer or refuses.",
    fix: "Remove these variables if no proxy is needed here, correct the address and its password otherwise, and name what needs none in NO_PROXY.",
    source: "captured",
    example: "curl: (5) Could not resolve proxy: proxy.nowhere.example",
  },
  {
    id: "ssh-key-broken",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /Load key "(?<key>[^"\n]{1,300})": (?:error in libcrypto|invalid format)|Error loading key "(?<key>[^"\n]{1,300})": (?:error in libcrypto|invalid format)/,
    certainty: 3,
    explains: ["git-not-allowed"],
    title: "The SSH key cannot be read",
    explanation:
      "It lost its line breaks or its last one, usually on the way through a variable, has Windows line endings, or is the public half.",
    fix: "Give the whole private key, from -----BEGIN to -----END with every line break and one at the end (printf '%s\\n' \"$KEY\" rather than echo), best encoded with base64.",
    source: "captured",
    example: 'Load key "key": error in libcrypto',
  },
  {
    id: "ssh-key-open",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /Permissions 0?(?<mode>\d{3,4}) for '(?<key>[^'\n]{1,300})' are too open|WARNING: UNPROTECTED PRIVATE KEY FILE!|Load key "(?<key>[^"\n]{1,300})": bad permissions/,
    certainty: 3,
    explains: ["git-not-allowed"],
    title: "SSH ignores the key, because others may read its file",
    explanation: "A private key must be readable by its owner only.",
    fix: "Run chmod 600 {key|on the key's file} before it is used (COPY --chmod=600 in a Dockerfile).",
    source: "captured",
    example: "Permissions 0644 for 'id_ed25519' are too open.",
  },
  {
    id: "ssh-host-changed",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!|No \w{1,20} host key is known for (?<host>[\w.-]{1,253}) and you have requested strict checking|Host key verification failed\./,
    certainty: 3,
    explains: ["git-not-allowed"],
    title: "SSH does not know {host|the other server}",
    explanation:
      "Its key is not in known_hosts, or is another than the one that stands there; nobody can say yes in a build.",
    fix: "Run ssh-keyscan github.com >> ~/.ssh/known_hosts (with the server's own name) before, or fetch over https with a token.",
    source: "documented",
    example: "Host key verification failed.",
  },
];
