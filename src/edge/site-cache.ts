/** What is sent for a file: small bodies are kept whole, large ones are read when they are sent. */
export type Ready = {
  status: number;
  headers: Headers;
  etag: string;
  size: number;
  body: Uint8Array<ArrayBuffer> | Blob;
};

/** What an entry costs beside its bytes. */
const OVERHEAD = 1024;

/** Answers for files that were asked for last, up to a number of bytes. */
export class SiteCache {
  readonly #limitBytes: number;
  // A map keeps the order in which its keys were set, so the first key is the one that was not wanted for longest.
  readonly #entries = new Map<string, Ready>();
  #bytes = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get(key: string): Ready | undefined {
    const ready = this.#entries.get(key);
    if (!ready) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, ready);
    return ready;
  }

  set(key: string, ready: Ready): void {
    this.#remove(key);
    this.#entries.set(key, ready);
    this.#bytes += costOf(ready);
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= this.#limitBytes) return;
      this.#remove(oldest);
    }
  }

  #remove(key: string): void {
    const ready = this.#entries.get(key);
    if (!ready) return;
    this.#entries.delete(key);
    this.#bytes -= costOf(ready);
  }
}

const costOf = ({ body }: Ready) => OVERHEAD + (body instanceof Uint8Array ? body.length : 0);
