/** So much is gathered before it is handed to the browser, which keeps blobs where it has room. Bytes. */
const PART_BYTES = 16 * 1024 ** 2;

/** Gathers what is written to it into one blob, of which little is in the memory of this worker. */
export class BlobParts {
  readonly writable = new WritableStream<Uint8Array<ArrayBuffer>>({
    write: (chunk) => this.#take(chunk),
  });
  readonly #parts: Blob[] = [];
  #pending: Uint8Array<ArrayBuffer>[] = [];
  #pendingBytes = 0;

  /** All that has been written. */
  join(type: string): Blob {
    return new Blob([...this.#parts, ...this.#pending], { type });
  }

  #take(chunk: Uint8Array<ArrayBuffer>): void {
    this.#pending.push(chunk);
    this.#pendingBytes += chunk.byteLength;
    if (this.#pendingBytes < PART_BYTES) return;
    this.#parts.push(new Blob(this.#pending));
    this.#pending = [];
    this.#pendingBytes = 0;
  }
}
