import { expect, test } from "bun:test";
import { execLine, shellQuote } from "./shell-line.ts";

test("the last command takes the shell's place", () => {
  expect(execLine("node server.js")).toBe("exec node server.js");
  expect(execLine("NODE_ENV=production node x")).toBe("NODE_ENV=production exec node x");
  expect(execLine("A='b c' D=1 run --port $PORT")).toBe("A='b c' D=1 exec run --port $PORT");
  expect(execLine("cd out && URL=http://0.0.0.0:$PORT run")).toBe("cd out && URL=http://0.0.0.0:$PORT exec run");
  expect(execLine("npm run migrate && node x")).toBe("npm run migrate && exec node x");
  expect(execLine(".tools/bin/run a.ts")).toBe("exec .tools/bin/run a.ts");
  expect(execLine("gunicorn 'shop:create_app()'")).toBe("exec gunicorn 'shop:create_app()'");
});

test("a line that is more than commands in a row stays as it is", () => {
  for (const line of [
    "a | b",
    "a; b",
    "a & b",
    "(a)",
    "cd x && (a || b)",
    "exec a",
    ". ./env",
    "if a",
    "echo 'x && y",
    "A=1",
    "",
  ]) {
    expect(execLine(line)).toBe(line);
  }
});

test("a line means the same to a real shell with and without exec", async () => {
  for (const line of ["A='b c' sh -c 'echo $A'", "echo 1 && echo 2", 'echo "$((1 + 2))"', "B=2 && echo $B"]) {
    const [plain, exec] = await Promise.all(
      [line, execLine(line)].map((text) => new Response(Bun.spawn(["sh", "-c", text]).stdout).text()),
    );
    expect(exec).toBe(plain as string);
  }
});

test("a quoted value reaches the shell as it was", async () => {
  for (const value of ["", "it's", '$(id) `id` \\ "', "two\nlines"]) {
    const shell = Bun.spawn(["sh", "-c", `printf %s ${shellQuote(value)}`]);
    expect(await new Response(shell.stdout).text()).toBe(value);
  }
});
