import * as v from 'valibot';
import { err, ok, type Result } from '../../domain/result.ts';
import { toCanonicalJson } from '../policy/canonical-json.ts';
import { describeFault, entrySchema, type AuditEntry } from './entry.ts';

/** Why a line is no entry. `line` counts from 1; the message never quotes the line. */
export interface LineProblem {
  line: number;
  message: string;
}

/** One entry a line, as canonical JSON, each line ended by a line feed. */
export function toJsonLines(entries: readonly AuditEntry[]): string {
  return entries.map((entry) => `${toCanonicalJson(entry)}\n`).join('');
}

/**
 * Reads what `toJsonLines` wrote; the line feed at the end may be missing. A line has to be the canonical JSON of its entry
 * to the last byte, since what may be written in two ways may be edited unseen. Whether the chain holds is for `verifyChain`
 * to say. The error is that of the first line that has one.
 */
export function parseJsonLines(text: string): Result<readonly AuditEntry[], LineProblem> {
  if (text === '') return ok([]);
  const entries: AuditEntry[] = [];
  const body = text.endsWith('\n') ? text.slice(0, -1) : text;
  for (const [at, line] of body.split('\n').entries()) {
    const entry = parseLine(line);
    if (!entry.ok) return err({ line: at + 1, message: entry.error });
    entries.push(entry.value);
  }
  return ok(entries);
}

function parseLine(line: string): Result<AuditEntry, string> {
  if (line.trim() === '') return err('the line is empty');
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return err('the line is not JSON');
  }
  const parsed = v.safeParse(entrySchema, value);
  if (!parsed.success) return err(describeFault(parsed.issues[0]));
  if (toCanonicalJson(parsed.output) !== line) return err('the line is not canonical JSON');
  return ok(parsed.output);
}
