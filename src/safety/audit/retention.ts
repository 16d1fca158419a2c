import { GENESIS, pointOf, type ChainPoint } from './chain.ts';
import type { AuditEntry } from './entry.ts';

const DAY_MS = 86_400_000;

/**
 * The entries without those at the front that are older than `retentionDays`, and the `start` that the rest verifies
 * against; `start` given is that of `entries`. Entries leave from the front only, so one that is still young keeps those
 * behind it. One that is dated after `nowMs` has a wrong date and goes with the next entry whose date can be right:
 * otherwise a clock that was once far ahead would stop the log from ever expiring.
 */
export function expire(
  entries: readonly AuditEntry[],
  {
    retentionDays,
    nowMs,
    start = GENESIS,
  }: { retentionDays: number; nowMs: number; start?: ChainPoint },
): { entries: readonly AuditEntry[]; start: ChainPoint } {
  const oldest = nowMs - retentionDays * DAY_MS;
  const firstYoung = entries.findIndex(
    ({ record }) => record.time >= oldest && record.time <= nowMs,
  );
  const candidates = firstYoung === -1 ? entries : entries.slice(0, firstYoung);
  const lastOld = candidates.findLastIndex(({ record }) => record.time < oldest);
  const newest = entries[lastOld];
  if (!newest) return { entries, start };
  return { entries: entries.slice(lastOld + 1), start: pointOf(newest) };
}
