import * as v from 'valibot';
import {
  appendEntry,
  eraseConversation,
  verifyChain,
  type ChainNote,
  type ChainProblem,
} from '../safety/audit/chain.ts';
import { entrySchema, type AuditEntry, type AuditEvent } from '../safety/audit/entry.ts';
import { toJsonLines } from '../safety/audit/json-lines.ts';
import { expire } from '../safety/audit/retention.ts';
import { createAuditStore, type AuditStore } from '../storage/audit/audit-store.ts';
import type { LogBounds } from '../storage/audit/chain-rules.ts';

/** What is wrong with a log: with its chain, or that what was noted about its ends is lost. */
export type AuditFault = ChainProblem | { type: 'lost-bounds' };

export type AuditCheck =
  | { type: 'intact'; count: number; notes: readonly ChainNote[] }
  | { type: 'broken'; fault: AuditFault };

/** One line of the log, or null where it cannot be read. */
export type AuditRow = AuditEntry | null;

/** The store of this browser, with the rules of the safety module. */
export function openAuditStore(): AuditStore<AuditEvent, AuditCheck> {
  return createAuditStore({
    appendEntry,
    eraseConversation,
    expire,
    toJsonLines,
    check: checkLog,
  });
}

function checkLog(entries: readonly unknown[], bounds: LogBounds | null): AuditCheck {
  // without a note of the last entry nobody can tell whether newer ones were there
  if (!bounds && entries.length > 0) return { type: 'broken', fault: { type: 'lost-bounds' } };
  const checked = verifyChain(entries, {
    ...(bounds?.start ? { start: bounds.start } : {}),
    ...(bounds ? { end: bounds.last } : {}),
  });
  return checked.ok
    ? { type: 'intact', count: entries.length, notes: checked.value.notes }
    : { type: 'broken', fault: checked.error };
}

/** A stored entry as it is shown. */
export function readRow(stored: unknown): AuditRow {
  return v.is(entrySchema, stored) ? stored : null;
}
