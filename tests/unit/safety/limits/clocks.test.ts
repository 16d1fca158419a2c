import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  backwardSteps,
  honestSteps,
  POLICY,
  wildSteps,
  World,
  type Happening,
  type Step,
} from './world.ts';

const RATE_MS = POLICY.rateLimit.perSeconds * 1000;
const COOL_DOWN_MS = POLICY.coolDown.forSeconds * 1000;
const WITHIN_MS = POLICY.coolDown.withinSeconds * 1000;

function happeningsOf(steps: readonly Step[]): readonly Happening[] {
  const world = new World();
  for (const step of steps) world.take(step);
  return world.happenings;
}

function timesOf(happenings: readonly Happening[], type: Happening['type']): readonly number[] {
  return happenings.filter((happening) => happening.type === type).map(({ trueMs }) => trueMs);
}

function expectLimitsKept(happenings: readonly Happening[]): void {
  const admitted = timesOf(happenings, 'admitted');
  for (const [at, trueMs] of admitted.entries()) {
    const before = admitted[at - POLICY.rateLimit.messages];
    if (before !== undefined) expect(trueMs - before).toBeGreaterThanOrEqual(RATE_MS);
  }
  for (const [at, { type, trueMs }] of happenings.entries()) {
    if (type !== 'cool-down') continue;
    const next = timesOf(happenings.slice(at), 'admitted')[0];
    if (next !== undefined) expect(next - trueMs).toBeGreaterThanOrEqual(COOL_DOWN_MS);
  }
}

describe('with several tabs, reloads and merges', () => {
  test('within a session no setting of the clock admits more or ends a cool-down early', () => {
    fc.assert(
      fc.property(wildSteps, (steps) => {
        const happenings = happeningsOf(steps);
        for (const id of new Set(happenings.map(({ sessionId }) => sessionId))) {
          expectLimitsKept(happenings.filter(({ sessionId }) => sessionId === id));
        }
      }),
      { numRuns: 500 },
    );
  });

  test('setting the clock back frees nobody, in no tab and by no reload', () => {
    fc.assert(
      fc.property(backwardSteps, (steps) => {
        expectLimitsKept(happeningsOf(steps));
      }),
      { numRuns: 500 },
    );
  });

  test('with a clock that is right, exactly what the policy says is admitted and waited for', () => {
    fc.assert(
      fc.property(honestSteps, (steps) => {
        const world = new World();
        const blocks: number[] = [];
        for (const step of steps) {
          const admitted = timesOf(world.happenings, 'admitted');
          const full = admitted.at(-POLICY.rateLimit.messages) ?? -Infinity;
          const coolDown = timesOf(world.happenings, 'cool-down').at(-1) ?? -Infinity;
          const freeMs = Math.max(full + RATE_MS, coolDown + COOL_DOWN_MS);
          if (step.do === 'send') {
            expect(world.send(step.tab)).toBe(Math.max(0, freeMs - world.trueMs));
          } else world.take(step);
          if (step.do !== 'block') continue;
          blocks.push(world.trueMs);
          const counted = blocks.filter((ms) => world.trueMs - ms < WITHIN_MS).length;
          const began = timesOf(world.happenings, 'cool-down').at(-1) === world.trueMs;
          expect(began).toBe(counted >= POLICY.coolDown.blocks);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('whatever the clocks were, a page that stays open waits no longer than the policy says', () => {
    fc.assert(
      fc.property(wildSteps, (steps) => {
        const world = new World();
        for (const step of steps) world.take(step);
        const waitMs = world.send(0);
        expect(waitMs).toBeLessThanOrEqual(COOL_DOWN_MS);
        world.trueMs += waitMs;
        if (waitMs > 0) expect(world.send(0)).toBe(0);
      }),
      { numRuns: 300 },
    );
  });
});
