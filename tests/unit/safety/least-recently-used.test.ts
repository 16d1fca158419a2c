import { expect, test } from 'vitest';
import { LeastRecentlyUsed } from '../../../src/safety/classifier/least-recently-used.ts';

test('what was not asked for the longest is forgotten first', () => {
  const kept = new LeastRecentlyUsed<string, number>(2);
  kept.set('a', 1);
  kept.set('b', 2);
  kept.get('a');
  kept.set('c', 3);
  expect([kept.get('a'), kept.get('b'), kept.get('c')]).toEqual([1, undefined, 3]);
});

test('setting a key again keeps one entry', () => {
  const kept = new LeastRecentlyUsed<string, number>(2);
  kept.set('a', 1);
  kept.set('b', 2);
  kept.set('a', 9);
  expect([kept.get('a'), kept.get('b')]).toEqual([9, 2]);
});
