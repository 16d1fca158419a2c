import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitForSpeech } from '../../src/domain/split-for-speech.ts';

test('a text is spoken sentence by sentence, in parts that a browser speaks whole', () => {
  const sentence = 'The lamp was lit and the garden was quiet for a long while. ';
  const parts = splitForSpeech(sentence.repeat(5));
  expect(parts.slice(0, -1).every((part) => part.endsWith('.'))).toBe(true);
  expect(parts.length).toBe(2);
});

test('every part is short, and nothing but empty space is left out', () => {
  const text = fc.array(
    fc.constantFrom('word', ' ', '. ', '。', '\n', '雨が降る', 'x'.repeat(250)),
  );
  fc.assert(
    fc.property(text, (pieces) => {
      const parts = splitForSpeech(pieces.join(''));
      for (const part of parts) expect(part.length).toBeLessThanOrEqual(200);
      const spoken = (value: string): string => value.replace(/[^\p{L}]/gu, '');
      expect(spoken(parts.join(''))).toBe(spoken(pieces.join('')));
    }),
  );
});
