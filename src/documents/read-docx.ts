import {
  BlobReader,
  configure,
  ZipReader,
  type FileEntry,
} from '@zip.js/zip.js/lib/zip-core-custom.js';
import type { AttachmentFault } from '../domain/attachment.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { readDocxText } from './docx-text.ts';
import { MOST_READING_MS, MOST_UNPACKED_BYTES } from './limits.ts';

const MAIN_PART = 'word/document.xml';
/** An honest document has some hundred; the rest of a longer list is not looked at. */
const MOST_ENTRIES = 5_000;
/** The list of the files is read in one piece. */
const MOST_LIST_BYTES = 4 * 1024 ** 2;
/** How an encrypted Office file begins: it is no zip but a container of another kind. */
const COMPOUND_FILE = [0xd0, 0xcf, 0x11, 0xe0];

// the policy lets no worker be made from a blob; what inflates is the browser's own and runs beside the page
configure({ useWebWorkers: false });

/** The text of a Word document, of which every byte may be hostile. Only its main part is unpacked. */
export async function readDocx(file: Blob): Promise<Result<string, AttachmentFault>> {
  const head = new Uint8Array(await file.slice(0, COMPOUND_FILE.length).arrayBuffer());
  if (COMPOUND_FILE.every((byte, at) => head[at] === byte)) return err({ type: 'encrypted' });
  const signal = AbortSignal.timeout(MOST_READING_MS);
  try {
    const entry = await findMainPart(file);
    if (!entry) return err({ type: 'damaged' });
    if (entry.encrypted) return err({ type: 'encrypted' });
    // what a zip says of itself may be a lie: what comes out is counted as well
    if (entry.uncompressedSize > MOST_UNPACKED_BYTES) return err(TOO_LARGE);
    const sink = new BoundedSink(MOST_UNPACKED_BYTES);
    const stream = new WritableStream<Uint8Array>(sink);
    const unpacked = entry.getData(stream, { signal, checkCrc32: true });
    await unpacked.catch((thrown: unknown) => {
      if (!sink.isFull) throw thrown;
    });
    if (sink.isFull) return err(TOO_LARGE);
    return ok(readDocxText(sink.text()));
  } catch {
    return err(
      signal.aborted ? { type: 'too-slow', afterMs: MOST_READING_MS } : { type: 'damaged' },
    );
  }
}

const TOO_LARGE: AttachmentFault = { type: 'too-large', mostBytes: MOST_UNPACKED_BYTES };

async function findMainPart(file: Blob): Promise<FileEntry | null> {
  const zip = new ZipReader(new ListReader(file), { filenameValidation: 'tolerant' });
  let count = 0;
  for await (const entry of zip.getEntriesGenerator()) {
    count += 1;
    if (count > MOST_ENTRIES) break;
    if (entry.filename === MAIN_PART && !entry.directory) return entry;
  }
  return null;
}

/** Refuses to take more into memory at once than an honest document needs. */
class ListReader extends BlobReader {
  override readUint8Array(index: number, length: number): Promise<Uint8Array> {
    if (length > MOST_LIST_BYTES) return Promise.reject(new Error('its list is too long'));
    return super.readUint8Array(index, length);
  }
}

/** Takes bytes until there are too many; then it fails, which stops what unpacks. */
class BoundedSink implements UnderlyingSink<Uint8Array> {
  readonly #mostBytes: number;
  readonly #decoder = new TextDecoder('utf-8');
  readonly #parts: string[] = [];
  #bytes = 0;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  get isFull(): boolean {
    return this.#bytes > this.#mostBytes;
  }

  write(chunk: Uint8Array): void {
    this.#bytes += chunk.byteLength;
    if (this.isFull) throw new Error('it unpacks to more than it may');
    this.#parts.push(this.#decoder.decode(chunk, { stream: true }));
  }

  text(): string {
    return this.#parts.join('') + this.#decoder.decode();
  }
}
