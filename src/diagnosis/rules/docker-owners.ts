import type { LogRule } from "../rule.ts";

/** Steps and servers that run as another user than the owner of what they write, and paths outside what is built. */
export const DOCKER_OWNER_RULES: readonly LogRule[] = [
  {
    id: "docker-step-not-owner",
    when: ["build"],
    language: "docker",
    signal:
      /EACCES: permission denied, (?:mkdir|open|rename|unlink|rmdir|copyfile|symlink|scandir) '(?<path>\/[^'\n]{1,300})'|\[Errno 13\] Permission denied: '(?<path>\/[^'\n]{1,300})'|cannot (?:create|touch|remove|write)(?: \w{1,20}){0,3} ['‘](?<path>\/?[^'’\n]{1,300})['’]: Permission denied|EACCES \(permission denied\)|cannot create (?<path>\S{1,200}): Permission denied/,
    together:
      /executor failed running|did not complete successfully: exit code|returned a non-zero code|^Step \d{1,3}\/\d{1,3} : /m,
    certainty: 3,
    explains: ["permission-denied", "docker-step-failed"],
    title: "A step of the Dockerfile may not write {path|a file}",
    explanation:
      "After USER the steps run as that user, but WORKDIR and COPY make folders and files that belong to root.",
    fix: "Put RUN chown node:node /app (with your user and folder) before USER and copy with COPY --chown=node:node, or move USER below the steps that install and build.",
    source: "captured",
    example: "npm error Error: EACCES: permission denied, mkdir '/app/node_modules'",
  },
  {
    id: "docker-copy-parent",
    when: ["build"],
    language: "docker",
    signal: /\b(?:COPY|ADD) (?:--(?!from)\S{1,60} ){0,3}(?<path>\.\.\/\S{0,200}) [^\n]{1,200}/,
    together: /failed to (?:compute cache key|calculate checksum of ref)[^\n]{0,200}not found/,
    certainty: 3,
    explains: ["docker-copy-not-found", "docker-copy-from-missing"],
    title: "The Dockerfile copies {path} from outside the folder that is built",
    explanation: "A build sees its own folder (the context) and what is below it; ../ leads nowhere.",
    fix: "Set the project's root folder to the one that holds both, name the Dockerfile in it (docker build -f app/Dockerfile .), and write the paths from there.",
    source: "captured",
    example: "#7 [3/4] COPY ../shared ./shared",
  },
  {
    id: "nginx-not-root",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /\b(?:open|mkdir)\(\) "(?<path>\/(?:var\/(?:log|lib|cache|run)\/|run\/|etc\/nginx\/)[^"\n]{1,200})" failed \((?:13: Permission denied|30: Read-only file system)\)(?!, client)/,
    together: /\bnginx\b|\[emerg\]/,
    certainty: 3,
    explains: ["permission-denied", "read-only-files"],
    title: "nginx runs as a user that may not write {path}",
    explanation:
      "Its PID file, logs and temporary folders are meant for root; the container runs as another user or is read-only.",
    fix: "Use the image nginxinc/nginx-unprivileged (port 8080), or put pid /tmp/nginx.pid; and client_body_temp_path, proxy_temp_path /tmp/… into nginx.conf, access_log /dev/stdout, and chown -R /var/cache/nginx to that user.",
    source: "captured",
    example: 'open() "/var/log/nginx/access.log" failed (13: Permission denied)',
  },
  {
    id: "nginx-user-unknown",
    when: ["build", "runtime"],
    language: "any",
    signal: /\bgetpwnam\("(?<user>[^"\n]{1,60})"\) failed/,
    certainty: 3,
    title: "nginx is to run as the user {user}, whom the image does not have",
    explanation:
      "Debian's nginx runs as www-data, the official image as nginx; the configuration was made for the other.",
    fix: "Change the line user {user}; at the top of nginx.conf (www-data on Debian), or add RUN useradd --system {user} to the Dockerfile.",
    source: "captured",
    example: 'getpwnam("webapp") failed in /app/n.conf:1',
  },
];
