import { byId } from './observe.ts';
import type { LimitEvent, LimitState } from './state.ts';

type Session = LimitState['sessions'][number];

/**
 * One state for two tabs that wrote at the same time: every event of both, and no more passed time than either knew of.
 * Commutative, associative and idempotent, so tabs may merge in any order and more than once. A session that both states
 * know or that neither knows waits at least as long as under either; one that only one state knows at least as long as under
 * that one, whose monotonic clock is the better witness. Store what `observe`, `admit` or `noteBlock` make of the result:
 * they bring it back to its size.
 */
export function mergeStates(a: LimitState, b: LimitState): LimitState {
  return {
    timeMs: Math.min(a.timeMs, b.timeMs),
    aheadMs: Math.max(a.aheadMs, b.aheadMs),
    highestWallMs: Math.max(a.highestWallMs, b.highestWallMs),
    mostAheadMs: Math.max(a.mostAheadMs, b.mostAheadMs),
    lastSessionId: a.lastSessionId === b.lastSessionId ? a.lastSessionId : null,
    sessions: joinById(a.sessions, b.sessions, joinSessions),
    admitted: joinById(a.admitted, b.admitted, joinEvents),
    blocks: joinById(a.blocks, b.blocks, joinEvents),
    coolDownFromMs: later(a.coolDownFromMs, b.coolDownFromMs),
    usedUpAtMs: later(a.usedUpAtMs, b.usedUpAtMs),
  };
}

function joinSessions(a: Session, b: Session): Session {
  return {
    id: a.id,
    monotonicMs: Math.max(a.monotonicMs, b.monotonicMs),
    offsetMs: Math.min(a.offsetMs, b.offsetMs),
  };
}

function joinEvents(a: LimitEvent, b: LimitEvent): LimitEvent {
  return { id: a.id, timeMs: Math.max(a.timeMs, b.timeMs) };
}

function later(a: number | null, b: number | null): number | null {
  if (a === null) return b;
  return b === null ? a : Math.max(a, b);
}

function joinById<T extends { id: string }>(
  a: readonly T[],
  b: readonly T[],
  join: (a: T, b: T) => T,
): T[] {
  const joined = new Map(a.map((item) => [item.id, item]));
  for (const item of b) {
    const known = joined.get(item.id);
    joined.set(item.id, known ? join(known, item) : item);
  }
  return [...joined.values()].sort(byId);
}
