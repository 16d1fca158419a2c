import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutWindows } from '../../../src/safety/classifier/windows.ts';

const FRAME = 4;
const lengths = fc.integer({ min: 0, max: 5_000 });

describe('windows', () => {
  test('a text of up to 64 tokens with its frame is one window', () => {
    expect(cutWindows(60, FRAME)).toEqual([[0, 60]]);
  });

  test('a longer one is also read in short windows at its beginning and its end', () => {
    expect(cutWindows(100, FRAME)).toEqual([
      [0, 100],
      [0, 60],
      [40, 100],
    ]);
  });

  test('every token is read, whatever the length', () => {
    fc.assert(
      fc.property(lengths, (length) => {
        const seen = new Set<number>();
        for (const [start, end] of cutWindows(length, FRAME)) {
          for (let at = start; at < end; at += 1) seen.add(at);
        }
        expect(seen.size).toBe(length);
      }),
    );
  });

  test('no window is longer than 256 tokens with its frame, or reaches outside the text', () => {
    fc.assert(
      fc.property(lengths, (length) => {
        for (const [start, end] of cutWindows(length, FRAME)) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeLessThanOrEqual(length);
          expect(end - start + FRAME).toBeLessThanOrEqual(256);
        }
      }),
    );
  });
});
