import { toAppError } from '../../src/domain/app-error.ts';
import { err, ok, type Result } from '../../src/domain/result.ts';

const POLICY_FILE = 'mamori.policy.json';
/** Larger files are refused: a policy is some kilobytes. */
const MOST_BYTES = 2_000_000;
/** Nothing can be said before the answer: a site that is silent for so long counts as out of reach. Milliseconds. */
const TIMEOUT_MS = 8_000;

/**
 * Reads the deployer's policy from beside `index.html`. Null says that this site has none; that is only believed where the
 * server itself says so (204, 404 or 410, or the app's own page, as hosts do that answer every address with it). Everything else
 * is an error, also no answer within `timeoutMs`: a network fault must not unlock what a deployer has locked.
 */
export async function readPolicy(
  baseUrl: string,
  signal: AbortSignal,
  timeoutMs = TIMEOUT_MS,
): Promise<Result<string | null>> {
  const deadline = AbortSignal.timeout(timeoutMs);
  const failed = (status: number | null, detail: string) =>
    err({ type: 'download-failed', path: POLICY_FILE, status, detail } as const);
  try {
    const response = await fetch(new URL(POLICY_FILE, baseUrl), {
      signal: AbortSignal.any([signal, deadline]),
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
    });
    if ([204, 404, 410].includes(response.status)) return ok(null);
    if (!response.ok) return failed(response.status, response.statusText);
    const text = await response.text();
    if (text.length > MOST_BYTES) return failed(response.status, 'the file is too large');
    const isPage = (response.headers.get('content-type') ?? '').includes('html');
    return ok(isPage && text.trimStart().startsWith('<') ? null : text);
  } catch (thrown) {
    if (deadline.aborted) return err({ type: 'timed-out', afterMs: timeoutMs });
    const error = toAppError(thrown);
    return failed(null, error.type === 'unknown' ? error.detail : error.type);
  }
}
