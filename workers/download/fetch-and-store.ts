import { toStorageError } from '../../src/domain/app-error.ts';
import type { ModelFile } from '../../src/domain/catalogue.ts';
import type { RemoteFile } from '../../src/domain/remote-model.ts';
import { err, ok, type Result } from '../../src/domain/result.ts';
import type { DownloadParts } from './download-model.ts';
import { fetchFile, type FetchedFile } from './fetch-file.ts';
import type { ProgressReport } from './progress-report.ts';

export interface FetchAndStoreRequest {
  modelId: string;
  file: RemoteFile;
  signal: AbortSignal;
  report: ProgressReport;
}

/** Brings one file into the store, under the hash that it has. Errors: those of `fetchFile` and of a store. */
export async function fetchAndStore(
  { modelId, file, signal, report }: FetchAndStoreRequest,
  { store, parts, firstUses, policy }: DownloadParts,
): Promise<Result<ModelFile>> {
  const fetched = await fetchFile({
    modelId,
    file,
    parts,
    policy,
    signal,
    onReceived: (bytes) => report.setReceived(file, bytes),
    onRetry: (wait) => report.setRetry(file, wait),
  });
  if (!fetched.ok) return fetched;
  const { bytes, sha256 } = fetched.value;
  const kept = await keep(fetched.value, store);
  if (!kept.ok) return kept;
  await fetched.value.discardParts();
  const stored: ModelFile = { path: file.path, sizeBytes: bytes.byteLength, sha256 };
  // if that fails, the file is fetched again when the download is interrupted
  if (file.sha256 === null) await firstUses.remember(file.url, stored);
  return ok(stored);
}

async function keep(
  { bytes, sha256, discardParts }: FetchedFile,
  store: DownloadParts['store'],
): Promise<Result<null>> {
  for (let isSecondTry = false; ; isSecondTry = true) {
    try {
      await store.write(sha256, bytes);
      return ok(null);
    } catch (thrown) {
      const error = toStorageError(thrown);
      if (isSecondTry || error.type !== 'quota-exceeded') return err(error);
      // the parts take as much room as the file itself
      await discardParts();
    }
  }
}
