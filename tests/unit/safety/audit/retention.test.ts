import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GENESIS, verifyChain } from '../../../../src/safety/audit/chain.ts';
import { expire } from '../../../../src/safety/audit/retention.ts';
import { chainAt, DAY_MS, NOON } from './chains.ts';

/** Which entries stay of a log with entries of these ages in days, negative for the future. */
function stay(ages: readonly number[], retentionDays = 30): readonly number[] {
  const { entries } = expire(chainAt(ages.map((age) => NOON - age * DAY_MS)), {
    retentionDays,
    nowMs: NOON,
  });
  return entries.map(({ record }) => record.index);
}

test('what is older than the retention goes, what is exactly as old stays', () => {
  expect(stay([40, 31, 30, 2])).toEqual([2, 3]);
  expect(stay([2, 1])).toEqual([0, 1]);
  expect(stay([40, 35])).toEqual([]);
  expect(stay([])).toEqual([]);
});

test('an old date behind a young entry stays, so that the log has no hole', () => {
  expect(stay([40, 5, 50, 2])).toEqual([1, 2, 3]);
  expect(stay([30, 40])).toEqual([0, 1]);
});

test('an entry dated in the future goes with an old one behind it, and stays with a young one', () => {
  expect(stay([-9000, 40, 2])).toEqual([2]);
  expect(stay([40, -9000, 2])).toEqual([1, 2]);
  expect(stay([-9000])).toEqual([0]);
});

test('the rest of any log verifies against its checkpoint, also after expiring twice', () => {
  const days = fc.integer({ min: -5, max: 60 });
  fc.assert(
    fc.property(fc.array(days, { maxLength: 8 }), (ages) => {
      const log = chainAt(ages.map((age) => NOON - age * DAY_MS));
      const once = expire(log, { retentionDays: 30, nowMs: NOON });
      const twice = expire(once.entries, {
        retentionDays: 30,
        nowMs: NOON + 10 * DAY_MS,
        start: once.start,
      });
      expect(verifyChain(once.entries, once).ok).toBe(true);
      expect(verifyChain(twice.entries, twice).ok).toBe(true);
    }),
    { numRuns: 100 },
  );
});

test('the checkpoint stays the same while nothing expires', () => {
  const log = chainAt([NOON]);
  const options = { retentionDays: 1, nowMs: NOON };
  expect(expire(log, options).start).toEqual(GENESIS);
  const start = { index: 8, hash: 'b'.repeat(64) };
  expect(expire([], { ...options, start }).start).toEqual(start);
});
