/** Cuts a stream of bytes or text into lines. A line longer than `maxLength` is handed on in pieces. */
export async function* splitLines(
  chunks: AsyncIterable<Uint8Array | string>,
  maxLength = 16_384,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of chunks) {
    rest += typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield line.endsWith("\r") ? line.slice(0, -1) : line;
    while (rest.length > maxLength) {
      yield rest.slice(0, maxLength);
      rest = rest.slice(maxLength);
    }
  }
  if (rest !== "") yield rest;
}
