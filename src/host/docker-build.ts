import type { Readable } from "node:stream";
import type Dockerode from "dockerode";
import { AppError } from "../lib/errors.ts";
import { splitLines } from "../lib/lines.ts";
import { formatDuration } from "../lib/time.ts";
import type { ImageBuild } from "./docker.ts";
import { packContext } from "./docker-context.ts";
import { engineLost, translateDockerText } from "./docker-errors.ts";
import { BuildTrace, traceDecoder } from "./docker-trace.ts";

/** One line of the Engine's answer. */
type Message = { id?: string; aux?: string | { ID: string }; error?: string; stream?: string };

const TRACE = "moby.buildkit.trace";
const IMAGE = "moby.image.id";

/** A line holds one base64 message; BuildKit's own limit for one is 16 MB. */
const LONGEST_MESSAGE = 32_000_000;

/** The same Engine twice: one waits for as long as a build takes, `asking` gives a silent Engine up. */
export type Clients = { engine: Dockerode; asking: Dockerode };

/** Builds with BuildKit from a plain tar. There is no session: nothing calls back into AutoStack. */
export async function buildImage({ engine, asking }: Clients, build: ImageBuild): Promise<string> {
  const timeout = AbortSignal.timeout(build.timeoutMs);
  const signal = AbortSignal.any([build.signal, timeout]);
  const buildId = crypto.randomUUID();
  try {
    signal.throwIfAborted();
    return await followBuild(engine, build, buildId, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
    await cancelBuild(asking, buildId);
    throw build.signal.aborted ? build.signal.reason : tookTooLong(build.timeoutMs);
  }
}

async function followBuild(engine: Dockerode, build: ImageBuild, buildId: string, signal: AbortSignal) {
  const plain = (text: string) => text.replace(build.prelude, "").replaceAll(/--mount=\S+ /g, "");
  const trace = new BuildTrace(await traceDecoder(), (event) =>
    build.onEvent("name" in event ? { ...event, name: plain(event.name) } : event),
  );
  const answer = await send(engine, build, buildId, signal);
  const stop = () => answer.destroy();
  signal.addEventListener("abort", stop);
  try {
    const image = await readAnswer(
      onFirst(answer, () => build.onEvent({ kind: "begun" })),
      trace,
      plain,
    );
    signal.throwIfAborted();
    if (image === null) throw trace.failure === null ? engineLost() : buildProblem(trace.failure);
    return image;
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

async function* onFirst(answer: Readable, tell: () => void): AsyncGenerator<Uint8Array> {
  let isFirst = true;
  for await (const part of answer) {
    if (isFirst) tell();
    isFirst = false;
    yield part;
  }
}

/** The id of the image that was made. */
async function readAnswer(answer: AsyncIterable<Uint8Array>, trace: BuildTrace, plain: (text: string) => string) {
  let image: string | null = null;
  for await (const line of splitLines(answer, LONGEST_MESSAGE)) {
    if (line === "") continue;
    const message = JSON.parse(line) as Message;
    if (message.error !== undefined) throw buildProblem(plain(message.error));
    if (message.id === TRACE && typeof message.aux === "string") trace.read(message.aux);
    if (message.id === IMAGE && typeof message.aux === "object") image = message.aux.ID;
  }
  return image;
}

/** dockerode's own `buildImage` forces a gRPC session for BuildKit, hence its modem. */
function send(engine: Dockerode, build: ImageBuild, buildId: string, signal: AbortSignal): Promise<Readable> {
  const pack = packContext(build.context, [build.dockerfile, ".dockerignore"]);
  signal.addEventListener("abort", () => pack.destroy(), { once: true });
  // Its type lacks a few members of Node's streams that the modem never calls.
  const file = pack as unknown as NodeJS.ReadableStream;
  const options = {
    version: "2",
    buildid: buildId,
    dockerfile: build.dockerfile,
    ...(build.target !== null && { target: build.target }),
    t: build.tag,
    labels: build.labels,
    buildargs: build.args,
    rm: true,
    forcerm: true,
  };
  return new Promise((resolve, reject) => {
    engine.modem.dial(
      {
        path: "/build?",
        method: "POST",
        file,
        options,
        isStream: true,
        abortSignal: signal,
        statusCodes: { 200: true },
      },
      (error, answer) => (error ? reject(error) : resolve(answer as Readable)),
    );
  });
}

/** Closing the connection ends a build too, but only once the Engine sees it; this ends it now. */
async function cancelBuild(engine: Dockerode, buildId: string): Promise<void> {
  await new Promise<void>((resolve) => {
    engine.modem.dial(
      { path: `/build/cancel?id=${buildId}&`, method: "POST", options: {}, statusCodes: { 200: true, 204: true } },
      () => resolve(),
    );
  });
}

function tookTooLong(timeoutMs: number): AppError {
  return new AppError({
    code: "build_timeout",
    status: 422,
    summary: `The build took longer than ${formatDuration(timeoutMs)} and was ended.`,
    hint: "Look in its log for the step that hangs, or raise the limit for builds.",
  });
}

/** A command of the project that failed is the project's matter; the rest is the Engine's. */
export function buildProblem(text: string): AppError {
  const failed = /process "(?:\/bin\/sh -c )?([\s\S]*?)" did not complete successfully: exit code: (\d+)/.exec(text);
  if (failed) return commandFailed(shorten(failed[1] ?? ""), Number(failed[2]), text);
  const legacy = /executor failed running \[\/bin\/sh -c ([\s\S]*?)\]: exit code: (\d+)/.exec(text);
  if (legacy) return commandFailed(shorten(legacy[1] ?? ""), Number(legacy[2]), text);
  const dockerfile =
    /(?:dockerfile parse error|failed to create LLB definition|failed to read dockerfile):? ?([\s\S]*)/i.exec(text);
  const translated = translateDockerText(text);
  if (!dockerfile || translated.code !== "docker_failed") return translated;
  return new AppError(
    {
      code: "bad_dockerfile",
      status: 422,
      summary: `The Dockerfile cannot be used: ${dockerfile[1]}`,
      hint: "Correct it and deploy again.",
    },
    { cause: new Error(text) },
  );
}

function commandFailed(command: string, exitCode: number, text: string): AppError {
  const killed = exitCode === 137;
  return new AppError(
    {
      code: killed ? "build_killed" : "build_failed",
      status: 422,
      summary: `The build failed: \`${command}\` ended with exit code ${exitCode}.`,
      hint: killed ? "It was killed, most likely for want of memory." : "Its last lines in the log say why.",
    },
    { cause: new Error(text) },
  );
}

const shorten = (command: string) => (command.length > 160 ? `${command.slice(0, 157)}…` : command);
