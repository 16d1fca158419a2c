import * as v from 'valibot';

/** What of an entry the store relies on; what else is in it, the rules know. */
export interface StoredEntry {
  record: { index: number };
  hash: string;
}

const chainPoint = v.object({
  index: v.pipe(v.number(), v.safeInteger(), v.minValue(-1)),
  hash: v.string(),
});
/** An entry as the entry after it is linked to it. */
export type ChainPoint = v.InferOutput<typeof chainPoint>;

const logBounds = v.object({ start: v.nullable(chainPoint), last: chainPoint });
/** Kept beside the entries, since a chain alone cannot tell that entries at one of its ends are missing. */
export type LogBounds = v.InferOutput<typeof logBounds>;

/**
 * What entries are and how they are linked. The safety module knows; it is handed in because storage imports `domain` only.
 * Entries come as they were stored, so they may be damaged.
 */
export interface ChainRules<Event, Entry extends StoredEntry, Check> {
  /** @throws RangeError if the event is malformed. */
  appendEntry(
    last: ChainPoint | null,
    event: Event,
    text: string,
    options: { salt: string; keepText: boolean },
  ): Entry;
  /** `bounds` is null if they were lost or nothing was ever written. */
  check(entries: readonly unknown[], bounds: LogBounds | null): Check;
  eraseConversation(entries: readonly Entry[], conversationId: string): readonly Entry[];
  expire(
    entries: readonly Entry[],
    options: { retentionDays: number; nowMs: number },
  ): { entries: readonly Entry[]; start: ChainPoint };
  toJsonLines(entries: readonly Entry[]): string;
}

/** The bounds, or null if there are none that can be read. */
export function readBounds(stored: unknown): LogBounds | null {
  return v.is(logBounds, stored) ? stored : null;
}

/** What the entry after `entry` is linked to, or null if it is too damaged to say. */
export function readPoint(entry: StoredEntry | undefined): ChainPoint | null {
  const point = entry && { index: entry.record.index, hash: entry.hash };
  return v.is(chainPoint, point) ? point : null;
}
