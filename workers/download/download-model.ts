import { toAppError } from '../../src/domain/app-error.ts';
import type { ModelFile } from '../../src/domain/catalogue.ts';
import type { RemoteFile } from '../../src/domain/remote-model.ts';
import { err, ok, type Result } from '../../src/domain/result.ts';
import type { DownloadProgress } from '../../src/protocol/download-contract.ts';
import type { FirstUseStore } from '../../src/storage/weights/first-use-store.ts';
import type { PartStore } from '../../src/storage/weights/part-store.ts';
import type { WeightStore } from '../../src/storage/weights/weight-store.ts';
import { fetchAndStore } from './fetch-and-store.ts';
import { findStored } from './find-stored.ts';
import { withModelLock, type Locks } from './model-lock.ts';
import type { NetworkPolicy } from './network-policy.ts';
import { ProgressReport } from './progress-report.ts';
import { runTogether, type Task } from './run-together.ts';

/** Where downloads go, and how patient they are. */
export interface DownloadParts {
  store: WeightStore;
  parts: PartStore;
  firstUses: FirstUseStore;
  locks: Locks | null;
  policy: NetworkPolicy;
}

export interface DownloadModelRequest {
  modelId: string;
  files: readonly RemoteFile[];
  signal: AbortSignal;
  onProgress: (progress: DownloadProgress) => void;
}

/**
 * Brings every missing file of a model into the store, small files first, so that a wrong configuration is noticed before
 * the weights. A file that is already there is counted, not fetched. Only one tab at a time does this for a model; another
 * waits and then finds the files. Errors: those of `fetchFile`, `quota-exceeded` with the bytes that are still missing,
 * and `storage-unavailable`.
 */
export async function downloadModel(
  request: DownloadModelRequest,
  parts: DownloadParts,
): Promise<Result<readonly ModelFile[]>> {
  const { modelId, signal } = request;
  const report = new ProgressReport(request.files, request.onProgress);
  const onWaiting = (isWaiting: boolean): void => report.setWaiting(isWaiting);
  try {
    return await withModelLock({ locks: parts.locks, modelId, signal, onWaiting }, () =>
      downloadMissing(request, parts, report),
    );
  } catch (thrown) {
    return err(signal.aborted ? { type: 'aborted' } : toAppError(thrown));
  } finally {
    report.end();
  }
}

async function downloadMissing(
  { modelId, files, signal }: DownloadModelRequest,
  parts: DownloadParts,
  report: ProgressReport,
): Promise<Result<readonly ModelFile[]>> {
  const stored = await findStored(files, parts);
  if (!stored.ok) return stored;
  const done = stored.value;
  for (const [file, { sizeBytes }] of done) report.setStored(file, sizeBytes);

  const tasks = files
    .filter((file) => !done.has(file))
    .sort((a, b) => (a.sizeBytes ?? 0) - (b.sizeBytes ?? 0))
    .map((file): Task => {
      const run = async (shared: AbortSignal): Promise<Result<null>> => {
        const kept = await fetchAndStore({ modelId, file, signal: shared, report }, parts);
        if (!kept.ok) return kept;
        done.set(file, kept.value);
        report.setStored(file, kept.value.sizeBytes);
        return ok(null);
      };
      return { sizeBytes: file.sizeBytes ?? 0, run };
    });
  const fetched = await runTogether(tasks, signal);
  if (!fetched.ok) {
    if (fetched.error.type !== 'quota-exceeded') return fetched;
    return err({ type: 'quota-exceeded', neededBytes: sumMissing(files, done) });
  }
  const firstUses = files.filter(({ sha256 }) => sha256 === null).map(({ url }) => url);
  // if that fails, the files are found by their addresses for longer than they should be
  if (firstUses.length > 0) await parts.firstUses.complete(firstUses, parts.policy.nowMs());
  return ok(files.flatMap((file) => done.get(file) ?? []));
}

function sumMissing(
  files: readonly RemoteFile[],
  done: ReadonlyMap<RemoteFile, ModelFile>,
): number | null {
  let missing = 0;
  for (const file of files) {
    if (done.has(file)) continue;
    if (file.sizeBytes === null) return null;
    missing += file.sizeBytes;
  }
  return missing;
}
