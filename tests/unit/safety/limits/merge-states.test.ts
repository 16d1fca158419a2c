import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { admit, noteBlock } from '../../../../src/safety/limits/limits.ts';
import { mergeStates } from '../../../../src/safety/limits/merge-states.ts';
import {
  after,
  DAY_MS,
  NOON,
  nothing,
  POLICY,
  sent,
  waitOf,
  wildSteps,
  worldAfter,
} from './world.ts';

describe('merging', () => {
  /** Three states of one history: what each tab wrote last. */
  const states = wildSteps.map((steps) => {
    const world = worldAfter(steps);
    const [a = nothing, b = nothing, c = nothing] = world.tabs.map(({ last }) => last ?? nothing);
    return { a, b, c };
  });

  test('is commutative, associative and idempotent', () => {
    fc.assert(
      fc.property(states, ({ a, b, c }) => {
        const merged = mergeStates(a, b);
        expect(mergeStates(b, a)).toEqual(merged);
        expect(mergeStates(a, a)).toEqual(a);
        expect(mergeStates(merged, a)).toEqual(merged);
        expect(mergeStates(merged, c)).toEqual(mergeStates(a, mergeStates(b, c)));
      }),
      { numRuns: 200 },
    );
  });

  test('frees nobody earlier than either state, whatever the clocks say then', () => {
    const clock = fc.record({
      wallMs: fc
        .tuple(fc.integer({ min: -90_000, max: 90_000 }), fc.constantFrom(-DAY_MS, 0, 0, DAY_MS))
        .map(([ms, jumpMs]) => NOON + ms + jumpMs),
      passedMs: fc.nat({ max: 60_000 }),
    });
    fc.assert(
      fc.property(states, clock, ({ a, b }, clocks) => {
        const both = a.sessions.filter(({ id }) => b.sessions.some((other) => other.id === id));
        for (const id of ['unknown', ...both.map((session) => session.id)]) {
          const seenMs = [...a.sessions, ...b.sessions]
            .filter((session) => session.id === id)
            .map(({ monotonicMs }) => monotonicMs);
          const time = {
            wallMs: clocks.wallMs,
            monotonicMs: Math.max(0, ...seenMs) + clocks.passedMs,
            sessionId: id,
          };
          const waitMs = waitOf(mergeStates(a, b), POLICY, time);
          expect(waitMs).toBeGreaterThanOrEqual(waitOf(a, POLICY, time));
          expect(waitMs).toBeGreaterThanOrEqual(waitOf(b, POLICY, time));
        }
      }),
      { numRuns: 300 },
    );
  });

  test('counts the messages that two tabs sent at the same time', () => {
    const common = sent(nothing, POLICY, 0);
    const one = admit(common, POLICY, after(1, 'one')).state;
    const two = admit(common, POLICY, after(1, 'two')).state;
    expect(admit(mergeStates(one, two), POLICY, after(2)).allowed).toBe(false);
  });

  test('takes the later of two times of one message', () => {
    const late = { ...nothing, admitted: [{ id: 'one:0', timeMs: 5 }] };
    const early = { ...nothing, admitted: [{ id: 'one:0', timeMs: 3 }] };
    expect(mergeStates(early, late).admitted).toEqual(late.admitted);
  });

  test('with what a tab wrote long ago makes nobody wait for longer', () => {
    const old = noteBlock(noteBlock(nothing, POLICY, after(0)), POLICY, after(0));
    const recent = admit(old, POLICY, after(300, 'two')).state;
    expect(admit(mergeStates(old, recent), POLICY, after(301)).allowed).toBe(true);
  });
});
