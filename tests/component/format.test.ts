import { expect, test } from 'vitest';
import { formatBytes, formatCount, formatLanguages, formatSeconds } from '../../src/ui/format.ts';

test('bytes are rounded as a person reads them', () => {
  expect(formatBytes(0, 'en')).toBe('0 byte');
  expect(formatBytes(999, 'en')).toBe('999 byte');
  expect(formatBytes(1_200_000, 'en')).toBe('1.2 MB');
  expect(formatBytes(87_929_530, 'en')).toBe('88 MB');
});

test('times are never zero and never exact', () => {
  expect(formatSeconds(0.2, 'en')).toBe('1 sec');
  expect(formatSeconds(59, 'en')).toBe('59 sec');
  expect(formatSeconds(90, 'en')).toBe('2 min');
  expect(formatSeconds(7_200, 'en')).toBe('2 hr');
});

test('counts and languages follow the reader’s language', () => {
  expect(formatCount(134_515_008, 'en')).toBe('135M');
  expect(formatCount(134_515_008, 'ja')).toContain('億');
  expect(formatLanguages(['en', 'ja'], 'ja')).toContain('日本語');
});
