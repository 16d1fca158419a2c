import * as v from 'valibot';
import type { Policy } from '../policy/policy.ts';

/** What of a policy sets limits. */
export type LimitPolicy = Pick<Policy, 'rateLimit' | 'coolDown'>;

/** One reading of the clocks, all in milliseconds; fractions are allowed. */
export interface ClockTime {
  /** Since the epoch, by the clock of the device, which its user can set. */
  wallMs: number;
  /** By a clock that nobody can set and that begins anywhere, as `performance.now()`. */
  monotonicMs: number;
  /** Names the page session that `monotonicMs` belongs to: letters, digits and `-`, at most 64. */
  sessionId: string;
}

const finite = v.pipe(v.number(), v.finite());
const sessionId = v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,64}$/iu));
const events = v.array(
  v.strictObject({ id: v.pipe(v.string(), v.nonEmpty(), v.maxLength(200)), timeMs: finite }),
);

/**
 * What all tabs share in storage. Its times count on an axis of its own, the passed time, which `observe` moves on and which
 * nobody can set; only differences mean something on it.
 */
export const stateSchema = v.strictObject({
  /** Passed time when the state was last observed. */
  timeMs: finite,
  /** How far the wall clock was ahead of `timeMs` then. */
  aheadMs: finite,
  /** The highest wall time that was ever seen. */
  highestWallMs: finite,
  /** How far that was ahead of `timeMs` at most: grows by every jump of the clock that was seen to be one. */
  mostAheadMs: finite,
  /** Who observed it last; `null` if two did at the same time. */
  lastSessionId: v.nullable(sessionId),
  /** `monotonicMs` is of the last look of a session. Its monotonic time plus `offsetMs` is passed time, or more. */
  sessions: v.array(v.strictObject({ id: sessionId, monotonicMs: finite, offsetMs: finite })),
  /** The newest messages that were admitted, at most as many as the limit counts. */
  admitted: events,
  /** The newest blocks, at most as many as the limit counts. */
  blocks: events,
  /** When the last cool-down began. */
  coolDownFromMs: v.nullable(finite),
  /** When all that the rate limit allows counts as used up: the state was damaged, so nobody knows. */
  usedUpAtMs: v.nullable(finite),
});
export type LimitState = v.InferOutput<typeof stateSchema>;
export type LimitEvent = LimitState['admitted'][number];

/** The state of somebody who has done nothing yet. */
function freshState({ wallMs }: ClockTime): LimitState {
  return {
    timeMs: wallMs,
    aheadMs: 0,
    highestWallMs: wallMs,
    mostAheadMs: 0,
    lastSessionId: null,
    sessions: [],
    admitted: [],
    blocks: [],
    coolDownFromMs: null,
    usedUpAtMs: null,
  };
}

/**
 * The state as storage gives it back, a JSON value; `undefined` or `null` if nothing was stored yet. A damaged one cannot
 * say what somebody has done, so it counts as a cool-down that begins now and a rate limit that is used up.
 * @throws RangeError if `time` is malformed.
 */
export function readState(stored: unknown, time: ClockTime): LimitState {
  checkTime(time);
  const fresh = freshState(time);
  if (stored === undefined || stored === null) return fresh;
  const parsed = v.safeParse(stateSchema, stored);
  if (parsed.success) return parsed.output;
  return { ...fresh, coolDownFromMs: fresh.timeMs, usedUpAtMs: fresh.timeMs };
}

/** @throws RangeError if a time cannot have come from a clock, which would make every wait pass. */
export function checkTime({ wallMs, monotonicMs, sessionId: id }: ClockTime): void {
  if (!Number.isFinite(wallMs) || !Number.isFinite(monotonicMs)) {
    throw new RangeError('a clock gave no finite number');
  }
  if (!v.is(sessionId, id)) throw new RangeError('sessionId is malformed');
}
