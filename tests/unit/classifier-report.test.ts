import { describe, expect, test } from 'vitest';
import {
  averagePrecisionOf,
  f1Of,
  groupBy,
  shareOf,
  wilsonInterval,
} from '../../tools/classifier-report/figures.mjs';

describe('figures of merit', () => {
  test('F1 is the harmonic mean of precision and recall', () => {
    // precision 1/2, recall 1/3
    expect(f1Of([true, true, false, false], [true, false, true, true])).toBeCloseTo(0.4);
    expect(f1Of([true, false], [true, false])).toBe(1);
  });

  test('average precision is 1 for a perfect order, whatever the scores', () => {
    expect(averagePrecisionOf([0.9, 0.2, 0.8], [true, false, true])).toBe(1);
    expect(averagePrecisionOf([0.1, 0.9], [true, false])).toBe(0.5);
  });

  test('a share of nothing is not a number, and so is never a success', () => {
    expect(shareOf([])).toBeNaN();
    expect(shareOf([]) <= 1).toBe(false);
  });

  test('the interval holds the share and narrows with more texts', () => {
    const [low, high] = wilsonInterval(5, 100);
    expect(low).toBeLessThan(0.05);
    expect(high).toBeGreaterThan(0.05);
    const [closer, close] = wilsonInterval(500, 10_000);
    expect(close - closer).toBeLessThan(high - low);
    expect(wilsonInterval(0, 100)[0]).toBe(0);
  });

  test('groups keep the order of their first members', () => {
    expect([...groupBy(['bb', 'a', 'cc'], (text) => String(text.length))]).toEqual([
      ['2', ['bb', 'cc']],
      ['1', ['a']],
    ]);
  });
});
