type Options = { cwd?: string; env?: Record<string, string | undefined>; input?: Blob };

/** Runs a command to its end and gives what it wrote; a failure throws with its last words. */
export async function run(argv: readonly string[], options: Options = {}): Promise<string> {
  const child = Bun.spawn([...argv], {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: { ...process.env, ...options.env },
    stdin: options.input ?? "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const [out, err, exitCode] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  if (exitCode !== 0) throw new Error(`${argv.join(" ")} ended with ${exitCode}:\n${(err || out).slice(-2000)}`);
  return out;
}
