import { describe, expect, test } from "bun:test";
import { NONCE } from "../../test/support/made-up.ts";
import { HARMLESS } from "../../test/support/made-up-code.ts";
import { madeUpPages } from "../../test/support/made-up-pages.ts";

const HOSTILE = {
  text: `"><script>steal()</script><img src=x onerror=steal()>' onfocus=steal() style="color:red" {{7*7}}\x1b[31m<b>`,
  url: "javascript:steal()//",
};

const tagsOf = (markup: string) => markup.match(/<[a-z][^>]*>/gi) ?? [];

describe.each([...madeUpPages(HOSTILE)])("with hostile content, %s", (_name, page) => {
  const markup = page.toString();

  test("has no element that the content brought", () => {
    expect(markup).not.toMatch(/<script>|<img|<b>/i);
    expect(markup).toContain("&lt;script&gt;steal()");
  });

  test("has no handler, inline style or script of its own", () => {
    for (const tag of tagsOf(markup)) {
      const names = tag.replace(/"[^"]*"/g, '""');
      expect(names).not.toMatch(/\s(on\w+|style)=/i);
    }
    expect(markup).not.toContain("<style");
    for (const [tag] of markup.matchAll(/<script[^>]*>/g)) expect(tag).toContain(` src="/public/`);
  });

  test("links nowhere that runs code", () => {
    expect(markup).not.toMatch(/(href|src|action|hx-\w+)="\s*javascript:/i);
  });
});

describe.each([...madeUpPages(HARMLESS)])("%s", (_name, page) => {
  const markup = page.toString();

  test("carries the page's nonce wherever htmx acts", () => {
    const acting = tagsOf(markup).filter((tag) => /\shx-(get|post|put|delete|sse:connect)=/.test(tag));
    for (const tag of acting) expect(tag).toContain(`hx-nonce="${NONCE}"`);
  });

  test("gives each id once, and points only to ids and icons that exist", async () => {
    const ids = [...markup.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    const targets = [...markup.matchAll(/\shx-target="#([^"]*)"/g)].map(([, id]) => id);
    expect(targets.filter((id) => !ids.includes(id))).toEqual([]);
    const described = [...markup.matchAll(/\saria-(?:describedby|labelledby)="([^"]*)"/g)].flatMap(([, list]) =>
      list?.split(" "),
    );
    expect(described.filter((id) => !ids.includes(id))).toEqual([]);
  });

  test("has every form post by itself as well", () => {
    for (const tag of tagsOf(markup).filter((tag) => tag.includes("hx-post="))) {
      const quick = /hx-post="([^"]*)"/.exec(tag)?.[1];
      expect(tag).toContain(`method="post" action="${quick}"`);
    }
  });

  test("is one document with a title, one heading and a way past the navigation", () => {
    expect(markup).toStartWith("<!doctype html>");
    expect(markup.match(/<title>[^<]+<\/title>/g)).toHaveLength(1);
    expect(markup.match(/<h1/g)).toHaveLength(1);
    expect(markup).toContain('href="#main"');
  });
});
