import { expect, test } from 'vitest';
import { languageOf, languageOfTitle } from '../../src/ui/language-of.ts';

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

test('a title is in its own language; Chinese characters alone are Japanese to a Japanese reader', () => {
  expect(languageOfTitle('東京出張', 'ja')).toBe('ja');
  expect(languageOfTitle('东京出差', 'en')).toBe('zh');
  expect(languageOfTitle('京都への旅', 'zh')).toBe('ja');
  expect(languageOfTitle('Where is the station?', 'ja')).toBe('en');
  expect(languageOfTitle('', 'ja')).toBeUndefined();
});
