/** Scripts that reload while somebody works, or compile anew whenever they start: none of them is for a release. */
const DEVELOPMENT =
  /(?:^|[\s;&(])(?:npx )?(?:nodemon|ts-node-dev|tsnd|webpack|webpack-dev-server|parcel|vite(?! preview)|react-scripts|vue-cli-service|ng|nest start|tsx watch|node ace serve|medusa develop|expo start|nx (?:serve|dev|run [\w@/-]{1,60}:(?:serve|dev))|(?:gulp|grunt)(?: (?:watch|serve|dev|default))?(?=$)|snowpack dev|stencil build --dev|rsbuild dev|preact watch|(?:next|nuxt|nuxi|astro|remix|react-router|vinxi|strapi|nitro|wrangler|netlify|gatsby|solid-start|qwik|keystone) (?:dev|develop))(?=\s|$)|\s--(?:watch|hot)(?:[\s=]|$)/;

export const isForDevelopment = (line: string): boolean => DEVELOPMENT.test(line);

/** The file that such a script runs, `nodemon --inspect src/app.js`. */
export function fileOf(line: string): string | null {
  const files = line
    .split(/[\s"'=]+/)
    .filter((word) => /^[\w@./-]+\.[cm]?[jt]sx?$/.test(word) && !/\.config\./.test(word));
  return files.at(-1)?.replace(/^\.\//, "") ?? null;
}
