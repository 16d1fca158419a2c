import type { RemoteFile } from '../../src/domain/remote-model.ts';
import { ok, type Result } from '../../src/domain/result.ts';
import type { DownloadParts } from './download-model.ts';
import { findStored } from './find-stored.ts';

/**
 * At least how many bytes of a model an unfinished download has stored: whole files, and of files in parts the first part,
 * because counting all would mean reading them. Error: `storage-unavailable`.
 */
export async function measureDownload(
  files: readonly RemoteFile[],
  parts: Pick<DownloadParts, 'store' | 'firstUses' | 'policy' | 'parts'>,
): Promise<Result<number>> {
  const stored = await findStored(files, parts);
  if (!stored.ok) return stored;
  let bytes = 0;
  for (const file of files) {
    const whole = stored.value.get(file);
    if (whole) {
      bytes += whole.sizeBytes;
      continue;
    }
    const first = await parts.parts.read(file, 0);
    if (first.ok && first.value) bytes += first.value.bytes.byteLength;
  }
  return ok(bytes);
}
