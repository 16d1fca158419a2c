import * as v from 'valibot';
import { err, ok, type Result } from '../../src/domain/result.ts';
import { unsupported } from './unsupported.ts';

/** The list of a very large model has some megabytes. */
export const MOST_JSON_BYTES = 20_000_000;

/** Reads a JSON document that may be hostile. `path` names it in errors. Error: `model-unsupported`. */
export function parseJson<T>(
  path: string,
  bytes: Uint8Array,
  schema: v.GenericSchema<unknown, T>,
): Result<T> {
  const parsed = parse(bytes);
  if (!parsed.ok) return err(unsupported(`${path} is not JSON`));
  const checked = v.safeParse(schema, parsed.value, { abortEarly: true });
  if (checked.success) return ok(checked.output);
  const [issue] = checked.issues;
  return err(unsupported(`${path}: ${v.getDotPath(issue) ?? 'it'}: ${issue.message}`));
}

function parse(bytes: Uint8Array): Result<unknown, null> {
  try {
    return ok(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch {
    return err(null);
  }
}
