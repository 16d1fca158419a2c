import { expect, test } from 'vitest';
import { detectLanguage } from '../../../src/safety/index.ts';

test.each([
  ['How do I bake bread?', 'en'],
  ['パンの焼き方を教えてください', 'ja'],
  ['東京都庁の場所は?', 'ja'],
  ['빵은 어떻게 굽나요?', 'ko'],
  ['面包怎么烤？', 'zh'],
  ['用 Python 写一个快速排序的函数', 'zh'],
  ['Translate "안녕하세요" into formal English for a business letter, please', 'en'],
  ['12345 😀', 'en'],
  ['', 'en'],
] as const)('%j is judged as %s', (text, language) => {
  expect(detectLanguage(text)).toBe(language);
});
