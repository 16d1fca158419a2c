import type { ByteProgress } from '../../src/protocol/download-contract.ts';

/** Enough for a smooth bar; every report is a message to the page. */
const INTERVAL_MS = 100;

/** Counts bytes and says so, at most every 100 ms; the first and the last word are always said. */
export class ByteCounter {
  readonly #totalBytes: number;
  readonly #emit: (progress: ByteProgress) => void;
  #doneBytes = 0;
  #saidBytes = -1;
  #lastMs = -Infinity;

  constructor(totalBytes: number, emit: (progress: ByteProgress) => void) {
    this.#totalBytes = totalBytes;
    this.#emit = emit;
    this.#say();
  }

  add(bytes: number): void {
    this.#doneBytes += bytes;
    if (performance.now() - this.#lastMs >= INTERVAL_MS) this.#say();
  }

  /** Says what has not been said yet. */
  end(): void {
    if (this.#saidBytes !== this.#doneBytes) this.#say();
  }

  #say(): void {
    this.#lastMs = performance.now();
    this.#saidBytes = this.#doneBytes;
    this.#emit({ doneBytes: this.#doneBytes, totalBytes: this.#totalBytes });
  }
}
