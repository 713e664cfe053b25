/** Sends bytes as they are, also what no client would, and gives the status of the answer and its body as far as it came. */
export async function rawRequest(server: string, head: readonly string[], body: AsyncIterable<Uint8Array>) {
  const { hostname, port } = new URL(server);
  const answer = Promise.withResolvers<string>();
  let received = "";
  let sentBytes = 0;
  let drained = Promise.withResolvers<void>();
  const socket = await Bun.connect({
    hostname,
    port: Number(port),
    socket: {
      data(_socket, data) {
        received += data.toString();
        answer.resolve(received);
      },
      drain: () => drained.resolve(),
      close: () => {
        answer.resolve(received);
        drained.resolve();
      },
      error: () => answer.resolve(received),
    },
  });
  const isAnswered = () => received !== "" || socket.readyState !== 1;
  const write = async (bytes: Uint8Array) => {
    for (let offset = 0; offset < bytes.length && !isAnswered(); ) {
      drained = Promise.withResolvers<void>();
      const written = socket.write(bytes.subarray(offset));
      offset += written;
      sentBytes += written;
      if (offset < bytes.length) await Promise.race([drained.promise, answer.promise]);
    }
  };
  await write(new TextEncoder().encode(`${[...head, `host: ${hostname}:${port}`].join("\r\n")}\r\n\r\n`));
  for await (const chunk of body) {
    if (isAnswered()) break;
    await write(chunk);
  }
  const text = await answer.promise;
  socket.end();
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]), text, sentBytes };
}
