import type { LogRule } from "../rule.ts";

/** Ports, names and connections: the same words in every language, and AutoStack's own when it probed. */
export const NETWORK_RULES: readonly LogRule[] = [
  {
    id: "port-in-use",
    when: ["runtime"],
    language: "any",
    signal:
      /EADDRINUSE|[Aa]ddress already in use|[Pp]ort is already allocated|Port \d{1,5} (?:is|was) (?:already )?in use|\[ERROR\] Connection in use: /,
    certainty: 3,
    title: "The port is taken already",
    explanation:
      "Another process of the same container listens on this port, most often a second server of the app itself.",
    fix: "Start one server only, and let it listen on the port that PORT names.",
    source: "captured",
    example: "Error: listen EADDRINUSE: address already in use :::42581",
  },
  {
    id: "port-not-allowed",
    when: ["runtime"],
    language: "any",
    signal:
      /listen EACCES: permission denied|bind: permission denied|bind\(\) to \S{1,80} failed \(13: Permission denied\)|PermissionError: \[Errno 13\] .{0,40}address|\(13\)Permission denied: AH00072: make_sock|Permission denied - bind\(2\)|java\.net\.SocketException: Permission denied/,
    certainty: 3,
    title: "The program may not listen on this port",
    explanation: "Ports below 1024 are for root, and the program rightly does not run as root.",
    fix: "Listen on the port that PORT names; the proxy in front answers on 80 and 443.",
    source: "captured",
    example: "Error: listen EACCES: permission denied 0.0.0.0:80",
  },
  {
    id: "listens-on-loopback",
    when: ["runtime"],
    language: "any",
    signal:
      /The new version listens on 127\.0\.0\.1:(?<port>\d{1,5}) only|(?:[Ll]istening|[Rr]unning|[Ss]erving|[Ss]tarted|Rocket has launched|Starting (?:development )?server)\b[^\n]{0,60}?(?:127\.0\.0\.1|\[::1\]|localhost):\d{2,5}/,
    without:
      /[Ll]istening (?:at|on) https?:\/\/(?!127\.|localhost|\[::1\])[\w[]|0\.0\.0\.0:\d|Running on all addresses|listens on port \d|Network: use --host|Worker failed to boot|Application startup failed\. Exiting/,
    certainty: 2,
    title: "The program listens on 127.0.0.1, where only itself can reach it",
    explanation: "Inside a container, 127.0.0.1 is the container alone; the proxy comes from outside.",
    fix: 'Listen on 0.0.0.0, for example listen(process.env.PORT, "0.0.0.0") or --host 0.0.0.0.',
    source: "captured",
    example:
      '{"level":30,"time":1795269458455,"pid":10053,"hostname":"vm","msg":"Server listening at http://127.0.0.1:18080"}',
  },
  {
    id: "port-not-read",
    when: ["runtime"],
    language: "any",
    signal:
      /The new version listens on port (?<found>\d{1,5})[\d, ]{0,40}, but was told to listen on (?<wanted>\d{1,5})/,
    certainty: 3,
    explains: ["listens-on-loopback"],
    title: "The program does not listen on $PORT",
    explanation:
      "It chose port {found} by itself. AutoStack told it {wanted} in the variable PORT, and sends visitors there.",
    fix: "Read PORT from the environment, for example process.env.PORT, or set the project's port to {found}.",
    source: "own",
    example: "The new version listens on port 3000, but was told to listen on 8080.",
  },
  {
    id: "host-not-found",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /(?:getaddrinfo|query[A-Z]\w{0,8}) (?:ENOTFOUND|EAI_AGAIN|ESERVFAIL) (?<host>[\w.-]{1,253})|\blookup (?<host>[\w.-]{1,253})(?: on \S{1,60})?: no such host|could not translate host name "(?<host>[^"]{1,253})"|getaddrinfo for (?<host>[\w.-]{1,253}) failed|tcp connect \((?<host>[\w.-]{1,253}):\d{1,5}\): non-existing domain|TCP connection to (?<host>[\w.-]{1,253}):\d{1,5} \(getaddrinfo|Name or service not known|Temporary failure in name resolution|php_network_getaddresses|host not found in upstream "(?<host>[\w.-]{1,253})|dial tcp: lookup (?<host>[\w.-]{1,253})|UnknownHostException: (?<host>[\w.-]{1,253})|Unknown host (?<host>[\w.-]{1,253})|UnknownHostException|unable to resolve host address [‘'](?<host>[\w.-]{1,253})|[Cc]ould not resolve host(?:: |name )(?<host>[\w.-]{1,253})|(?:Could not resolve|Temporary failure resolving) '(?<host>[\w-]{1,100}\.[\w.-]{1,150})'/,
    certainty: 2,
    explains: ["redis-refused"],
    title: "The name {host|of another host} leads nowhere",
    explanation: "DNS knows no such host from here. Names like db or redis are those of a Compose file's services.",
    fix: "Use the address that the database or service has here, best from a variable such as DATABASE_URL.",
    source: "captured",
    example: "dial tcp: lookup db.invalid on 192.0.2.53:53: no such host",
  },
  {
    id: "redis-refused",
    when: ["runtime"],
    language: "any",
    signal:
      /Error \d{1,3} connecting to [\w.-]{1,253}:63\d\d|ECONNREFUSED [\w.:]{1,60}:63\d\d\b|dial tcp [\w.:[\]]{1,80}:6379: connect|\[ioredis\] Unhandled error event|Redis(?:Client)?::CannotConnectError: Connection refused|Connection refused \[tcp:\/\/[\w.-]{1,253}:6379\]|RedisConnectionException: Unable to connect to|MaxRetriesPerRequestError: Reached the max retries per request limit|RedisException: Connection refused|redis\.exceptions\.TimeoutError: Timeout connecting to server|ECONNREFUSED - Connection refused by peer[^\n]{0,60}redis/,
    certainty: 3,
    explains: ["localhost-refused", "connection-refused"],
    title: "Redis could not be reached",
    explanation: "No Redis answers at the address that the program uses; localhost is the program's own container.",
    fix: "Add a Redis and set REDIS_URL to its address.",
    source: "captured",
    example: "redis.exceptions.ConnectionError: Error 111 connecting to localhost:6399. Connection refused.",
  },
  {
    id: "localhost-refused",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /ECONNREFUSED (?:127\.0\.0\.1|::1|localhost):(?<port>\d{1,5})|dial tcp (?:127\.0\.0\.1|\[::1\]):(?<port>\d{1,5}): connect: connection refused|(?:127\.0\.0\.1|localhost)[^\n]{0,80}[Cc]onnection refused/,
    certainty: 2,
    explains: ["connection-refused"],
    title: "Nothing answers on localhost",
    explanation: "Inside a container localhost is the container itself; databases and other services are not there.",
    fix: "Use the other service's own address, from a variable.",
    source: "captured",
    example: 'Get "http://localhost:9/prices": dial tcp 127.0.0.1:9: connect: connection refused',
  },
  {
    id: "connection-refused",
    when: ["build", "runtime"],
    language: "any",
    signal: /ConnectionRefusedError: |AMQPConnectionError|ECONNREFUSED|[Cc]onnection refused/,
    certainty: 1,
    title: "Something that the program needs did not answer",
    explanation:
      "It reached a machine, but nothing listens there on that port: it does not run, or has another address here.",
    fix: "Look at the lines around for its name, start it, and give its address in a variable.",
    source: "captured",
    example: "ConnectionRefusedError: [Errno 111] Connection refused",
  },
  {
    id: "tls-not-trusted",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /DEPTH_ZERO_SELF_SIGNED_CERT|Error: self[- ]signed certificate|self[- ]signed certificate in certificate chain|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_GET_ISSUER_CERT_LOCALLY|UNABLE_TO_VERIFY_LEAF_SIGNATURE|CERT_HAS_EXPIRED|CERTIFICATE_VERIFY_FAILED|ERR_TLS_CERT_ALTNAME_INVALID|x509: certificate (?:signed by unknown authority|has expired|is not trusted|is valid for )|SSL certificate problem:|PKIX path (?:building|validation) failed|unable to find valid certification path/,
    certainty: 3,
    explains: ["npm-network", "pip-no-matching-distribution", "network-timeout"],
    title: "A certificate is not trusted",
    explanation:
      "The other side shows a certificate that is self-signed, expired, made for another name, or signed by an authority unknown here.",
    fix: "Use the name that stands in it, or renew it there; or give the program its authority, with NODE_EXTRA_CA_CERTS, SSL_CERT_FILE or, for Java, keytool -importcert. Do not switch checking off.",
    source: "captured",
    example: "npm error code DEPTH_ZERO_SELF_SIGNED_CERT",
  },
  {
    id: "network-timeout",
    when: ["build"],
    language: "any",
    signal: /Client\.Timeout exceeded while awaiting headers|i\/o timeout|Read timed out\.|ReadTimeoutError/,
    certainty: 2,
    explains: ["pip-no-matching-distribution"],
    title: "A download took too long",
    explanation: "The server that the build fetches from did not answer in time.",
    fix: "Retry the deployment. If it fails again, check the server's network.",
    source: "captured",
    example:
      "WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, status=None)) after connection broken by 'ReadTimeoutError(\"HTTPConnectionPool(host='127.0.0.1', port=38665): Read timed out. (read timeout=2.0)\")': /simple/a-package-that-is-slow/",
  },
  {
    id: "bot-token",
    when: ["runtime"],
    language: "any",
    signal:
      /TokenInvalid|An invalid token was provided|LoginFailure: Improper token|Improper token has been passed|telegram\.error\.InvalidToken|ETELEGRAM: 40[14]/,
    certainty: 3,
    title: "The bot's token is not valid",
    explanation: "The service refused the token, or the variable with it is empty.",
    fix: "Make a new token where you made the bot, and set it as a variable of the project.",
    source: "captured",
    example: "if (!token || typeof token !== 'string') throw new DiscordjsError(ErrorCodes.TokenInvalid);",
  },
];
