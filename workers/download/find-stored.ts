import { toStorageError } from '../../src/domain/app-error.ts';
import type { ModelFile } from '../../src/domain/catalogue.ts';
import type { RemoteFile } from '../../src/domain/remote-model.ts';
import { err, ok, type Result } from '../../src/domain/result.ts';
import type { DownloadParts } from './download-model.ts';

/**
 * Which files are in the store already: by their hash, or, where that is unknown, because an unfinished download has
 * stored what lay at their address. Error: `storage-unavailable`.
 */
export async function findStored(
  files: readonly RemoteFile[],
  parts: Pick<DownloadParts, 'store' | 'firstUses' | 'policy'>,
): Promise<Result<Map<RemoteFile, ModelFile>>> {
  const found = new Map<RemoteFile, ModelFile>();
  try {
    const stored = await parts.store.list();
    for (const file of files) {
      const known = await identify(file, parts);
      if (!known || !stored.has(known.sha256)) continue;
      const sizeBytes = known.sizeBytes ?? (await parts.store.read(known.sha256))?.byteLength;
      if (sizeBytes === undefined) continue;
      found.set(file, { path: file.path, sizeBytes, sha256: known.sha256 });
    }
    return ok(found);
  } catch (thrown) {
    return err(toStorageError(thrown));
  }
}

async function identify(
  file: RemoteFile,
  { firstUses, policy }: Pick<DownloadParts, 'firstUses' | 'policy'>,
): Promise<{ sha256: string; sizeBytes: number | null } | null> {
  if (file.sha256 !== null) return { sha256: file.sha256, sizeBytes: file.sizeBytes };
  const recalled = await firstUses.recall(file.url, policy.nowMs());
  // what cannot be recalled is fetched again
  if (!recalled.ok || !recalled.value) return null;
  const isOther = file.sizeBytes !== null && file.sizeBytes !== recalled.value.sizeBytes;
  return isOther ? null : recalled.value;
}
