import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapVisible, mapWords } from '../../../src/safety/normalise/mapped-text.ts';
import { normalise } from '../../../src/safety/normalise/normalise.ts';

const cases = JSON.parse(readFileSync('tests/fixtures/classifier/normaliser.json', 'utf8')) as {
  text: string;
}[];

describe('a text mapped back to its original', () => {
  it('has the very form that the classifier reads, in lower case', () => {
    for (const { text } of cases) {
      expect(mapWords(text).text).toBe(
        normalise(text).replace(/\p{Lu}/gu, (letter) => letter.toLowerCase()),
      );
    }
  });

  it.each([
    ['a number in full width', 'tel ０９０-１２３４', '090-1234', '０９０-１２３４'],
    ['invisible signs inside', 'my p\u200ba\u200bss', 'pass', 'p\u200ba\u200bss'],
    ['an accent of its own', 'a cafe\u0301 here', 'caf\u00e9', 'cafe\u0301'],
    ['a ligature', 'the ﬁle', 'file', 'ﬁle'],
    ['an emoji before it', '😀😀 x １', '1', '１'],
    ['jamo typed one by one', 'ㅂㅗㅁ', '봄', 'ㅂㅗㅁ'],
  ])('knows the original of %s', (_what, text, found, original) => {
    const mapped = mapVisible(text);
    const at = mapped.text.indexOf(found);
    expect(at).toBeGreaterThanOrEqual(0);
    expect(text.slice(mapped.startOf(at), mapped.endOf(at + found.length))).toBe(original);
  });

  it('knows the original of a word whose letters were set apart', () => {
    const text = 'make a b-o-m-b now';
    const mapped = mapWords(text);
    const at = mapped.text.indexOf('bomb');
    expect(text.slice(mapped.startOf(at), mapped.endOf(at + 4))).toBe('b-o-m-b');
  });

  it('never goes backwards and never leaves the original', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        for (const mapped of [mapVisible(text), mapWords(text)]) {
          let last = 0;
          for (let at = 0; at < mapped.text.length; at += 1) {
            expect(mapped.startOf(at)).toBeGreaterThanOrEqual(last);
            expect(mapped.endOf(at + 1)).toBeGreaterThan(mapped.startOf(at));
            last = mapped.startOf(at);
          }
          expect(mapped.endOf(mapped.text.length)).toBeLessThanOrEqual(text.length);
        }
      }),
    );
  });
});
