import { bytesOf } from './model-files.ts';

/** Says that it is large. */
export class SizedBlob extends Blob {
  readonly #sizeBytes: number;
  constructor(sizeBytes: number) {
    super([]);
    this.#sizeBytes = sizeBytes;
  }
  override get size(): number {
    return this.#sizeBytes;
  }
}

/** A file that was moved after it was chosen. */
export class LostBlob extends Blob {
  override stream(): ReturnType<Blob['stream']> {
    return new ReadableStream({
      pull: () => Promise.reject(new DOMException('gone', 'NotReadableError')),
    }) as ReturnType<Blob['stream']>;
  }
}

/** Says another size than its content has. */
export class LyingBlob extends Blob {
  readonly #content: string;
  constructor(parts: Uint8Array<ArrayBuffer>[], content: string) {
    super(parts);
    this.#content = content;
  }
  override stream(): ReturnType<Blob['stream']> {
    return new Blob([this.#content]).stream() as ReturnType<Blob['stream']>;
  }
}

/** Has other bytes whenever it is read. */
export class ChangingBlob extends Blob {
  #reads = 0;
  override stream(): ReturnType<Blob['stream']> {
    this.#reads += 1;
    if (this.#reads === 1) return super.stream();
    return new Blob([bytesOf(' '.repeat(this.size))]).stream() as ReturnType<Blob['stream']>;
  }
}

/** Aborts when a longer piece of it than `mostBytes` is asked for. */
export class StoppingBlob extends Blob {
  readonly #mostBytes: number;
  readonly #abort: AbortController;
  constructor(blob: Blob, mostBytes: number, abort: AbortController) {
    super([blob]);
    this.#mostBytes = mostBytes;
    this.#abort = abort;
  }
  override slice(start = 0, end = this.size): Blob {
    if (end - start > this.#mostBytes) this.#abort.abort();
    return super.slice(start, end);
  }
}
