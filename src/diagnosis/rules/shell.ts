import type { LogRule } from "../rule.ts";

/** Shell scripts, and what starts several programs: Procfile, cron, supervisord, scripts that wait. */
export const SHELL_RULES: readonly LogRule[] = [
  {
    id: "script-is-page",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /\b(?:ba|z)?sh: line \d{1,5}: `?<(?:!DOCTYPE|!doctype|html|\?xml)\b|\bsh: \d{1,5}: (?:Syntax error: newline unexpected|cannot open !(?:DOCTYPE|doctype): No such file)/,
    certainty: 3,
    explains: ["shell-syntax", "start-command-missing", "build-command-missing"],
    title: "What was downloaded and given to a shell is a web page, not a script",
    explanation: "The address is wrong, has moved or wants a login; the other side answered with a page.",
    fix: "Open the address of the curl … | sh line yourself and correct it; curl -fsSL follows redirects and stops at an error.",
    source: "captured",
    example: "bash: line 1: `<!DOCTYPE html>'",
  },
  {
    id: "shell-syntax",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /(?<![\w./-])(?<file>[\w./-]{1,200}): (?:line \d{1,5}|\d{1,5}): (?:syntax error: unexpected end of file|syntax error near unexpected token|[Ss]yntax error: (?:word|end of file|"[^"\n]{1,20}"|EOF|unterminated) |unexpected EOF while looking for matching|[Ss]yntax error: [Uu]nterminated quoted string)/,
    certainty: 2,
    title: "The shell script {file} cannot be read: the line names the place",
    explanation:
      "An if without fi, a for or while without do and done, a quote that is not closed, or Windows line endings.",
    fix: "Correct it (bash -n {file} checks it without running it), and save it with LF line endings.",
    source: "captured",
    example: "start.sh: line 4: syntax error: unexpected end of file",
  },
  {
    id: "wait-timed-out",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /Error: Timed out waiting for: (?<what>[^\n]{1,200}?)(?: to exit|$)|wait-for-it(?:\.sh)?: timeout occurred after waiting \d{1,6} seconds for (?<what>\S{1,200})|[Tt]imeout after [\w.]{1,12} waiting on dependencies|Operation timed out[^\n]{0,40}wait-for/,
    certainty: 3,
    explains: ["connection-refused", "localhost-refused"],
    title: "The start waited for {what|another service}, which never answered",
    explanation:
      "It does not run, has another host or port here than the script names, or takes longer than the script waits.",
    fix: "Give the script the address that the service has here, from a variable; start that service first, and wait longer if it is slow.",
    source: "captured",
    example: "Error: Timed out waiting for: tcp:127.0.0.1:25790",
  },
  {
    id: "procfile-missing",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /Procfile does not exist or is not a file|ERROR: Procfile does not exist|No Procfile found in current directory|ENOENT: no such file or directory, open '[^'\n]{0,200}Procfile'/,
    certainty: 3,
    explains: ["file-missing"],
    title: "There is no Procfile in this folder",
    explanation: "honcho and foreman read it there; its name has a capital P and no ending.",
    fix: "Commit it in the folder where the app starts, with lines such as web: gunicorn app:app, or set the start command itself in the project.",
    source: "captured",
    example: "Procfile does not exist or is not a file",
  },
  {
    id: "procfile-process-missing",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /Process type '(?<process>[\w-]{1,60})' does not exist in Procfile|Couldn't find that process type \((?<process>[\w-]{1,60})\)|no such process: (?<process>[\w-]{1,60})$/,
    certainty: 3,
    title: "The Procfile has no line for {process}",
    explanation: "Each process is a line of its own: its name, a colon, its command.",
    fix: "Add a line such as {process}: python worker.py to the Procfile, or start a process that it has.",
    source: "captured",
    example: "Process type 'worker' does not exist in Procfile",
  },
  {
    id: "crontab-invalid",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /"[^"\n]{0,200}":\d{1,6}: bad (?<part>minute|hour|day-of-month|month|day-of-week|command|username)|errors in crontab file, can't install/,
    certainty: 3,
    title: "A line of the crontab is not right: bad {part|entry}",
    explanation:
      "Five times stand before the command: minute, hour, day of month, month, day of week. Only files in /etc/cron.d name a user after them.",
    fix: "Correct the line, as in */5 * * * * python job.py, and end the file with an empty line; or use a scheduled job of the project instead of cron.",
    source: "captured",
    example: '"-":0: bad day-of-week',
  },
  {
    id: "supervisor-command-missing",
    when: ["runtime"],
    language: "any",
    signal:
      /spawnerr: can't find command '(?<command>[^'\n]{1,200})'|spawnerr: command at '(?<command>[^'\n]{1,200})' is not executable/,
    certainty: 3,
    explains: ["supervisor-gave-up"],
    title: "supervisord cannot start {command}",
    explanation:
      "The program is not in the image or not on its PATH; a virtual environment's folder is not searched by itself.",
    fix: "Install it in the image, or write its whole path in command= (such as /app/.venv/bin/{command}).",
    source: "captured",
    example: "spawnerr: can't find command 'gunicorn-shop'",
  },
  {
    id: "supervisor-gave-up",
    when: ["runtime"],
    language: "any",
    signal: /gave up: (?<program>[\w.-]{1,100}) entered FATAL state/,
    certainty: 1,
    title: "supervisord started {program} again and again, and it ended each time",
    explanation: "What {program} itself said is in its own log, which supervisord keeps apart.",
    fix: "Add stdout_logfile=/dev/stdout, stdout_logfile_maxbytes=0 and redirect_stderr=true to [program:{program}], and read why it ends; or run its command alone.",
    source: "captured",
    example: "gave up: web entered FATAL state, too many start retries too quickly",
  },
];
