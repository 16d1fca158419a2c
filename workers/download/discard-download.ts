import type { ModelFile } from '../../src/domain/catalogue.ts';
import type { RemoteFile } from '../../src/domain/remote-model.ts';
import { ok, type Result } from '../../src/domain/result.ts';
import type { DownloadParts } from './download-model.ts';

/**
 * Removes the parts of files, and forgets which bytes were trusted on first use. Those files are named in the reply,
 * because their hashes are known nowhere else. Errors: those of a part store.
 */
export async function discardDownload(
  files: readonly RemoteFile[],
  { parts, firstUses, policy }: Pick<DownloadParts, 'parts' | 'firstUses' | 'policy'>,
): Promise<Result<readonly ModelFile[]>> {
  const orphans: ModelFile[] = [];
  for (const { path, url, sha256 } of files) {
    const removed = await parts.remove(url);
    if (!removed.ok) return removed;
    if (sha256 !== null) continue;
    const recalled = await firstUses.recall(url, policy.nowMs());
    if (!recalled.ok) return recalled;
    if (!recalled.value) continue;
    orphans.push({ path, sizeBytes: recalled.value.sizeBytes, sha256: recalled.value.sha256 });
    const forgotten = await firstUses.forget(url);
    if (!forgotten.ok) return forgotten;
  }
  return ok(orphans);
}
