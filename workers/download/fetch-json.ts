import type * as v from 'valibot';
import { ok, type Result } from '../../src/domain/result.ts';
import { fetchFile } from './fetch-file.ts';
import type { NetworkPolicy } from './network-policy.ts';
import { MOST_JSON_BYTES, parseJson } from './parse-json.ts';

/** Somebody is waiting for the answer, so a host gets fewer chances than a download gives it. */
const ATTEMPTS = 3;

export interface HostReader {
  policy: NetworkPolicy;
  signal: AbortSignal;
}

export interface FetchedJson<T> {
  value: T;
  sizeBytes: number;
  /** The response's `Link` header. */
  link: string | null;
}

/**
 * Reads a JSON document of a host that may be hostile. `path` names it in errors. Errors: `download-failed` with the
 * status; `model-unsupported` if it is not what the schema says.
 */
export async function fetchJson<T>(
  path: string,
  url: string,
  schema: v.GenericSchema<unknown, T>,
  { policy, signal }: HostReader,
  attempts = ATTEMPTS,
): Promise<Result<FetchedJson<T>>> {
  const fetched = await fetchFile({
    modelId: '',
    file: { path, url, sizeBytes: null, sha256: null },
    parts: null,
    policy: { ...policy, attempts },
    signal,
    mostBytes: MOST_JSON_BYTES,
  });
  if (!fetched.ok) return fetched;
  const { bytes, link } = fetched.value;
  const parsed = parseJson(path, bytes, schema);
  return parsed.ok ? ok({ value: parsed.value, sizeBytes: bytes.byteLength, link }) : parsed;
}
