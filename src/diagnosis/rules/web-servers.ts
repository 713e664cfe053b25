import type { LogRule } from "../rule.ts";

/** nginx and Apache inside a container: what stops them, and what they write while visitors see an error. */
export const WEB_SERVER_RULES: readonly LogRule[] = [
  {
    id: "nginx-certificate-missing",
    when: ["build", "runtime"],
    language: "any",
    signal: /\[emerg\] [^\n]{0,40}cannot load certificate(?: key)? "(?<file>[^"\n]{1,300})"/,
    certainty: 3,
    title: "nginx cannot read the certificate {file}",
    explanation:
      "It is not in the container. Certificates of the old server do not come along, and are not needed here.",
    fix: "Take listen 443 ssl and the ssl_certificate lines out of nginx's configuration: AutoStack's proxy answers https and passes plain http on.",
    source: "captured",
    example: '[emerg] 7941#7941: cannot load certificate "/etc/ssl/shop.pem": BIO_new_file() failed',
  },
  {
    id: "nginx-port-variable",
    when: ["build", "runtime"],
    language: "any",
    signal: /(?:host not found|invalid port) in "(?<text>[^"\n]{0,60}\$[^"\n]{0,60})" of the "listen" directive/,
    certainty: 3,
    title: "nginx's listen line holds a variable, {text}, which nobody replaced",
    explanation: "nginx reads no variables of the environment in its configuration.",
    fix: "Put the file as /etc/nginx/templates/default.conf.template into the image nginx (it runs envsubst when it starts), or write a fixed port such as listen 80; and set that port in the project.",
    source: "captured",
    example: 'host not found in "$PORT" of the "listen" directive',
  },
  {
    id: "nginx-file-missing",
    when: ["build", "runtime"],
    language: "any",
    signal: /\[emerg\] [^\n]{0,40}open\(\) "(?<file>[^"\n]{1,300})" failed \(2: No such file or directory\)/,
    certainty: 3,
    title: "nginx's configuration wants the file {file}, which is not there",
    explanation: "An include line, a log or nginx itself names it, and the image does not hold it under this path.",
    fix: "COPY it to that path in the Dockerfile, or correct the line; log files may be /dev/stdout.",
    source: "captured",
    example: '[emerg] 7951#7951: open() "/etc/nginx/conf.shop/proxy.conf" failed (2: No such file or directory)',
  },
  {
    id: "nginx-no-index",
    when: ["runtime"],
    language: "any",
    signal:
      /directory index of "(?<folder>[^"\n]{1,300})" is forbidden|AH01276: Cannot serve directory (?<folder>[^:\s]{1,300}): No matching DirectoryIndex/,
    certainty: 2,
    title: "The web server has no index.html in {folder}, and answers 403",
    explanation:
      "The build's output was copied elsewhere or a folder too deep (dist/shop/browser for Angular), or nothing was built.",
    fix: "COPY the folder that holds index.html to {folder}, or let root (DocumentRoot) name that folder; PHP wants index.php in the index line.",
    source: "captured",
    example: 'directory index of "/app/html/" is forbidden',
  },
  {
    id: "nginx-upstream-refused",
    when: ["runtime"],
    language: "any",
    signal:
      /connect\(\) (?:to \S{1,200} )?failed \((?:111: Connection refused|2: No such file or directory|113: [^)\n]{1,40})\) while connecting to upstream,[^\n]{1,400}?upstream: "(?<upstream>[^"\n]{1,300})"/,
    certainty: 3,
    explains: ["connection-refused", "localhost-refused"],
    title: "nginx reaches no program at {upstream}, and answers 502",
    explanation:
      "The program behind it does not run, listens on another port, or is in another container than localhost, which is nginx's own.",
    fix: "Start that program too and look at its log; let proxy_pass name its host and port (another container's name instead of localhost).",
    source: "captured",
    example:
      'connect() failed (111: Connection refused) while connecting to upstream, client: 127.0.0.1, server: , request: "GET / HTTP/1.1", upstream: "http://127.0.0.1:25799/"',
  },
  {
    id: "nginx-upstream-slow",
    when: ["runtime"],
    language: "any",
    signal:
      /upstream timed out \(110: [^)\n]{1,40}\) while|upstream prematurely closed connection while reading response header|upstream sent too big header/,
    certainty: 2,
    title: "The program behind nginx did not answer as nginx wants, so that visitors see 502 or 504",
    explanation:
      "It took longer than proxy_read_timeout (60 s), ended in the middle of a request, or sent headers larger than proxy_buffer_size.",
    fix: "Look at that program's own log of the same moment; do long work in a job, or raise proxy_read_timeout or proxy_buffer_size.",
    source: "documented",
    example: "upstream timed out (110: Connection timed out) while reading response header from upstream",
  },
  {
    id: "nginx-body-too-large",
    when: ["runtime"],
    language: "any",
    signal: /client intended to send too large body: (?<bytes>\d{1,15}) bytes/,
    certainty: 3,
    title: "nginx refused an upload as too large (413)",
    explanation: "It had {bytes} bytes; nginx takes 1 MB when nothing else is said.",
    fix: "Add client_max_body_size 50m; (as large as you want) to the server part of nginx's configuration.",
    source: "captured",
    example: "client intended to send too large body: 9000 bytes",
  },
  {
    id: "nginx-redirect-cycle",
    when: ["runtime"],
    language: "any",
    signal:
      /rewrite or internal redirection cycle while internally redirecting to "(?<page>[^"\n]{1,200})"|AH00124: Request exceeded the limit of 10 internal redirects/,
    certainty: 3,
    title: "The web server redirects to {page|a page} again and again, because that file is not there",
    explanation: "try_files or RewriteRule falls back to it for every address, also when it does not exist itself.",
    fix: "Check that index.html is in the folder that root names (the build's output), and correct root or the COPY line.",
    source: "captured",
    example: 'rewrite or internal redirection cycle while internally redirecting to "/index.html"',
  },
];
