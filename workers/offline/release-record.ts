/** Which release is served, as it is remembered between the worker's lives. */
export interface ReleaseRecord {
  currentId: string;
  /** What was served before, for as long as it may be needed again. */
  previousId: string | null;
  /** Whether a page of the current release has ever started. */
  isConfirmed: boolean;
  /** Starts of the current release from which no page has reported. */
  openStarts: number;
  /** When the first of them was, in milliseconds since the epoch. */
  firstStartAt: number;
}

/** A start that fails is tried again by the person; after the second time there is no hope in a third. */
const MOST_OPEN_STARTS = 2;
/** Several tabs that are reloaded together are no failures: a page on a slow device starts within seconds. */
const START_TIMEOUT_MS = 5_000;

/** The record after a release took over. The one that it replaces is kept until the new one has shown that it works. */
export function takeOver(before: ReleaseRecord | null, id: string): ReleaseRecord {
  if (before?.currentId === id) return before;
  // a release that never started is nothing to go back to
  const previousId =
    before?.isConfirmed === false ? before.previousId : (before?.currentId ?? null);
  return { currentId: id, previousId, isConfirmed: false, openStarts: 0, firstStartAt: 0 };
}

/** The record after one more start of a page. A release that does not start gives way to the one before it. */
export function noteStart(record: ReleaseRecord, nowMs: number): ReleaseRecord {
  if (record.isConfirmed) return record;
  const waitedMs = nowMs - record.firstStartAt;
  // a clock that was set back proves nothing
  const isLate = waitedMs > START_TIMEOUT_MS || waitedMs < 0;
  if (record.previousId !== null && record.openStarts >= MOST_OPEN_STARTS && isLate) {
    return {
      currentId: record.previousId,
      previousId: null,
      isConfirmed: true,
      openStarts: 0,
      firstStartAt: 0,
    };
  }
  return {
    ...record,
    openStarts: record.openStarts + 1,
    firstStartAt: record.openStarts === 0 ? nowMs : record.firstStartAt,
  };
}

/** The record after a page has reported that it started; what was served before is no longer needed. */
export function confirm(record: ReleaseRecord): ReleaseRecord {
  return { ...record, previousId: null, isConfirmed: true };
}
