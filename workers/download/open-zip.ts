import {
  BlobReader,
  configure,
  ZipReader,
  type Entry,
  type FileEntry,
} from '@zip.js/zip.js/lib/zip-core-custom.js';
import { describe, type AppError } from '../../src/domain/app-error.ts';
import { err, ok, type Result } from '../../src/domain/result.ts';
import { isZipBomb, MOST_ZIP_LIST_BYTES } from '../../src/domain/zip-limits.ts';
import { MOST_MODEL_BYTES } from './model-manifest.ts';
import type { ModelSource } from './source-file.ts';
import { quote, SourceListing } from './source-listing.ts';
import { unsupported } from './unsupported.ts';

// workers of its own would need an address that the policy of this one forbids
configure({ useWebWorkers: false });

/**
 * Lists the files of a zip, of which every byte may be hostile; nothing is unpacked yet. What is unpacked later is
 * compared with the checksum of the zip. Error: `model-unsupported`, with what is wrong with the zip.
 */
export async function openZip(blob: Blob): Promise<Result<ModelSource>> {
  const listing = new SourceListing();
  let totalBytes = 0;
  try {
    // names are judged here, so that a refusal can say which it was
    const zip = new ZipReader(new ListReader(blob), { filenameValidation: 'tolerant' });
    for await (const entry of zip.getEntriesGenerator()) {
      const refusal = judge(entry) ?? add(entry, listing);
      if (refusal) return err(refusal);
      totalBytes += entry.uncompressedSize;
      if (totalBytes > MOST_MODEL_BYTES) {
        return err(unsupported(`the zip holds more than ${MOST_MODEL_BYTES} bytes`));
      }
    }
  } catch (thrown) {
    return err(unsupported(`the zip cannot be read: ${describe(thrown)}`));
  }
  return ok({ files: listing.files, name: nameOf(blob) });
}

/** Refuses to take more into memory at once than the list of an honest zip needs. */
class ListReader extends BlobReader {
  override readUint8Array(index: number, length: number): Promise<Uint8Array> {
    if (length > MOST_ZIP_LIST_BYTES) return Promise.reject(new Error('its list is too long'));
    return super.readUint8Array(index, length);
  }
}

function judge(entry: Entry): AppError | null {
  const path = quote(entry.filename);
  if (entry.encrypted) return unsupported(`${path} is encrypted`);
  if (entry.symlink) return unsupported(`${path} is a link`);
  const { uncompressedSize: bytes, compressedSize } = entry;
  return isZipBomb(bytes, compressedSize)
    ? unsupported(`${path} would unpack to ${bytes} bytes`)
    : null;
}

function add(entry: Entry, listing: SourceListing): AppError | null {
  const { filename: path, uncompressedSize: sizeBytes } = entry;
  if (entry.directory) return listing.addFolder(path);
  const pour = (into: WritableStream<Uint8Array>, signal: AbortSignal): Promise<void> =>
    unpack(entry, into, signal);
  return listing.addFile({ path, sizeBytes, pour });
}

async function unpack(
  entry: FileEntry,
  into: WritableStream<Uint8Array>,
  signal: AbortSignal,
): Promise<void> {
  await entry.getData(into, {
    signal,
    checkCrc32: true,
    checkOverlappingEntry: true,
    // another program might believe the name at the file rather than the one in the list
    checkLocalDirectory: true,
  });
}

function nameOf(blob: Blob): string | null {
  return 'name' in blob && typeof blob.name === 'string' ? blob.name.replace(/\.zip$/iu, '') : null;
}
