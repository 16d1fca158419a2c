import { expect, test } from 'vitest';
import { languageOf } from '../../src/ui/language-of.ts';

test.each([
  ['What is the capital of France?', 'en'],
  ['フランスの首都はどこですか。', 'ja'],
  ['프랑스의 수도는 어디인가요?', 'ko'],
  ['法国的首都是哪里？', 'zh'],
  ['The word 木 means tree, and 森 means forest.', 'en'],
  ['Où est la gare ?', ''],
  ['أين المحطة؟', ''],
  ['42', ''],
  ['', ''],
])('the language of “%s” is said as “%s”', (text, language) => {
  expect(languageOf(text)).toBe(language);
});
