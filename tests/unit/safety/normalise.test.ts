import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalise } from '../../../src/safety/index.ts';

const pairs = JSON.parse(readFileSync('tests/fixtures/classifier/normaliser.json', 'utf8')) as {
  text: string;
  normalised: string;
}[];

describe('the normaliser', () => {
  test('makes of 500 strings exactly what the training code makes of them', () => {
    expect(pairs).toHaveLength(500);
    expect(pairs.filter(({ text, normalised }) => normalise(text) !== normalised)).toEqual([]);
  });

  test.each([
    ['full-width letters', 'ｋｉｌｌ', 'kill'],
    ['zero-width characters', 'k\u200bi\u200dll', 'kill'],
    ['Cyrillic letters in a Latin word', 'k\u0456ll p\u0430ssword', 'kill password'],
    ['digits for letters', 'p4ssw0rd', 'password'],
    ['letters apart', 'how to k i l l someone', 'how to kill someone'],
    ['syllables apart', '폭.탄.제.조.법', '폭탄제조법'],
    ['jamo typed one by one', 'ㅈㅏㅅㅏㄹ', '자살'],
    ['a mathematical alphabet', '𝐤𝐢𝐥𝐥', 'kill'],
    ['long runs', 'nooooooo!!!!!!', 'nooo!!!'],
  ])('undoes %s', (_name, disguised, plain) => {
    expect(normalise(disguised)).toBe(plain);
  });

  test.each([
    'I have 3 cats and 10 dogs',
    'привет, как дела',
    'x = a1 + b2',
    '2026-11-25',
    'A B C',
  ])('leaves %j alone', (text) => {
    expect(normalise(text)).toBe(text);
  });

  test('never throws and never leaves an invisible or private character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(normalise(text)).not.toMatch(/[\u200b-\u200f\u2060\ufeff\ue000-\uf8ff]/u);
      }),
    );
  });
});
