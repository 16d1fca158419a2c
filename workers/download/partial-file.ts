import type { RemoteFile } from '../../src/domain/remote-model.ts';
import type { FileVersion, PartStore } from '../../src/storage/weights/part-store.ts';
import { FileBuffer } from './file-buffer.ts';
import { canResume, equalVersions } from './file-version.ts';

export type Appended = 'kept' | 'too-long' | 'disk-full';

/**
 * A file on its way: what has arrived in memory, and all of it but the last part also in the part store, so that it
 * outlives this worker. Files of less than two parts are not worth that.
 */
export class PartialFile {
  readonly file: RemoteFile;
  readonly #buffer: FileBuffer;
  /** Null once it cannot be used: a download without it only loses more when the tab closes. */
  #parts: PartStore | null;
  #storedParts = 0;
  #version: FileVersion | null = null;

  /** Throws a `RangeError` if there is not enough memory. `mostBytes` holds only for a file of unknown size. */
  constructor(file: RemoteFile, parts: PartStore | null, mostBytes: number) {
    this.file = file;
    this.#buffer = new FileBuffer(file.sizeBytes, mostBytes);
    const isSmall =
      parts !== null && file.sizeBytes !== null && file.sizeBytes < 2 * parts.partBytes;
    this.#parts = isSmall ? null : parts;
  }

  /** How many bytes have arrived. */
  get length(): number {
    return this.#buffer.length;
  }

  /** Of the response that the bytes came with; null before there is one. */
  get version(): FileVersion | null {
    return this.#version;
  }

  /** Takes up the parts that an earlier worker left, hashing them again. */
  async restore(): Promise<void> {
    for (;;) {
      const read = await this.#parts?.read(this.file, this.#storedParts);
      if (!read) return;
      if (!read.ok) {
        this.#parts = null;
        return;
      }
      const part = read.value;
      if (!part || part.bytes.byteLength !== this.#parts?.partBytes) return;
      // two downloads of different versions may have left their parts side by side
      if (this.#version && !equalVersions(this.#version, part.version)) return;
      if (!this.#buffer.append(part.bytes)) return;
      this.#version = part.version;
      this.#storedParts += 1;
    }
  }

  /** Starts at the first byte, with what the response says of the file. */
  async begin(version: FileVersion): Promise<void> {
    if (this.length > 0) await this.reset();
    this.#version = version;
  }

  async append(chunk: Uint8Array): Promise<Appended> {
    if (!this.#buffer.append(chunk)) return 'too-long';
    return this.#storeParts();
  }

  /** Throws away all that has arrived. */
  async reset(): Promise<void> {
    this.#buffer.clear();
    this.#version = null;
    await this.discardParts();
  }

  /** Frees the disk of what memory holds anyway. */
  async discardParts(): Promise<void> {
    if (this.#storedParts === 0) return;
    this.#storedParts = 0;
    // parts that cannot be removed do no harm: they belong to another version, or are hashed when they are read
    await this.#parts?.remove(this.file.url);
  }

  digest(): string {
    return this.#buffer.digest();
  }

  /** The first bytes, for a look at what kind of file it is. */
  head(bytes: number): Uint8Array<ArrayBuffer> {
    return this.#buffer.copy(0, bytes);
  }

  take(): Uint8Array<ArrayBuffer> {
    return this.#buffer.take();
  }

  async #storeParts(): Promise<Appended> {
    const version = this.#version;
    while (this.#parts && version && canResume(this.file, version)) {
      const from = this.#storedParts * this.#parts.partBytes;
      const to = from + this.#parts.partBytes;
      // the last byte makes it a whole file, which is stored as such
      if (to > this.length || this.length === this.file.sizeBytes) break;
      const part = { bytes: this.#buffer.copy(from, to), version };
      const written = await this.#parts.write(this.file, this.#storedParts, part);
      if (written.ok) this.#storedParts += 1;
      else if (written.error.type === 'quota-exceeded') return 'disk-full';
      else this.#parts = null;
    }
    return 'kept';
  }
}
