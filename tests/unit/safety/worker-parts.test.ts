import { describe, expect, test } from 'vitest';
import { SerialQueue } from '../../../workers/classify/serial-queue.ts';
import { WindowTimes } from '../../../workers/classify/window-times.ts';

describe('the queue', () => {
  test('runs one task at a time, in order, and goes on after one that failed', async () => {
    const queue = new SerialQueue();
    const events: string[] = [];
    const task =
      (name: string, fails = false) =>
      async () => {
        events.push(`${name} begins`);
        await Promise.resolve();
        events.push(`${name} ends`);
        if (fails) throw new Error(name);
        return name;
      };
    const first = queue.run(task('a', true));
    const second = queue.run(task('b'));
    expect(queue.waiting).toBe(2);
    await expect(first).rejects.toThrow('a');
    expect(await second).toBe('b');
    expect(events).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
    expect(queue.waiting).toBe(0);
  });
});

describe('window times', () => {
  test('are of the most recent runs only, and none before the first', async () => {
    const times = new WindowTimes();
    expect([times.medianMs, times.slowestMs]).toEqual([null, null]);
    await times.measure(() => new Promise((resolve) => setTimeout(resolve, 30)));
    expect(times.slowestMs).toBeGreaterThanOrEqual(29);
    for (let run = 0; run < 64; run += 1) await times.measure(() => Promise.resolve());
    expect(times.slowestMs).toBeLessThan(29);
    times.forget();
    expect(times.medianMs).toBeNull();
  });
});
