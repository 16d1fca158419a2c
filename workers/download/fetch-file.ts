import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { toAppError } from '../../src/domain/app-error.ts';
import type { ModelFile } from '../../src/domain/catalogue.ts';
import { err, ok, type Result } from '../../src/domain/result.ts';

export interface FetchFileRequest {
  modelId: string;
  file: ModelFile;
  url: string;
  signal: AbortSignal;
  /** Called with the bytes of this file that have arrived so far. */
  onReceived: (receivedBytes: number) => void;
}

/**
 * Fetches one file into memory and hashes it as it arrives. The result is ok only if length and SHA-256 are the locked
 * ones, so that whatever is stored has been verified. The buffer is allocated at the locked size: a host cannot make
 * this worker allocate more than the lock file says.
 */
export async function fetchFile(
  request: FetchFileRequest,
): Promise<Result<Uint8Array<ArrayBuffer>>> {
  const { file, modelId, signal } = request;
  const failed = (status: number | null, detail: string) =>
    err({ type: 'download-failed', path: file.path, status, detail } as const);
  const mismatch = err({
    type: 'integrity-mismatch',
    modelId,
    path: file.path,
    stage: 'download',
  } as const);

  try {
    const response = await fetch(request.url, { signal, cache: 'no-store', credentials: 'omit' });
    if (!response.ok || !response.body) return failed(response.status, response.statusText);
    const bytes = new Uint8Array(file.sizeBytes);
    const hash = sha256.create();
    let received = 0;
    // a reader rather than `for await`: Safari cannot iterate a stream
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (received + value.byteLength > file.sizeBytes) {
        await reader.cancel();
        return mismatch;
      }
      bytes.set(value, received);
      hash.update(value);
      received += value.byteLength;
      request.onReceived(received);
    }
    if (received < file.sizeBytes) return failed(response.status, 'the connection ended early');
    return bytesToHex(hash.digest()) === file.sha256 ? ok(bytes) : mismatch;
  } catch (thrown) {
    const error = toAppError(thrown);
    if (error.type === 'aborted') return err(error);
    return failed(null, error.type === 'unknown' ? error.detail : error.type);
  }
}
