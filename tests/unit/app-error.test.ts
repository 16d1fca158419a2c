import { describe, expect, test } from 'vitest';
import { isAppError, toAppError, toStorageError } from '../../src/domain/app-error.ts';

describe('toAppError', () => {
  test('passes an AppError through unchanged', () => {
    const error = { type: 'gpu-lost', detail: 'x' } as const;
    expect(toAppError(error)).toBe(error);
  });

  test.each([
    ['AbortError', 'aborted'],
    ['QuotaExceededError', 'quota-exceeded'],
    ['SecurityError', 'storage-unavailable'],
    ['DeviceLostError', 'gpu-lost'],
    ['WebGPUNotAvailableError', 'gpu-unavailable'],
  ])('tells %s by its name, whatever its message says', (name, type) => {
    expect(toAppError(Object.assign(new Error('anything'), { name })).type).toBe(type);
  });

  test('survives everything that can be thrown', () => {
    for (const thrown of [
      undefined,
      null,
      0,
      'text',
      Symbol('s'),
      {},
      [],
      { type: 'no such type' },
    ]) {
      expect(toAppError(thrown).type).toBe('unknown');
    }
  });

  test('makes values that can be cloned across a port', () => {
    const error = toAppError(new TypeError('boom'));
    expect(structuredClone(error)).toEqual(error);
    expect(isAppError(structuredClone(error))).toBe(true);
  });
});

test('what a store throws means that it cannot be used, unless it is known better', () => {
  expect(toStorageError(new Error('?')).type).toBe('storage-unavailable');
  const full = Object.assign(new Error('full'), { name: 'QuotaExceededError' });
  expect(toStorageError(full).type).toBe('quota-exceeded');
});
