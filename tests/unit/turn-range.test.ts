import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { growRange, trimRange, type TurnRange } from '../../src/ui/chat/turn-range.ts';

const HEIGHT_PX = 800;

/** Draws turns of these heights until nothing is missing, for a reader who sees what begins at `seenPx`. */
function settle(heightsPx: readonly number[], start: TurnRange, seenPx: number): TurnRange {
  const topOf = (at: number) => heightsPx.slice(0, at).reduce((sum, px) => sum + px, -seenPx);
  let range = start;
  for (let step = 0; step <= heightsPx.length; step += 1) {
    const view = { heightPx: HEIGHT_PX, topPx: topOf(range.from), bottomPx: topOf(range.to) };
    const next = growRange(range, heightsPx, view);
    if (next.from === range.from && next.to === range.to) return range;
    expect(next.from).toBeLessThanOrEqual(range.from);
    expect(next.to).toBeGreaterThanOrEqual(range.to);
    range = next;
  }
  throw new Error('it never ends');
}

describe('the turns that are drawn', () => {
  test('come to cover all that is seen, wherever it is and however tall they are', () => {
    const heights = fc.array(fc.integer({ min: 20, max: 5_000 }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(
        heights,
        fc.nat(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (all, seed, share) => {
          const sumPx = all.reduce((sum, px) => sum + px, 0);
          const seenPx = share * Math.max(0, sumPx - HEIGHT_PX);
          const from = seed % all.length;
          const { from: first, to } = settle(all, { from, to: from + 1 }, seenPx);
          const topPx = all.slice(0, first).reduce((sum, px) => sum + px, 0);
          const bottomPx = all.slice(0, to).reduce((sum, px) => sum + px, 0);
          const isBelow = topPx > seenPx + HEIGHT_PX;
          // a reader far away from what is drawn gets other turns, and not all between
          if (!isBelow) expect(topPx <= seenPx || first === 0).toBe(true);
          if (!isBelow) expect(bottomPx >= seenPx + HEIGHT_PX || to === all.length).toBe(true);
        },
      ),
    );
  });

  test('are one long reply at a time, or several short turns', () => {
    const view = { heightPx: HEIGHT_PX, topPx: 0, bottomPx: HEIGHT_PX };
    const grow = (heightPx: number) =>
      growRange(
        { from: 50, to: 100 },
        Array.from({ length: 100 }, () => heightPx),
        view,
      );
    expect(grow(2_000)).toEqual({ from: 49, to: 100 });
    expect(grow(100)).toEqual({ from: 44, to: 100 });
    expect(grow(10)).toEqual({ from: 42, to: 100 });
  });

  test('are taken out at the end that is farther away, if they are many and far', () => {
    const many = { from: 100, to: 170 };
    const far = { heightPx: HEIGHT_PX, topPx: -100, bottomPx: 9_000 };
    expect(trimRange(many, 3, far)).toEqual({ from: 100, to: 167 });
    expect(trimRange(many, 2, { ...far, topPx: -9_000, bottomPx: 900 })).toEqual({
      from: 102,
      to: 170,
    });
    expect(trimRange(many, 2, { ...far, bottomPx: 2_000 })).toEqual(many);
    expect(trimRange({ from: 100, to: 130 }, 2, far)).toEqual({ from: 100, to: 130 });
  });
});
