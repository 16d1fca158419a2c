import type { AppError } from '../../src/domain/app-error.ts';
import type { RemoteFile } from '../../src/domain/remote-model.ts';
import { err, ok, type Result } from '../../src/domain/result.ts';
import type { PartStore } from '../../src/storage/weights/part-store.ts';
import { attemptFetch, downloadFailed, type Outcome, type ResumeWay } from './attempt-fetch.ts';
import { MOST_FILE_BYTES } from './model-manifest.ts';
import { retryDelayMs, type NetworkPolicy } from './network-policy.ts';
import { isPage, PAGE_HEAD_BYTES } from './page-check.ts';
import { PartialFile } from './partial-file.ts';

/** Only configuration, tokenizers and libraries come without a size, and they are small. */
const MOST_UNSIZED_BYTES = 256 * 1024 ** 2;

export interface RetryWait {
  inMs: number;
  /** Failures in a row, from 1. */
  attempt: number;
}

export interface FetchFileRequest {
  modelId: string;
  file: RemoteFile;
  /** Null for what is not worth going on with after a reload. */
  parts: PartStore | null;
  policy: NetworkPolicy;
  signal: AbortSignal;
  /** Holds for a file of unknown size only. */
  mostBytes?: number;
  /** Called with the bytes of this file that have arrived so far; fewer than before if it had to start anew. */
  onReceived?: (receivedBytes: number) => void;
  /** Called when a wait begins, and with null when it is over. */
  onRetry?: (wait: RetryWait | null) => void;
}

export interface FetchedFile {
  bytes: Uint8Array<ArrayBuffer>;
  sha256: string;
  /** The response's `Link` header. */
  link: string | null;
  /** Removes the parts that have been stored on the way; to be called when the whole file is stored. */
  discardParts: () => Promise<void>;
}

/**
 * Fetches one file into memory and hashes it as it arrives. It is ok only if length and SHA-256 are those that are known
 * beforehand. A broken connection is taken up where it broke, a wrong file is fetched once more. Errors:
 * `download-failed`, `integrity-mismatch`, `quota-exceeded`, `out-of-memory`, `aborted`.
 */
export async function fetchFile(request: FetchFileRequest): Promise<Result<FetchedFile>> {
  const { policy, signal } = request;
  const opened = await open(request);
  if (!opened.ok) return opened;
  const partial = opened.value;
  let mostReceived = partial.length;
  let failures = 0;
  let unanswered = 0;
  let isSecondTry = false;

  for (;;) {
    request.onReceived?.(partial.length);
    const way = chooseWay(unanswered, failures === policy.attempts - 1);
    const onReceived = request.onReceived ?? (() => undefined);
    const attempt = await attemptFetch({ partial, way, policy, signal, onReceived });
    const outcome = attempt.type === 'ended' ? verify(partial, attempt) : attempt;
    if (signal.aborted) return err({ type: 'aborted' });
    switch (outcome.type) {
      case 'ended':
        return ok({
          bytes: partial.take(),
          sha256: partial.digest(),
          link: outcome.link,
          discardParts: () => partial.discardParts(),
        });
      case 'failed':
        return err(outcome.error);
      case 'anew':
        await partial.reset();
        break;
      case 'wrong':
        await partial.reset();
        if (isSecondTry) return err(wrongFile(request, outcome.detail));
        isSecondTry = true;
        break;
      case 'interrupted': {
        // a host that always breaks at the same byte brings nothing new, however often it starts
        if (partial.length > mostReceived) failures = 0;
        mostReceived = Math.max(mostReceived, partial.length);
        failures += 1;
        unanswered = outcome.answered ? 0 : unanswered + 1;
        if (failures >= policy.attempts) return err(outcome.error);
        const inMs = retryDelayMs(policy, failures, outcome.retryAfter);
        request.onRetry?.({ inMs, attempt: failures });
        await policy.sleep(inMs, signal);
        request.onRetry?.(null);
        break;
      }
    }
  }
}

async function open({ file, parts, mostBytes }: FetchFileRequest): Promise<Result<PartialFile>> {
  if ((file.sizeBytes ?? 0) > MOST_FILE_BYTES) {
    return err(downloadFailed(file.path, null, `larger than ${MOST_FILE_BYTES} bytes`));
  }
  try {
    const partial = new PartialFile(file, parts, mostBytes ?? MOST_UNSIZED_BYTES);
    await partial.restore();
    return ok(partial);
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    return err({ type: 'out-of-memory', detail: `${file.path}: ${thrown.message}` });
  }
}

/** After requests without any answer it may be that the host refuses the question itself, so a plainer one is put. */
function chooseWay(unanswered: number, isLast: boolean): ResumeWay {
  if (unanswered === 0) return 'guarded';
  return isLast ? 'whole' : 'bare';
}

function verify(partial: PartialFile, ended: Outcome & { type: 'ended' }): Outcome {
  const { file } = partial;
  if (isPage(file.path, null, partial.head(PAGE_HEAD_BYTES))) {
    return { type: 'wrong', detail: 'a page came in place of the file' };
  }
  const isShort = file.sizeBytes === null ? partial.length === 0 : partial.length < file.sizeBytes;
  if (isShort && file.sizeBytes !== 0) {
    const error = downloadFailed(file.path, ended.status, 'the connection ended early');
    return { type: 'interrupted', error, retryAfter: null, answered: true };
  }
  if (file.sha256 !== null && partial.digest() !== file.sha256) {
    return { type: 'wrong', detail: 'another hash' };
  }
  return ended;
}

function wrongFile({ modelId, file }: FetchFileRequest, detail: string): AppError {
  return file.sha256 === null
    ? downloadFailed(file.path, null, detail)
    : { type: 'integrity-mismatch', modelId, path: file.path, stage: 'download' };
}
