import { byId, observe } from './observe.ts';
import type { ClockTime, LimitEvent, LimitPolicy, LimitState } from './state.ts';

/** Whether a message may be sent now; `state` is to be stored in both cases. */
export type Admission =
  | { allowed: true; state: LimitState }
  | {
      allowed: false;
      state: LimitState;
      reason: 'rate-limit' | 'cool-down';
      /** Whole milliseconds, at least one, and never more than the policy's full length. */
      waitMs: number;
    };

/**
 * Asks for one message to be sent and counts it if it may be. Of two reasons to wait, the longer wait is told.
 * How time passes is said at `observe`.
 * @throws RangeError if `time` is malformed.
 */
export function admit(state: LimitState, policy: LimitPolicy, time: ClockTime): Admission {
  const seen = observe(state, time);
  const rateWaitMs = waitForRate(seen, policy);
  const coolDownWaitMs = waitForCoolDown(seen, policy);
  const waitMs = Math.ceil(Math.max(rateWaitMs, coolDownWaitMs));
  if (waitMs > 0) {
    const reason = coolDownWaitMs >= rateWaitMs ? 'cool-down' : 'rate-limit';
    return { allowed: false, state: seen, reason, waitMs };
  }
  const most = policy.rateLimit?.messages ?? 0;
  return { allowed: true, state: { ...seen, admitted: addEvent(seen.admitted, seen, time, most) } };
}

/**
 * Counts one block. When there were `blocks` within the last `withinSeconds`, this one included, a cool-down begins. Blocks
 * before a cool-down go on counting, so somebody who goes on as before is soon in the next one.
 * @throws RangeError if `time` is malformed.
 */
export function noteBlock(state: LimitState, policy: LimitPolicy, time: ClockTime): LimitState {
  const seen = observe(state, time);
  const { coolDown } = policy;
  if (!coolDown) return { ...seen, blocks: [] };
  const blocks = addEvent(seen.blocks, seen, time, coolDown.blocks);
  const isTooMuch = waitForCount(blocks, coolDown.blocks, coolDown.withinSeconds, seen.timeMs) > 0;
  return { ...seen, blocks, coolDownFromMs: isTooMuch ? seen.timeMs : seen.coolDownFromMs };
}

function waitForRate({ admitted, usedUpAtMs, timeMs }: LimitState, policy: LimitPolicy): number {
  if (!policy.rateLimit) return 0;
  const { messages, perSeconds } = policy.rateLimit;
  return Math.max(
    waitForCount(admitted, messages, perSeconds, timeMs),
    waitSince(usedUpAtMs, perSeconds, timeMs),
  );
}

function waitForCoolDown({ coolDownFromMs, timeMs }: LimitState, { coolDown }: LimitPolicy) {
  return coolDown ? waitSince(coolDownFromMs, coolDown.forSeconds, timeMs) : 0;
}

/** Until fewer than `count` events are within `seconds`. Milliseconds. */
function waitForCount(
  events: readonly LimitEvent[],
  count: number,
  seconds: number,
  nowMs: number,
): number {
  return waitSince(newestFirst(events)[count - 1]?.timeMs ?? null, seconds, nowMs);
}

function waitSince(startMs: number | null, seconds: number, nowMs: number): number {
  return startMs === null ? 0 : Math.max(0, seconds * 1000 - (nowMs - startMs));
}

/** `events` and one more, the newest `most` of them: the others cannot make a wait longer, whatever the clocks say. */
function addEvent(
  events: readonly LimitEvent[],
  { timeMs }: LimitState,
  { sessionId, monotonicMs }: ClockTime,
  most: number,
): LimitEvent[] {
  const ids = new Set(events.map(({ id }) => id));
  let id = `${sessionId}:${monotonicMs}`;
  for (let more = 1; ids.has(id); more += 1) id = `${sessionId}:${monotonicMs}:${more}`;
  return newestFirst([...events, { id, timeMs }])
    .slice(0, most)
    .sort(byId);
}

function newestFirst(events: readonly LimitEvent[]): LimitEvent[] {
  return events.toSorted((a, b) => b.timeMs - a.timeMs || byId(a, b));
}
