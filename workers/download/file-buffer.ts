import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

const FIRST_CAPACITY_BYTES = 64 * 1024;

/**
 * The bytes of one file as they arrive, hashed on the way. Memory is taken at once only where the size is known; otherwise it
 * doubles as needed, up to a limit. A host cannot make this worker hold more than it was told to expect.
 */
export class FileBuffer {
  readonly #mostBytes: number;
  #bytes: Uint8Array<ArrayBuffer>;
  #length = 0;
  #hash = sha256.create();

  /** Throws a `RangeError` if the memory is not to be had. */
  constructor(sizeBytes: number | null, mostBytes: number) {
    this.#mostBytes = sizeBytes ?? mostBytes;
    this.#bytes = new Uint8Array(sizeBytes ?? Math.min(FIRST_CAPACITY_BYTES, mostBytes));
  }

  /** In bytes. */
  get length(): number {
    return this.#length;
  }

  /** False, and nothing is kept, if the file would become longer than it may be. */
  append(chunk: Uint8Array): boolean {
    const length = this.#length + chunk.byteLength;
    if (length > this.#mostBytes) return false;
    if (length > this.#bytes.byteLength) this.#grow(length);
    this.#bytes.set(chunk, this.#length);
    this.#hash.update(chunk);
    this.#length = length;
    return true;
  }

  /** A copy, because a view of it would be stored with the whole memory behind it. */
  copy(from: number, to: number): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(from, Math.min(to, this.#length));
  }

  /** The SHA-256 of what has arrived, in hex. */
  digest(): string {
    return bytesToHex(this.#hash.clone().digest());
  }

  /** All that has arrived, in memory of exactly that size. */
  take(): Uint8Array<ArrayBuffer> {
    return this.#length === this.#bytes.byteLength
      ? this.#bytes
      : this.#bytes.slice(0, this.#length);
  }

  clear(): void {
    this.#length = 0;
    this.#hash = sha256.create();
  }

  #grow(leastBytes: number): void {
    const capacity = Math.min(Math.max(leastBytes, this.#bytes.byteLength * 2), this.#mostBytes);
    const larger = new Uint8Array(capacity);
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
