import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { admit, noteBlock } from '../../../../src/safety/limits/limits.ts';
import { readState, type LimitState } from '../../../../src/safety/limits/state.ts';
import { after, nothing, POLICY, sent, waitOf, wildSteps, worldAfter } from './world.ts';

describe('the rate limit', () => {
  const policy = { ...POLICY, coolDown: null };

  test('refuses one message too many until the first of them is old enough', () => {
    const state = sent(nothing, policy, 0, 1, 2);
    expect(admit(state, policy, after(4))).toMatchObject({
      allowed: false,
      reason: 'rate-limit',
      waitMs: 6000,
    });
    expect(admit(state, policy, after(10)).allowed).toBe(true);
  });

  test('does not count messages that were refused', () => {
    const state = sent(nothing, policy, 0, 0, 0, 5, 6, 7, 8, 9);
    expect(admit(state, policy, after(10)).allowed).toBe(true);
  });

  test('counts messages of one and the same millisecond', () => {
    expect(sent(nothing, policy, 0, 0, 0).admitted).toHaveLength(3);
  });

  test('remembers no more messages than it counts, and none where there is no limit', () => {
    expect(sent(nothing, policy, 0, 20, 40, 60, 80).admitted).toHaveLength(3);
    expect(sent(nothing, { rateLimit: null, coolDown: null }, 0, 1, 2).admitted).toEqual([]);
  });

  test('tells whole milliseconds, so that nobody comes back a fraction too early', () => {
    const state = sent(nothing, policy, 0, 0, 0);
    expect(waitOf(state, policy, after(9.9995))).toBe(1);
  });
});

describe('the cool-down', () => {
  const policy = { ...POLICY, rateLimit: null };
  const block = (state: LimitState, ...seconds: readonly number[]) =>
    seconds.reduce((last, at) => noteBlock(last, policy, after(at)), state);

  test('begins with the last block that was too much', () => {
    expect(admit(block(nothing, 0), policy, after(1)).allowed).toBe(true);
    expect(admit(block(nothing, 0, 5), policy, after(6))).toMatchObject({
      reason: 'cool-down',
      waitMs: 29_000,
    });
  });

  test('does not begin when the blocks are far enough from each other', () => {
    expect(admit(block(nothing, 0, 20), policy, after(21)).allowed).toBe(true);
  });

  test('begins anew with a block while it lasts', () => {
    expect(waitOf(block(nothing, 0, 5, 15), policy, after(16))).toBe(29_000);
  });

  test('is told rather than the rate limit where it is the longer wait', () => {
    const state = block(sent(nothing, POLICY, 0, 0, 0), 0, 1);
    expect(admit(state, POLICY, after(2))).toMatchObject({ reason: 'cool-down', waitMs: 29_000 });
    const short = { ...POLICY, coolDown: { ...POLICY.coolDown, forSeconds: 2 } };
    expect(admit(state, short, after(2))).toMatchObject({ reason: 'rate-limit', waitMs: 8000 });
  });

  test('does not hold where the policy has none', () => {
    const state = block(nothing, 0, 1);
    const none = { rateLimit: null, coolDown: null };
    expect(admit(state, none, after(2)).allowed).toBe(true);
    expect(noteBlock(state, none, after(2)).blocks).toEqual([]);
  });
});

describe('a stored state', () => {
  test('comes back from JSON as it was', () => {
    fc.assert(
      fc.property(wildSteps, (steps) => {
        const { stored } = worldAfter(steps);
        expect(readState(JSON.parse(JSON.stringify(stored)), after(0))).toEqual(stored ?? nothing);
      }),
      { numRuns: 50 },
    );
  });

  test.each([
    ['text', 'nonsense'],
    ['an empty object', {}],
    ['a number', 0],
    ['a list', []],
    ['a state without its end', { ...nothing, coolDownFromMs: undefined }],
    ['a state with a wrong time', { ...nothing, timeMs: '5' }],
    ['a state with a key too many', { ...nothing, free: true }],
  ])('that is damaged (%s) is a cool-down of full length', (_name, stored) => {
    const state = readState(stored, after(0));
    expect(admit(state, POLICY, after(1))).toMatchObject({ reason: 'cool-down', waitMs: 29_000 });
    expect(admit(state, POLICY, after(30)).allowed).toBe(true);
  });

  test('that is damaged is a used up rate limit, also where the policy has no cool-down', () => {
    const state = readState('nonsense', after(0));
    const policy = { ...POLICY, coolDown: null };
    expect(admit(state, policy, after(1))).toMatchObject({ reason: 'rate-limit', waitMs: 9000 });
    expect(admit(state, policy, after(10)).allowed).toBe(true);
  });

  test('is never made of a time that no clock can give', () => {
    for (const time of [
      { ...after(0), wallMs: NaN },
      { ...after(0), monotonicMs: Infinity },
      { ...after(0), sessionId: '' },
    ]) {
      expect(() => readState(null, time)).toThrow(RangeError);
      expect(() => admit(nothing, POLICY, time)).toThrow(RangeError);
      expect(() => noteBlock(nothing, POLICY, time)).toThrow(RangeError);
    }
  });

  test('stays small, whatever many sessions do', () => {
    let state = nothing;
    for (let at = 0; at < 200; at += 1) {
      state = admit(state, POLICY, after(at, `session-${at}`)).state;
      state = noteBlock(state, POLICY, after(at, `session-${at}`));
    }
    expect(JSON.stringify(state).length).toBeLessThan(3000);
  });
});
