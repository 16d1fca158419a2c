import { describe, type AppError } from '../../src/domain/app-error.ts';
import type { NetworkPolicy } from './network-policy.ts';
import { canResume, continues, strongEtag, versionOf } from './file-version.ts';
import { isPage } from './page-check.ts';
import type { PartialFile } from './partial-file.ts';
import { StallWatch } from './stall-watch.ts';

/** How one request for a file ended. */
export type Outcome =
  /** The body ended; it is not yet verified. `link` is the response's header of that name. */
  | { type: 'ended'; status: number; link: string | null }
  /** Trying again may help. `answered` tells whether there was any response. */
  | { type: 'interrupted'; error: AppError; retryAfter: string | null; answered: boolean }
  /** What came cannot be what was asked for. */
  | { type: 'wrong'; detail: string }
  /** The beginning is of no use for this host; from the first byte it may work at once. */
  | { type: 'anew' }
  | { type: 'failed'; error: AppError };

/**
 * How a beginning is gone on with. `If-Range` makes browsers ask the host for leave first, which some refuse; `bare` does
 * without. `whole` asks for the file from its first byte.
 */
export type ResumeWay = 'guarded' | 'bare' | 'whole';

export interface AttemptRequest {
  partial: PartialFile;
  way: ResumeWay;
  policy: NetworkPolicy;
  signal: AbortSignal;
  /** Called with the bytes of this file that have arrived so far. */
  onReceived: (receivedBytes: number) => void;
}

/** Statuses that pass; so do those from 500 on. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429]);

/** Makes one request for what is missing of a file and takes in what comes. Never rejects. */
export async function attemptFetch(request: AttemptRequest): Promise<Outcome> {
  const { partial, signal, policy } = request;
  const watch = new StallWatch(policy.stallMs);
  let answered = false;
  try {
    watch.restart();
    const headers = rangeHeaders(partial, request.way);
    const response = await fetch(partial.file.url, {
      headers,
      signal: AbortSignal.any([signal, watch.signal]),
      cache: 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
    });
    answered = true;
    const refusal = judge(response, partial, 'Range' in headers);
    if (refusal) {
      response.body?.cancel().catch(() => undefined);
      return refusal;
    }
    if (response.status !== 206) await partial.begin(versionOf(response));
    return await receive(response, request, watch);
  } catch (thrown) {
    if (signal.aborted) return { type: 'failed', error: { type: 'aborted' } };
    if (thrown instanceof RangeError) {
      const error = { type: 'out-of-memory', detail: describe(thrown) } as const;
      return { type: 'failed', error };
    }
    const silent = `no byte for ${policy.stallMs} ms`;
    const detail = watch.signal.aborted ? silent : describe(thrown);
    // the last byte may have come before the connection broke
    if (answered && partial.length === partial.file.sizeBytes) {
      return { type: 'ended', status: 200, link: null };
    }
    return interrupted(partial, null, detail, null, answered);
  } finally {
    watch.pause();
  }
}

function rangeHeaders(partial: PartialFile, way: ResumeWay): Record<string, string> {
  const { length, file, version } = partial;
  if (way === 'whole' || length === 0 || !canResume(file, version)) return {};
  const etag = way === 'guarded' ? strongEtag(version) : null;
  return { Range: `bytes=${length}-`, ...(etag === null ? {} : { 'If-Range': etag }) };
}

/** Why a response is not taken in, or null if it is. */
function judge(response: Response, partial: PartialFile, ranged: boolean): Outcome | null {
  const { status, headers } = response;
  const { file, version, length } = partial;
  if (status === 416 && ranged) return { type: 'anew' };
  if (PASSING.has(status) || status >= 500) {
    return interrupted(partial, status, response.statusText, headers.get('retry-after'), true);
  }
  if (status === 206 && ranged) {
    return continues(response, file, version, length) ? null : { type: 'anew' };
  }
  if (status !== 200 || !response.body) {
    const detail = response.statusText || 'not the whole file';
    return { type: 'failed', error: downloadFailed(file.path, status, detail) };
  }
  return isPage(file.path, headers.get('content-type'), new Uint8Array())
    ? { type: 'wrong', detail: 'a page came in place of the file' }
    : null;
}

async function receive(
  response: Response,
  { partial, onReceived }: AttemptRequest,
  watch: StallWatch,
): Promise<Outcome> {
  const { file } = partial;
  // a reader rather than `for await`: Safari cannot iterate a stream
  const reader = response.body?.getReader();
  while (reader) {
    watch.restart();
    const { done, value } = await reader.read();
    watch.pause();
    if (done) break;
    const appended = await partial.append(value);
    if (appended === 'kept') {
      onReceived(partial.length);
      continue;
    }
    reader.cancel().catch(() => undefined);
    if (appended === 'disk-full') {
      return { type: 'failed', error: { type: 'quota-exceeded', neededBytes: null } };
    }
    const detail = `longer than ${file.sizeBytes ?? partial.length} bytes`;
    if (file.sizeBytes !== null) return { type: 'wrong', detail };
    return { type: 'failed', error: downloadFailed(file.path, response.status, detail) };
  }
  return { type: 'ended', status: response.status, link: response.headers.get('link') };
}

function interrupted(
  { file }: PartialFile,
  status: number | null,
  detail: string,
  retryAfter: string | null,
  answered: boolean,
): Outcome {
  const error = downloadFailed(file.path, status, detail);
  return { type: 'interrupted', error, retryAfter, answered };
}

export function downloadFailed(path: string, status: number | null, detail: string): AppError {
  return { type: 'download-failed', path, status, detail };
}
