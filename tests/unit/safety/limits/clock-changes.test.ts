import { describe, expect, test } from 'vitest';
import { DAY_MS, POLICY, World } from './world.ts';

const RATE_MS = POLICY.rateLimit.perSeconds * 1000;
const COOL_DOWN_MS = POLICY.coolDown.forSeconds * 1000;

describe('a cool-down', () => {
  function coolingDown(): World {
    const world = new World();
    world.block(0);
    world.block(0);
    world.trueMs += 10_000;
    return world;
  }
  const LEFT_MS = COOL_DOWN_MS - 10_000;

  test('goes on when the clock is set back or forward in an open page', () => {
    for (const byMs of [DAY_MS, -DAY_MS]) {
      const world = coolingDown();
      world.clockOffsetMs += byMs;
      expect(world.send(0)).toBe(LEFT_MS);
    }
  });

  test('goes on after a reload, when an open page has seen the clock being set forward', () => {
    const world = coolingDown();
    world.clockOffsetMs += DAY_MS;
    world.send(0);
    world.take({ do: 'reload', tab: 0 });
    expect(world.send(0)).toBe(LEFT_MS);
  });

  test('passes while the page is closed', () => {
    const world = coolingDown();
    world.take({ do: 'reload', tab: 0 });
    world.trueMs += LEFT_MS;
    expect(world.send(0)).toBe(0);
  });

  test('does not pass twice when the clock is set back and then right again', () => {
    const world = coolingDown();
    world.clockOffsetMs -= 10_000;
    expect(world.send(0)).toBe(LEFT_MS);
    world.clockOffsetMs += 10_000;
    world.take({ do: 'reload', tab: 0 });
    expect(world.send(0)).toBe(LEFT_MS);
  });

  test('is not over for good when a new tab believed a jump that an open one can tell', () => {
    const world = coolingDown();
    world.clockOffsetMs += DAY_MS;
    expect(world.send(1)).toBe(0);
    world.clockOffsetMs -= DAY_MS;
    expect(world.send(0)).toBe(LEFT_MS);
    world.clockOffsetMs += DAY_MS;
    world.take({ do: 'reload', tab: 1 });
    expect(world.send(1)).toBe(LEFT_MS);
  });

  test('of a tab that believed a jump goes on there when an open one has put it right', () => {
    const world = new World();
    world.send(0);
    world.clockOffsetMs += DAY_MS;
    world.block(1);
    world.block(1);
    expect(world.send(0)).toBe(COOL_DOWN_MS);
    // what is stored has to be enough
    world.tab(1).last = null;
    world.clockOffsetMs += DAY_MS;
    world.trueMs += 10_000;
    expect(world.send(1)).toBeGreaterThanOrEqual(LEFT_MS);
  });

  test('that a clock in the far future began ends after its length in an open page', () => {
    const world = new World();
    world.clockOffsetMs += 30_000 * DAY_MS;
    world.block(0);
    world.block(0);
    world.clockOffsetMs -= 30_000 * DAY_MS;
    world.take({ do: 'reload', tab: 0 });
    expect(world.send(0)).toBe(COOL_DOWN_MS);
    world.trueMs += COOL_DOWN_MS;
    expect(world.send(0)).toBe(0);
  });

  test('ends as well when two tabs look in turn while the clock stands before its highest', () => {
    const world = coolingDown();
    world.clockOffsetMs -= DAY_MS;
    const waits = Array.from({ length: 4 }, (_, look) => {
      world.trueMs += 5000;
      return world.send(look % 2);
    });
    // the first look of the second tab is the only one that has nothing to go by
    expect(waits).toEqual([15_000, 15_000, 10_000, 5_000]);
  });
});

test('messages of a tab that believed a jump keep an open one waiting for the usual time only', () => {
  const world = new World();
  world.send(0);
  world.clockOffsetMs += DAY_MS;
  for (let count = 0; count < 3; count += 1) expect(world.send(1)).toBe(0);
  expect(world.send(0)).toBe(RATE_MS);
  world.trueMs += RATE_MS;
  expect(world.send(0)).toBe(0);
});
