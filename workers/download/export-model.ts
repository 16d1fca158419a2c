import { describe, toStorageError } from '../../src/domain/app-error.ts';
import { sumBytes, type ModelFile } from '../../src/domain/catalogue.ts';
import { err, ok, type Result } from '../../src/domain/result.ts';
import type { ByteProgress } from '../../src/protocol/download-contract.ts';
import { readVerified } from '../../src/storage/weights/read-verified.ts';
import type { WeightStore } from '../../src/storage/weights/weight-store.ts';
import { ByteCounter } from './byte-counter.ts';
import { cleanName } from './clean-name.ts';
import { isUnique } from './model-manifest.ts';
import { isPlainPath } from './plain-path.ts';
import { quote } from './source-listing.ts';
import { unsupported } from './unsupported.ts';

export interface ExportRequest {
  modelId: string;
  /** What the folder inside the zip is called, as far as it can be. */
  name: string;
  files: readonly ModelFile[];
  signal: AbortSignal;
  onProgress: (progress: ByteProgress) => void;
}

/**
 * Packs a model into a zip that `importModel` takes, on this machine or another. Every file is hashed while it is read; one
 * is in memory at a time. Equal files give equal zips. Errors: those of `readVerified`, `storage-unavailable`, `aborted`,
 * `quota-exceeded` and `out-of-memory` if the browser has no room for the zip, `model-unsupported` for paths that no zip should hold.
 */
export async function exportModel(
  { modelId, name, files, signal, onProgress }: ExportRequest,
  store: WeightStore,
): Promise<Result<Blob>> {
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const bad = sorted.find(({ path }) => !isPlainPath(path));
  if (bad) return err(unsupported(`${quote(bad.path)} is no plain path`));
  if (!isUnique(sorted.map(({ path }) => path))) return err(unsupported('two files of one name'));
  const folder = cleanName(name);
  // only who imports or exports loads the code of zips
  const { createZip } = await import('./write-zip.ts');
  const zip = createZip();
  const counter = new ByteCounter(sumBytes(sorted), onProgress);
  try {
    for (const file of sorted) {
      if (signal.aborted) return err({ type: 'aborted' });
      const read = await readVerified(store, modelId, file);
      if (!read.ok) return read;
      await zip.add(`${folder}/${file.path}`, read.value);
      counter.add(read.value.byteLength);
    }
    if (signal.aborted) return err({ type: 'aborted' });
    return ok(await zip.close());
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) return err(toStorageError(thrown));
    return err({ type: 'out-of-memory', detail: describe(thrown) });
  } finally {
    counter.end();
  }
}
