import type { ModelFile } from '../../domain/catalogue.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { hashOf } from './sha256.ts';
import type { WeightStore } from './weight-store.ts';

/**
 * Reads one file and hashes it again, because a disk can rot and another program can write to a profile. A file that does
 * not match is removed, so that the next download repairs it. Errors: `model-incomplete`, `integrity-mismatch`.
 */
export async function readVerified(
  store: WeightStore,
  modelId: string,
  file: ModelFile,
): Promise<Result<Uint8Array<ArrayBuffer>>> {
  const bytes = await store.read(file.sha256);
  if (!bytes) return err({ type: 'model-incomplete', modelId, path: file.path });
  if ((await hashOf(bytes)) === file.sha256) return ok(bytes);
  await store.remove(file.sha256);
  return err({ type: 'integrity-mismatch', modelId, path: file.path, stage: 'load' });
}
