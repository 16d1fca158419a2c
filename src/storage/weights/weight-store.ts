import { createStore, del, get, keys, set, type UseStore } from 'idb-keyval';
import type { RemoteFile } from '../../domain/remote-model.ts';

const DATABASE_NAME = 'mamori-weights';
const STORE_NAME = 'files';

/**
 * Verified model files, addressed by their SHA-256. The address makes three things true by construction: a new release of
 * a model never mixes with the old one, two models share equal files, and the key of a file says what it must hash to.
 */
export interface WeightStore {
  has(sha256: string): Promise<boolean>;
  /** The hashes of all stored files, without reading a single one of them. */
  list(): Promise<Set<string>>;
  read(sha256: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Resolves when the transaction is complete, not merely queued. Rejects with `QuotaExceededError` on a full disk. */
  write(sha256: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  remove(sha256: string): Promise<void>;
}

export function openWeightStore(): WeightStore {
  let handle: UseStore | undefined;
  const store = (): UseStore => (handle ??= createStore(DATABASE_NAME, STORE_NAME));
  const list = async (): Promise<Set<string>> => new Set(await keys<string>(store()));
  return {
    list,
    has: async (sha256) => (await list()).has(sha256),
    read: (sha256) => get<Uint8Array<ArrayBuffer>>(sha256, store()),
    write: (sha256, bytes) => set(sha256, bytes, store()),
    remove: (sha256) => del(sha256, store()),
  };
}

/** How many bytes of `files` are stored, and whether that is all of them. */
export function measureStored(
  files: readonly Pick<RemoteFile, 'sizeBytes' | 'sha256'>[],
  stored: ReadonlySet<string>,
): { storedBytes: number; complete: boolean } {
  let storedBytes = 0;
  let complete = true;
  for (const file of files) {
    const isStored = file.sha256 !== null && stored.has(file.sha256);
    if (isStored) storedBytes += file.sizeBytes ?? 0;
    else complete = false;
  }
  return { storedBytes, complete };
}
