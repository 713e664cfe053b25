import type { Detector } from "./detector.ts";
import { adonisDetector } from "./detectors/adonis.ts";
import { analogDetector } from "./detectors/analog.ts";
import { angularDetector } from "./detectors/angular.ts";
import { astroDetector } from "./detectors/astro.ts";
import { bunServerDetector } from "./detectors/bun-server.ts";
import { bundlersDetector } from "./detectors/bundlers.ts";
import { composeDetector } from "./detectors/compose.ts";
import { createReactAppDetector } from "./detectors/create-react-app.ts";
import { dartDetector } from "./detectors/dart.ts";
import { dashDetector } from "./detectors/dash.ts";
import { denoDetector } from "./detectors/deno.ts";
import { directusDetector } from "./detectors/directus.ts";
import { djangoDetector } from "./detectors/django.ts";
import { dockerfileDetector } from "./detectors/dockerfile.ts";
import { docusaurusDetector } from "./detectors/docusaurus.ts";
import { dotnetDetector } from "./detectors/dotnet.ts";
import { eleventyDetector } from "./detectors/eleventy.ts";
import { elixirDetector } from "./detectors/elixir.ts";
import { emberDetector } from "./detectors/ember.ts";
import { fastapiDetector } from "./detectors/fastapi.ts";
import { flaskDetector } from "./detectors/flask.ts";
import { freshDetector } from "./detectors/fresh.ts";
import { gatsbyDetector } from "./detectors/gatsby.ts";
import { goDetector } from "./detectors/go.ts";
import { gradioDetector } from "./detectors/gradio.ts";
import { hexoDetector } from "./detectors/hexo.ts";
import { hugoDetector } from "./detectors/hugo.ts";
import { javaDetector } from "./detectors/java.ts";
import { jekyllDetector } from "./detectors/jekyll.ts";
import { jupyterDetector } from "./detectors/jupyter.ts";
import { laravelDetector } from "./detectors/laravel.ts";
import { litestarDetector } from "./detectors/litestar.ts";
import { medusaDetector } from "./detectors/medusa.ts";
import { mkdocsDetector } from "./detectors/mkdocs.ts";
import { nestDetector } from "./detectors/nestjs.ts";
import { nextDetector } from "./detectors/next.ts";
import { nitroDetector } from "./detectors/nitro.ts";
import { nodeServerDetector } from "./detectors/node-server.ts";
import { notForServersDetector } from "./detectors/not-for-servers.ts";
import { nuxtDetector } from "./detectors/nuxt.ts";
import { nuxt2Detector } from "./detectors/nuxt-2.ts";
import { nxDetector } from "./detectors/nx.ts";
import { packageWithoutStartDetector } from "./detectors/package-without-start.ts";
import { parcelDetector } from "./detectors/parcel.ts";
import { payloadDetector } from "./detectors/payload.ts";
import { phpDetector } from "./detectors/php.ts";
import { pythonPagesDetector } from "./detectors/python-pages.ts";
import { pythonProgramDetector } from "./detectors/python-program.ts";
import { pythonWebDetector } from "./detectors/python-web.ts";
import { qwikDetector } from "./detectors/qwik.ts";
import { railsDetector } from "./detectors/rails.ts";
import { reactRouterDetector } from "./detectors/react-router.ts";
import { redwoodDetector } from "./detectors/redwood.ts";
import { remixDetector } from "./detectors/remix.ts";
import { rubyDetector } from "./detectors/ruby.ts";
import { rustDetector } from "./detectors/rust.ts";
import { serverBesidePagesDetector } from "./detectors/server-beside-pages.ts";
import { solidStartDetector } from "./detectors/solid-start.ts";
import { sphinxDetector } from "./detectors/sphinx.ts";
import { starletteDetector } from "./detectors/starlette.ts";
import { staticDetector } from "./detectors/static.ts";
import { storybookDetector } from "./detectors/storybook.ts";
import { strapiDetector } from "./detectors/strapi.ts";
import { streamlitDetector } from "./detectors/streamlit.ts";
import { sveltekitDetector } from "./detectors/sveltekit.ts";
import { symfonyDetector } from "./detectors/symfony.ts";
import { tanstackStartDetector } from "./detectors/tanstack-start.ts";
import { trunkDetector } from "./detectors/trunk.ts";
import { vikeDetector } from "./detectors/vike.ts";
import { viteDetector } from "./detectors/vite.ts";
import { vitepressDetector } from "./detectors/vitepress.ts";
import { vueCliDetector } from "./detectors/vue-cli.ts";
import { vuepressDetector } from "./detectors/vuepress.ts";
import { wordpressDetector } from "./detectors/wordpress.ts";
import { zolaDetector } from "./detectors/zola.ts";
import { beforeNode } from "./python/beside-node.ts";

/** Frameworks whose application a server is handed. */
export const PYTHON_APPLICATIONS: readonly Detector[] = [
  fastapiDetector,
  flaskDetector,
  litestarDetector,
  starletteDetector,
  pythonWebDetector,
  dashDetector,
];

/** Asked in this order; the first that recognises a folder makes its plan, so the particular stands before the general. */
export const DETECTORS: readonly Detector[] = [
  composeDetector,
  dockerfileDetector,
  nxDetector,
  // Their assets are often built with JavaScript, so they stand before it.
  djangoDetector,
  goDetector,
  trunkDetector,
  rustDetector,
  elixirDetector,
  dotnetDetector,
  javaDetector,
  laravelDetector,
  railsDetector,
  symfonyDetector,
  wordpressDetector,
  phpDetector,
  jekyllDetector,
  rubyDetector,
  hugoDetector,
  zolaDetector,
  ...PYTHON_APPLICATIONS.map(beforeNode),
  freshDetector,
  notForServersDetector,
  redwoodDetector,
  payloadDetector,
  nextDetector,
  nuxt2Detector,
  nuxtDetector,
  astroDetector,
  sveltekitDetector,
  reactRouterDetector,
  remixDetector,
  qwikDetector,
  solidStartDetector,
  tanstackStartDetector,
  analogDetector,
  strapiDetector,
  medusaDetector,
  directusDetector,
  adonisDetector,
  nitroDetector,
  vikeDetector,
  gatsbyDetector,
  eleventyDetector,
  hexoDetector,
  serverBesidePagesDetector,
  angularDetector,
  emberDetector,
  createReactAppDetector,
  vueCliDetector,
  viteDetector,
  parcelDetector,
  docusaurusDetector,
  vitepressDetector,
  vuepressDetector,
  storybookDetector,
  bundlersDetector,
  denoDetector,
  nestDetector,
  bunServerDetector,
  nodeServerDetector,
  streamlitDetector,
  gradioDetector,
  pythonPagesDetector,
  mkdocsDetector,
  sphinxDetector,
  pythonProgramDetector,
  dartDetector,
  staticDetector,
  jupyterDetector,
  packageWithoutStartDetector,
];
