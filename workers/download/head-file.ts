import type { HostReader } from './fetch-json.ts';
import type { ListedFile } from './model-folder.ts';
import { isPage } from './page-check.ts';
import { versionOf } from './file-version.ts';

/**
 * Asks a host for a file's size without the file. `unknown` covers hosts that do not answer such questions. Never rejects.
 */
export async function headFile(
  url: string,
  path: string,
  { policy, signal }: HostReader,
): Promise<ListedFile | 'absent' | 'unknown'> {
  try {
    const response = await fetch(url, {
      method: 'HEAD',
      // asks for a range of all bytes, because browsers then forbid compression, which would give another length
      headers: { Range: 'bytes=0-' },
      signal: AbortSignal.any([signal, AbortSignal.timeout(policy.stallMs)]),
      cache: 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
    });
    if ([403, 404, 410].includes(response.status)) return 'absent';
    if (!response.ok) return 'unknown';
    if (isPage(path, response.headers.get('content-type'), new Uint8Array())) return 'absent';
    return { sizeBytes: versionOf(response).totalBytes, sha256: null };
  } catch {
    return 'unknown';
  }
}
