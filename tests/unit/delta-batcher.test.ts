import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DeltaBatcher } from '../../workers/chat/delta-batcher.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('text that comes within 40 ms is sent as one delta', () => {
  const sent: string[] = [];
  const batcher = new DeltaBatcher((text) => sent.push(text));
  batcher.push('a');
  vi.advanceTimersByTime(39);
  batcher.push('b');
  expect(sent).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(sent).toEqual(['ab']);
});

test('an empty token sends nothing', () => {
  const sent: string[] = [];
  const batcher = new DeltaBatcher((text) => sent.push(text));
  batcher.push('');
  vi.runAllTimers();
  batcher.flush();
  expect(sent).toEqual([]);
});

test('whatever the timing, the deltas add up to the text, in order', () => {
  const steps = fc.array(fc.record({ text: fc.string(), waitMs: fc.nat({ max: 100 }) }));
  fc.assert(
    fc.property(steps, (pieces) => {
      const sent: string[] = [];
      const batcher = new DeltaBatcher((text) => sent.push(text));
      for (const { text, waitMs } of pieces) {
        batcher.push(text);
        vi.advanceTimersByTime(waitMs);
      }
      batcher.flush();
      expect(sent.join('')).toBe(pieces.map(({ text }) => text).join(''));
      expect(sent).not.toContain('');
    }),
  );
});
