import * as v from 'valibot';
import { err, ok, type Result } from '../../domain/result.ts';
import { hashJson, hashText } from '../policy/canonical-json.ts';
import { describeFault, entrySchema, type AuditEntry, type AuditEvent } from './entry.ts';

/** An entry as the chain sees it: what the entry after it is linked to. */
export interface ChainPoint {
  index: number;
  hash: string;
}

/** What the first entry of all is linked to. */
export const GENESIS: ChainPoint = { index: -1, hash: '0'.repeat(64) };

/** What is wrong with a chain. `position` counts the given entries from 0; `index` is what the log calls them. */
export type ChainProblem =
  | { type: 'malformed'; position: number; detail: string }
  | { type: 'index-gap'; position: number; expected: number; found: number }
  | { type: 'broken-link'; position: number; index: number }
  | { type: 'wrong-hash'; position: number; index: number }
  | { type: 'wrong-text'; position: number; index: number }
  | { type: 'wrong-end'; expected: ChainPoint; found: ChainPoint };

/** What is unusual, but no sign of an edit: the clock of the device was set back by `byMs`. */
export interface ChainNote {
  type: 'time-backwards';
  position: number;
  index: number;
  byMs: number;
}

/** What the entry after `entry` is linked to. */
export function pointOf(entry: AuditEntry): ChainPoint {
  return { index: entry.record.index, hash: entry.hash };
}

/**
 * The entry for `event`, linked to `last`: the newest entry, the checkpoint if all have expired, or `null` in a new log.
 * `salt` is 16 fresh random bytes in lower-case hexadecimal. `text` is stored only with `keepText`, its salted hash always.
 * @throws RangeError if the event or the salt is malformed, which is a fault of the caller.
 */
export function appendEntry(
  last: AuditEntry | ChainPoint | null,
  event: AuditEvent,
  text: string,
  { salt, keepText }: { salt: string; keepText: boolean },
): AuditEntry {
  const before = last === null ? GENESIS : 'record' in last ? pointOf(last) : last;
  const record = {
    ...event,
    index: before.index + 1,
    previousHash: before.hash,
    textHash: hashText(salt + text),
  };
  const sealed = { salt, text: keepText ? text : null };
  const parsed = v.safeParse(entrySchema, { record, hash: hashJson(record), sealed });
  if (!parsed.success) throw new RangeError(describeFault(parsed.issues[0]));
  return parsed.output;
}

/**
 * Checks every entry, the links between them, and every text that is still there. `start` is the checkpoint that expired
 * entries left, the beginning of the log if absent. A chain cannot tell that its newest entries were cut off, nor that it was
 * written anew as a whole: for this, give as `end` the point of the newest entry, kept in another place.
 * The error is the first problem.
 */
export function verifyChain(
  entries: readonly unknown[],
  { start = GENESIS, end }: { start?: ChainPoint; end?: ChainPoint } = {},
): Result<{ end: ChainPoint; notes: readonly ChainNote[] }, ChainProblem> {
  const notes: ChainNote[] = [];
  let before = start;
  let timeBefore = 0;
  for (const [position, value] of entries.entries()) {
    const parsed = v.safeParse(entrySchema, value);
    if (!parsed.success) {
      return err({ type: 'malformed', position, detail: describeFault(parsed.issues[0]) });
    }
    const problem = findProblem(parsed.output, position, before);
    if (problem) return err(problem);
    const { index, time } = parsed.output.record;
    if (time < timeBefore) {
      notes.push({ type: 'time-backwards', position, index, byMs: timeBefore - time });
    }
    before = pointOf(parsed.output);
    timeBefore = time;
  }
  if (end && (end.index !== before.index || end.hash !== before.hash)) {
    return err({ type: 'wrong-end', expected: end, found: before });
  }
  return ok({ end: before, notes });
}

function findProblem(
  { record, hash, sealed }: AuditEntry,
  position: number,
  before: ChainPoint,
): ChainProblem | null {
  const { index } = record;
  const expected = before.index + 1;
  if (index !== expected) return { type: 'index-gap', position, expected, found: index };
  if (record.previousHash !== before.hash) return { type: 'broken-link', position, index };
  if (hash !== hashJson(record)) return { type: 'wrong-hash', position, index };
  if (sealed && sealed.text !== null && record.textHash !== hashText(sealed.salt + sealed.text)) {
    return { type: 'wrong-text', position, index };
  }
  return null;
}

/**
 * The entries without text and salt where they belong to the conversation. What stays of the text is a hash with 128 unknown
 * bits, which nobody can guess at; the chain verifies as before.
 */
export function eraseConversation(
  entries: readonly AuditEntry[],
  conversationId: string,
): readonly AuditEntry[] {
  return entries.map((entry) =>
    entry.record.conversationId === conversationId ? { ...entry, sealed: null } : entry,
  );
}
