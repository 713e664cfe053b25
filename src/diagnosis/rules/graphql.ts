import type { LogRule } from "../rule.ts";

/** GraphQL servers, models and requests of Node.js programs that are put together wrongly. */
export const GRAPHQL_RULES: readonly LogRule[] = [
  {
    id: "graphql-schema-invalid",
    when: ["build", "runtime"],
    language: "node",
    signal:
      /Error: (?<what>Unknown type "\w{1,80}"\.|\w{1,80}(?:\.\w{1,80})? defined in resolvers, but (?:not in|has invalid value in) schema|Query root type must be provided\.|Schema must contain uniquely named types but contains multiple types named "\w{1,80}"\.|There can be only one type named "\w{1,80}"\.)/,
    certainty: 3,
    title: "The GraphQL schema does not hold together: {what}",
    explanation:
      "A type or field is named that the type definitions do not have, have twice, or the type Query is missing. Often a .graphql file was not brought along, or was not found by its pattern in production (src/**/*.graphql instead of dist).",
    fix: "Add or correct the named type in typeDefs (a scalar such as Upload or Date must be declared: scalar Upload), copy .graphql files into the build's output, and start the same build on your computer.",
    source: "captured",
    example: 'Error: Unknown type "Upload".',
  },
  {
    id: "graphql-syntax",
    when: ["build", "runtime"],
    language: "node",
    signal: /GraphQLError: Syntax Error: (?<what>[^\n]{1,200})/,
    certainty: 3,
    title: "A GraphQL schema or query cannot be read: {what}",
    explanation: "The text is not valid GraphQL; an empty file or a variable in it that is undefined does this too.",
    fix: "Correct the schema or query at the place that locations names, and deploy again.",
    source: "captured",
    example: 'GraphQLError: Syntax Error: Unexpected Name "typ".',
  },
  {
    id: "apollo-not-started",
    when: ["runtime"],
    language: "node",
    signal: /You must `await server\.start\(\)` before calling `(?:server\.)?(?<name>\w{1,60})\(\)`/,
    certainty: 3,
    title: "Apollo's server is used before it was started",
    explanation: "Since Apollo Server 3 the server has to be started before {name}() is called.",
    fix: "Write await server.start(); before {name}(…), in an async function (or at the top of an ES module).",
    source: "captured",
    example: "Error: You must `await server.start()` before calling `expressMiddleware()`",
  },
  {
    id: "graphql-type-undetermined",
    when: ["build", "runtime"],
    language: "node",
    signal:
      /(?:CannotDetermine(?:Out|In)putTypeError|UndefinedTypeError|CannotDetermineHostTypeError|NoExplicitTypeError)\b[^\n]{0,300}?"(?<name>[\w.]{1,100})"/,
    certainty: 3,
    title: "The GraphQL type of {name} cannot be found out",
    explanation:
      "The decorators read TypeScript's types, and esbuild, tsx and swc leave those out by default; or two files import each other, or the class lacks @ObjectType() or @InputType().",
    fix: "Give the type in the decorator: @Field(() => String). Build with tsc (emitDecoratorMetadata and experimentalDecorators on) rather than tsx or esbuild, and decorate the class.",
    source: "documented",
    example:
      'UndefinedTypeError: Undefined type error. Make sure you are providing an explicit type for the "author" of the "Post" class.',
  },
  {
    id: "mongoose-model",
    when: ["build", "runtime"],
    language: "node",
    signal: /MissingSchemaError: Schema hasn't been registered for model "(?<model>[^"\n]{1,100})"/,
    certainty: 3,
    title: "Mongoose does not know the model {model} yet",
    explanation:
      "It is used (by mongoose.model() or populate()) before the file that defines it was loaded. On Linux the name's capital letters count.",
    fix: "Import the file that defines {model} before it is used, for example in the server's first file, and write the name exactly as it is defined.",
    source: "captured",
    example: 'MissingSchemaError: Schema hasn\'t been registered for model "User".',
  },
  {
    id: "mongoose-model-twice",
    when: ["build", "runtime"],
    language: "node",
    signal: /OverwriteModelError: Cannot overwrite `(?<model>[^`\n]{1,100})` model once compiled/,
    certainty: 3,
    title: "The Mongoose model {model} is defined twice",
    explanation:
      "Two files define it, or one file is loaded under two spellings (User.js and user.js), which Linux takes for two.",
    fix: "Define it once: export default mongoose.models.{model} || mongoose.model('{model}', schema), and import it with one spelling everywhere.",
    source: "captured",
    example: "OverwriteModelError: Cannot overwrite `User` model once compiled.",
  },
  {
    id: "request-body-missing",
    when: ["runtime"],
    language: "node",
    signal:
      /TypeError: Cannot (?:destructure property '(?<field>\w{1,80})' of '(?:req|request|ctx\.request)\.body' as it is undefined|read properties of undefined \(reading '(?<field>\w{1,80})'\)[^\n]{0,20}\n?[^\n]{0,100}req\.body)/,
    certainty: 3,
    title: "The request's body was not read: req.body is undefined",
    explanation:
      "Nothing reads the body before this route, or the request was sent without the header Content-Type: application/json. Express 5 leaves req.body undefined then.",
    fix: "Put app.use(express.json()) (for forms express.urlencoded({ extended: true })) before the routes, send the right Content-Type, and take const { {field|email} } = req.body ?? {}.",
    source: "captured",
    example: "TypeError: Cannot destructure property 'email' of 'req.body' as it is undefined.",
  },
  {
    id: "fastify-schema-strict",
    when: ["runtime"],
    language: "node",
    signal:
      /(?:Failed building the (?:validation|serialization) schema for (?<route>[A-Z]{3,7}: \S{1,200}), due to error |Error: )strict mode: (?<why>unknown (?:keyword|format): ?"[^"\n]{1,60}"|[^\n]{1,100})/,
    certainty: 3,
    title: "The schema of {route|a route} holds what its check does not know: {why}",
    explanation:
      "Ajv, which checks requests, is strict: a word such as example that is not JSON Schema stops the start.",
    fix: "Take the word out of the schema (examples is allowed), or allow it: Fastify({ ajv: { customOptions: { strict: false } } }).",
    source: "captured",
    example:
      'Failed building the validation schema for POST: /users, due to error strict mode: unknown keyword: "example"',
  },
  {
    id: "app-method-missing",
    when: ["runtime"],
    language: "node",
    signal:
      /TypeError: (?<what>(?:app|server|router|fastify)\.(?:listen|use|get|post|route|register|on))\(?\)? is not a function/,
    certainty: 2,
    title: "{what} is not a function: the variable is not the server",
    explanation:
      "The file it is imported from does not export the app (module.exports or export default is missing), two files import each other, or the name in braces is another.",
    fix: "End that file with module.exports = app (or export default app) and import it the same way: const app = require('./app'), without braces. A Hono app has no listen(): serve({ fetch: app.fetch, port }) from @hono/node-server.",
    source: "captured",
    example: "TypeError: app.listen is not a function",
  },
  {
    id: "jwt-signature",
    when: ["runtime"],
    language: "node",
    signal: /JsonWebTokenError: invalid signature|JWSSignatureVerificationFailed: signature verification failed/,
    certainty: 2,
    title: "A sign-in token was signed with another secret",
    explanation:
      "The secret (JWT_SECRET) is not the one the token was made with: it changed since, differs between two services, or is made anew at every start.",
    fix: "Set the same fixed JWT_SECRET in all services that make or check tokens; people with old tokens sign in again. Catch the error and answer 401.",
    source: "captured",
    example: "JsonWebTokenError: invalid signature",
  },
];
