import { describe, expect, test } from "bun:test";
import { ansi, logRow, logView } from "./log.ts";

describe("colours of a program's output", () => {
  test("become classes", () => {
    expect(ansi("\x1b[32mok\x1b[0m, \x1b[1;31mbad").toString()).toBe(
      '<span class="ansi-green-fg">ok</span>, <span class="ansi-bold ansi-red-fg">bad</span>',
    );
  });

  test("are brought to the nearest of eight when there are more", () => {
    expect(ansi("\x1b[38;2;250;20;10mx\x1b[0m").toString()).toBe('<span class="ansi-red-fg">x</span>');
    expect(ansi("\x1b[48;5;21mx\x1b[0m").toString()).toBe('<span class="ansi-blue-bg">x</span>');
  });

  test("never let markup or inline style through", () => {
    const hostile = '\x1b[31m<span style="color:red" onclick=x>&\x1b[0m<a href="javascript:x">';
    const markup = ansi(hostile).toString();
    expect(markup).toBe(
      '<span class="ansi-red-fg">&lt;span style=&quot;color:red&quot; onclick=x&gt;&amp;</span>&lt;a href=&quot;javascript:x&quot;&gt;',
    );
    expect(ansi("<b>").toString()).toBe("&lt;b&gt;");
  });

  test("do not make a link out of a scheme that runs code", () => {
    expect(ansi("\x1b]8;;javascript:alert(1)\x07click\x1b]8;;\x07").toString()).not.toContain("href");
    expect(ansi("\x1b]8;;https://example.com\x07docs\x1b]8;;\x07").toString()).toContain(
      'rel="noopener noreferrer" href="https://example.com"',
    );
  });
});

test("a line can be linked to and belongs to its stage", () => {
  const markup = logRow({
    id: 123,
    at: Date.UTC(2026, 0, 1, 8, 5, 9),
    stage: "build",
    stream: "err",
    text: "oops",
  }).toString();
  expect(markup).toContain('id="L123"');
  expect(markup).toContain('href="#L123"');
  expect(markup).toContain('data-stream="err" data-group="build"');
  expect(markup).toContain("08:05:09");
});

test("a log that is complete opens no stream", () => {
  const view = {
    title: "Log",
    rows: [],
    groups: [],
    download: "/x/log",
    connect: null,
    nonce: "n0",
    empty: "Nothing.",
  };
  expect(logView(view).toString()).not.toContain("hx-sse");
  const live = logView({ ...view, connect: "/x/events?after=7" }).toString();
  expect(live).toContain('hx-sse:connect="/x/events?after=7" hx-sse:close="end" hx-swap="none" hx-nonce="n0"');
});
