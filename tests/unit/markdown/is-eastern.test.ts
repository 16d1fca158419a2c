import { expect, test } from 'vitest';
import { isEastern } from '../../../src/markdown/is-eastern.ts';

test('words with Chinese, Japanese or Korean letters are emphasised by dots, others slanted', () => {
  for (const text of ['大切', 'とても', 'カタカナ', '중요', 'GPU を使う']) {
    expect(isEastern([{ type: 'text', text }]), text).toBe(true);
  }
  for (const text of ['with emphasis', 'très', 'очень', '123', '']) {
    expect(isEastern([{ type: 'text', text }]), text).toBe(false);
  }
  expect(isEastern([{ type: 'strong', children: [{ type: 'text', text: '最も' }] }])).toBe(true);
});
