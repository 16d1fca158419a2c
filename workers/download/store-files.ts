import { toStorageError } from '../../src/domain/app-error.ts';
import type { ModelFile } from '../../src/domain/catalogue.ts';
import type { RemoteFile } from '../../src/domain/remote-model.ts';
import { err, ok, type Result } from '../../src/domain/result.ts';
import type { WeightStore } from '../../src/storage/weights/weight-store.ts';
import type { ByteCounter } from './byte-counter.ts';
import type { LocalFolder } from './local-folder.ts';
import { readSource } from './read-source.ts';
import { unsupported } from './unsupported.ts';

export interface StoreFilesRequest {
  folder: LocalFolder;
  files: readonly RemoteFile[];
  signal: AbortSignal;
  counter: ByteCounter;
}

/**
 * Stores files of a local folder under their hashes, one at a time in memory: all of them, or none that was not there
 * before. Errors: those of `readSource`, `quota-exceeded` with the bytes that are still missing, `storage-unavailable`.
 */
export async function storeFiles(
  request: StoreFilesRequest,
  store: WeightStore,
): Promise<Result<readonly ModelFile[]>> {
  const added = new Set<string>();
  const stored = await storeEach(request, store, added);
  if (!stored.ok) await removeEach(added, store);
  return stored;
}

async function storeEach(
  { folder, files, signal, counter }: StoreFilesRequest,
  store: WeightStore,
  added: Set<string>,
): Promise<Result<readonly ModelFile[]>> {
  const stored: ModelFile[] = [];
  for (const [index, file] of files.entries()) {
    const source = folder.files.get(file.url);
    if (!source) return err(unsupported(`the folder has no ${file.path}`));
    const read = await readSource(source, signal, (bytes) => counter.add(bytes));
    if (!read.ok) return read;
    const { bytes, sha256 } = read.value;
    if (file.sha256 !== null && file.sha256 !== sha256) {
      return err(unsupported(`${file.path} was changed while it was read`));
    }
    try {
      // noted before it is written, because a write that fails may have left something
      if (!(await store.has(sha256))) added.add(sha256);
      // also what is there already: it may be damaged, and these bytes are not
      await store.write(sha256, bytes);
    } catch (thrown) {
      const error = toStorageError(thrown);
      const neededBytes = sumBytes(files.slice(index));
      return err(error.type === 'quota-exceeded' ? { ...error, neededBytes } : error);
    }
    stored.push({ path: file.path, sizeBytes: bytes.byteLength, sha256 });
  }
  return signal.aborted ? err({ type: 'aborted' }) : ok(stored);
}

async function removeEach(hashes: ReadonlySet<string>, store: WeightStore): Promise<void> {
  for (const sha256 of hashes) {
    // what cannot be removed now belongs to no model, and is harmless
    await store.remove(sha256).catch(() => undefined);
  }
}

function sumBytes(files: readonly RemoteFile[]): number {
  return files.reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), 0);
}
