import {
  BlobReader,
  configure,
  ZipReader,
  type FileEntry,
} from '@zip.js/zip.js/lib/zip-core-custom.js';
import { ARCHIVE_LIMITS, type ArchiveFault } from '../../../domain/chat-archive.ts';
import { err, ok, type Result } from '../../../domain/result.ts';
import { isZipBomb, MOST_ZIP_LIST_BYTES } from '../../../domain/zip-limits.ts';

/** A program puts its pictures beside its conversations, but never so many. */
const MOST_ENTRIES = 100_000;

// workers of its own would need an address that the page's policy forbids
configure({ useWebWorkers: false });

/** Refuses to take more into memory at once than the list of an honest zip needs. */
class ListReader extends BlobReader {
  override readUint8Array(index: number, length: number): Promise<Uint8Array> {
    if (length > MOST_ZIP_LIST_BYTES) return Promise.reject(new Error('its list is too long'));
    return super.readUint8Array(index, length);
  }
}

/**
 * The texts of a zip that could be conversations: its JSON files. Nothing else of it is unpacked, and no name of it is used
 * for anything. Loaded only for a file that is a zip.
 */
export async function openChatZip(file: Blob): Promise<Result<readonly string[], ArchiveFault>> {
  const texts: string[] = [];
  let sizeBytes = 0;
  let count = 0;
  try {
    const zip = new ZipReader(new ListReader(file), { filenameValidation: 'tolerant' });
    for await (const entry of zip.getEntriesGenerator()) {
      count += 1;
      if (count > MOST_ENTRIES) return err('too-large');
      if (entry.directory || !/\.jsonl?$/iu.test(entry.filename)) continue;
      if (entry.encrypted || entry.symlink) return err('damaged');
      sizeBytes += entry.uncompressedSize;
      if (
        sizeBytes > ARCHIVE_LIMITS.fileBytes ||
        isZipBomb(entry.uncompressedSize, entry.compressedSize)
      ) {
        return err('too-large');
      }
      texts.push(await unpack(entry));
    }
  } catch {
    return err('damaged');
  }
  return ok(texts);
}

/** Unpacks one file, but never more than a file of ours may have, whatever the zip says of it. */
async function unpack(entry: FileEntry): Promise<string> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let sizeBytes = 0;
  const into = new WritableStream<Uint8Array<ArrayBuffer>>({
    write(chunk) {
      sizeBytes += chunk.byteLength;
      if (sizeBytes > ARCHIVE_LIMITS.fileBytes) throw new Error('it is longer than it says');
      chunks.push(chunk);
    },
  });
  await entry.getData(into, {
    checkCrc32: true,
    checkOverlappingEntry: true,
    // another program might believe the name at the file rather than the one in the list
    checkLocalDirectory: true,
  });
  return new TextDecoder('utf-8', { fatal: true }).decode(await new Blob(chunks).arrayBuffer());
}
