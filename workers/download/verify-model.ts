import { toStorageError } from '../../src/domain/app-error.ts';
import { sumBytes, type ModelFile } from '../../src/domain/catalogue.ts';
import { err, ok, type Result } from '../../src/domain/result.ts';
import type { ByteProgress } from '../../src/protocol/download-contract.ts';
import { readVerified } from '../../src/storage/weights/read-verified.ts';
import type { WeightStore } from '../../src/storage/weights/weight-store.ts';
import { ByteCounter } from './byte-counter.ts';

export interface VerifyRequest {
  modelId: string;
  files: readonly ModelFile[];
  signal: AbortSignal;
  onProgress: (progress: ByteProgress) => void;
}

/**
 * Reads and hashes every file of a model. A damaged one is removed from the store, so that a download brings it again, and
 * is named, like one that is missing. Errors: `storage-unavailable`, `aborted`.
 */
export async function verifyModel(
  { modelId, files, signal, onProgress }: VerifyRequest,
  store: WeightStore,
): Promise<Result<{ damagedPaths: readonly string[] }>> {
  const damagedPaths: string[] = [];
  const counter = new ByteCounter(sumBytes(files), onProgress);
  try {
    for (const file of files) {
      if (signal.aborted) return err({ type: 'aborted' });
      const read = await readVerified(store, modelId, file);
      if (!read.ok) damagedPaths.push(file.path);
      counter.add(file.sizeBytes);
    }
    return signal.aborted ? err({ type: 'aborted' }) : ok({ damagedPaths });
  } catch (thrown) {
    return err(toStorageError(thrown));
  } finally {
    counter.end();
  }
}
