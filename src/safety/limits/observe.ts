import { checkTime, type ClockTime, type LimitEvent, type LimitState } from './state.ts';

/** Tabs that are remembered; one more and the longest unseen falls back to the wall clock. */
const MOST_SESSIONS = 16;

/**
 * The state at `time`. How much time has passed since it was last observed:
 *
 * - The session that observed it last trusts the monotonic clock only: setting the clock of the device does nothing.
 * - A session that had observed it before, but not last, takes what the wall clock says has passed since, and never more
 *   than its monotonic clock says has passed since its own last look.
 * - A session that is new (the page was reloaded, or is open in another tab) has only the wall clock. Time passes once this
 *   is above the highest that was ever seen. So setting it back never shortens a wait, nor does a jump that some session saw
 *   while it was open; nor can the same jump be used twice. A clock set forward while no page was looking cannot be told
 *   from time that passed.
 *
 * What somebody did cannot be later than now: where other sessions ran ahead, as after such a jump, their events and they
 * themselves are moved to now. So no wait is longer than the policy's full length, however wrong a clock was. While the clock
 * stands before the highest time seen, waits pass by the time that a page is open.
 *
 * Store the result also when a wait has not ended, and best each time a page is shown or hidden: time that nobody saw pass
 * is time by the wall clock.
 * @throws RangeError if `time` is malformed.
 */
export function observe(state: LimitState, time: ClockTime): LimitState {
  checkTime(time);
  const nowMs = passedTime(state, time);
  const highestWallMs = Math.max(state.highestWallMs, time.wallMs);
  return {
    timeMs: nowMs,
    aheadMs: time.wallMs - nowMs,
    highestWallMs,
    mostAheadMs: Math.max(state.mostAheadMs, highestWallMs - nowMs),
    lastSessionId: time.sessionId,
    sessions: moveSessions(state, time, nowMs),
    admitted: moveEvents(state.admitted, nowMs),
    blocks: moveEvents(state.blocks, nowMs),
    coolDownFromMs: earlier(state.coolDownFromMs, nowMs),
    usedUpAtMs: earlier(state.usedUpAtMs, nowMs),
  };
}

function passedTime(state: LimitState, { wallMs, monotonicMs, sessionId }: ClockTime): number {
  const known = state.sessions.find(({ id }) => id === sessionId);
  if (!known) return Math.max(state.timeMs, wallMs - state.mostAheadMs);
  const byOwnClock = monotonicMs + known.offsetMs;
  if (state.lastSessionId === sessionId) return byOwnClock;
  return Math.min(byOwnClock, Math.max(state.timeMs, wallMs - state.aheadMs));
}

function moveSessions(
  { sessions }: LimitState,
  { monotonicMs, sessionId }: ClockTime,
  nowMs: number,
): LimitState['sessions'] {
  const others = sessions
    .filter(({ id }) => id !== sessionId)
    .map((other) => ({
      ...other,
      offsetMs: Math.min(other.offsetMs, nowMs - other.monotonicMs),
    }))
    .sort((a, b) => b.monotonicMs + b.offsetMs - a.monotonicMs - a.offsetMs || byId(a, b))
    .slice(0, MOST_SESSIONS - 1);
  return [...others, { id: sessionId, monotonicMs, offsetMs: nowMs - monotonicMs }].sort(byId);
}

function moveEvents(events: readonly LimitEvent[], nowMs: number): LimitEvent[] {
  return events.map(({ id, timeMs }) => ({ id, timeMs: Math.min(timeMs, nowMs) }));
}

function earlier(timeMs: number | null, nowMs: number): number | null {
  return timeMs === null ? null : Math.min(timeMs, nowMs);
}

/** Code unit order, the same in every locale. */
export function byId(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : Number(a.id > b.id);
}
