import { configure, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js/lib/zip-core-custom.js';
import { BlobParts } from './blob-parts.ts';
import { crc32 } from './crc32.ts';

/** The first day that a zip can name, as a zip writes it: 1 January 1980, 0:00. */
const FIRST_DAY = 0x00210000;

configure({ useWebWorkers: false });

/** A zip that is being written; the same files in the same order always give the same bytes. */
export interface ZipFile {
  /** Stores a file as it is. Rejects if the path is there already. */
  add: (path: string, bytes: Uint8Array<ArrayBuffer>) => Promise<void>;
  close: () => Promise<Blob>;
}

export function createZip(): ZipFile {
  const parts = new BlobParts();
  const zip = new ZipWriter(parts, {
    rawLastModDate: FIRST_DAY,
    extendedTimestamp: false,
    // the sizes and the checksum are known beforehand, so they stand before each file and every program can read it
    passThrough: true,
    compressionMethod: 0,
  });
  return {
    async add(path, bytes) {
      await zip.add(path, new Uint8ArrayReader(bytes), {
        uncompressedSize: bytes.byteLength,
        crc32: crc32(bytes),
      });
    },
    async close() {
      await zip.close();
      return parts.join('application/zip');
    },
  };
}
