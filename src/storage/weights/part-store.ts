import { ok, type Result } from '../../domain/result.ts';
import type { RemoteFile } from '../../domain/remote-model.ts';
import { createConnection } from '../connection.ts';
import { PARTS, type PartAddress } from './parts-database.ts';

/** Little is lost when a tab closes, and a file of weights is a handful of records. */
const PART_BYTES = 4 * 1024 * 1024;

/** What tells one version of a file on a host from another, as the response said it. */
export interface FileVersion {
  etag: string | null;
  lastModified: string | null;
  totalBytes: number | null;
}

export interface StoredPart {
  bytes: Uint8Array<ArrayBuffer>;
  version: FileVersion;
}

export type PartKey = Pick<RemoteFile, 'url' | 'sha256'>;

/**
 * The beginnings of files that are being fetched, in parts of equal size, so that a download goes on inside a file after
 * a reload. Errors of every method: `quota-exceeded`, `storage-unavailable`.
 */
export interface PartStore {
  /** The size of every part, in bytes. */
  readonly partBytes: number;
  read(key: PartKey, index: number): Promise<Result<StoredPart | undefined>>;
  /** Resolves when the part is on disk. */
  write(key: PartKey, index: number, part: StoredPart): Promise<Result<null>>;
  /** Removes every part of what lies at an address, whatever hash it was to have. */
  remove(url: string): Promise<Result<null>>;
}

export function openPartStore(partBytes = PART_BYTES): PartStore {
  const run = createConnection(PARTS);
  const address = ({ url, sha256 }: PartKey, index: number): PartAddress => [
    url,
    sha256 ?? '',
    index,
  ];
  return {
    partBytes,
    read: (key, index) => run((database) => database.get('parts', address(key, index))),
    async write(key, index, part) {
      const written = await run((database) => database.put('parts', part, address(key, index)));
      return written.ok ? ok(null) : written;
    },
    async remove(url) {
      // an array sorts behind every string and number, so this is everything that begins with the address
      const all = IDBKeyRange.bound([url], [url, []]);
      const removed = await run((database) => database.delete('parts', all));
      return removed.ok ? ok(null) : removed;
    },
  };
}
