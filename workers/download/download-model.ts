import { toStorageError } from '../../src/domain/app-error.ts';
import { sumBytes, type ModelFile } from '../../src/domain/catalogue.ts';
import { err, ok, type Result } from '../../src/domain/result.ts';
import type { DownloadProgress } from '../../src/protocol/download-contract.ts';
import type { WeightStore } from '../../src/storage/weights/weight-store.ts';
import { fetchFile } from './fetch-file.ts';

/** Enough for a smooth bar; every report is a message to the page. */
const PROGRESS_INTERVAL_MS = 100;

export interface DownloadModelRequest {
  modelId: string;
  files: readonly ModelFile[];
  /** Absolute address of the model's folder, ending in a slash. */
  baseUrl: string;
  store: WeightStore;
  signal: AbortSignal;
  onProgress: (progress: DownloadProgress) => void;
}

/**
 * Brings every missing file of a model into the store, one after the other: small files first, so that a wrong
 * configuration is noticed before the weights. A file that is already there is counted, not fetched: that is how a
 * cancelled or broken download goes on.
 */
export async function downloadModel(request: DownloadModelRequest): Promise<Result<null>> {
  const { modelId, files, store, signal } = request;
  const totalBytes = sumBytes(files);
  let doneBytes = 0;
  let lastReport = 0;
  const report = (receivedBytes: number, always: boolean): void => {
    const now = performance.now();
    if (!always && now - lastReport < PROGRESS_INTERVAL_MS) return;
    lastReport = now;
    request.onProgress({ receivedBytes, totalBytes });
  };

  try {
    const stored = await store.list();
    const bySize = [...files].sort((a, b) => a.sizeBytes - b.sizeBytes);
    for (const file of bySize) {
      if (signal.aborted) return err({ type: 'aborted' });
      if (!stored.has(file.sha256)) {
        const url = new URL(file.path, request.baseUrl).href;
        const onReceived = (bytes: number): void => report(doneBytes + bytes, false);
        const fetched = await fetchFile({ modelId, file, url, signal, onReceived });
        if (!fetched.ok) return fetched;
        await store.write(file.sha256, fetched.value);
        stored.add(file.sha256);
      }
      doneBytes += file.sizeBytes;
      report(doneBytes, true);
    }
    return ok(null);
  } catch (thrown) {
    // `fetchFile` returns its errors, so what is thrown here comes from the store
    const error = toStorageError(thrown);
    if (error.type !== 'quota-exceeded') return err(error);
    return err({ type: 'quota-exceeded', neededBytes: totalBytes - doneBytes });
  }
}
