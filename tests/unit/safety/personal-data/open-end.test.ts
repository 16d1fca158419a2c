import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPersonalData } from '../../../../src/safety/personal-data/find-personal-data.ts';
import { findOpenEnd } from '../../../../src/safety/personal-data/open-end.ts';
import { ALL, DEFAULT } from './find.ts';

const PEM = `-----BEGIN RSA PRIVATE KEY-----\n${'MIIEowIBAAKCAQEAx7Zr4TnW1xYv6BcD3fGh\n'.repeat(6)}-----END RSA PRIVATE KEY-----`;

const VALUES = [
  'Ada.Lovelace@example.com',
  'https://example.com/a?b=c',
  '+81 90 1234 5678',
  '(212) 555-0123',
  '０９０－１２３４－５６７８',
  '4111 1111 1111 1111',
  '𝟒𝟏𝟏𝟏 𝟏𝟏𝟏𝟏 𝟏𝟏𝟏𝟏 𝟏𝟏𝟏𝟏',
  'MT84 MALT 0110 0001 2345 MTLC AST0 01S',
  '1234 5678 9018',
  '1234\u200b5678\u200b9018',
  '901010-1234567',
  '901010 - 1234567',
  '０９０−１２３４−５６７８',
  '220-81-62517',
  '11010519491231002X',
  'SSN 536 22 1234',
  'password: hunter2!',
  '비밀번호는 qwer1234',
  '2001:db8:85a3::8a2e:370:7334',
  '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa',
  'bXkgbWFpbCBpcyBhQGV4YW1wbGUuY29t',
  'my%20mail%20is%20a%40example.com',
  PEM,
  'Dr. Grace Hopper',
  '田中太郎様',
  '홍길동 씨',
  '我叫王小明。',
  '1600 Amphitheatre Parkway, Mountain View, CA 94043',
  '東京都千代田区丸の内1-9-1',
  '서울특별시 종로구 세종대로 209',
];
const FILLERS = [
  'call me at ',
  '電話は',
  '입니다. ',
  '，密码 ',
  ' ',
  '\n',
  ', ',
  '1 ',
  '2024 ',
  '-',
  'é',
  '😀',
  '. ',
];

const anyText = fc
  .array(
    fc.oneof(fc.constantFrom(...VALUES), fc.constantFrom(...FILLERS), fc.string({ maxLength: 6 })),
    {
      maxLength: 8,
    },
  )
  .map((pieces) => pieces.join(''));

describe('the open end of a growing text', () => {
  it.each([
    ['all kinds', ALL],
    ['the kinds that are on by default', DEFAULT],
  ])('never lets go of a part of personal data: %s', (_what, entities) => {
    fc.assert(
      fc.property(anyText, fc.nat(), (text, seed) => {
        const spans = findPersonalData(text, { entities, decode: true });
        const cuts = spans.flatMap(({ start, end }) => [start + 1 + (seed % (end - start)), end]);
        for (const cut of cuts) {
          const open = findOpenEnd(text.slice(0, cut), entities);
          for (const { start, end } of spans)
            if (start < cut && cut <= end) expect(open).toBeLessThanOrEqual(start);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('is the end of the text after words in any language', () => {
    for (const text of [
      '',
      'Hello there, my friend. ',
      'こんにちは',
      '안녕하세요 ',
      '你好。',
      'é',
      '😀',
    ])
      expect(findOpenEnd(text, DEFAULT)).toBe(text.length);
  });

  it.each([
    ['a word that is not finished', 'Hello wor', 6],
    ['groups of digits', 'call 090 1234 ', 5],
    ['an account in groups', 'to GB29 NWBK 60', 3],
    ['the value after a word, not the word', 'パスワードはhun', 6],
    ['a key block', 'key:\n-----BEGIN PRIVATE KEY-----\nMII EAA\n', 5],
    ['half of a digit that is a surrogate pair', 'see 12\ud835', 4],
  ])('begins with %s', (_what, text, open) => {
    expect(findOpenEnd(text, DEFAULT)).toBe(open);
  });

  it('does not wait for a key block that was closed or is too long', () => {
    const closed = `${PEM} and then `;
    expect(findOpenEnd(closed, DEFAULT)).toBe(closed.length);
    const long = `-----BEGIN PRIVATE KEY-----${'\nwords that go on'.repeat(1_000)} `;
    expect(findOpenEnd(long, DEFAULT)).toBe(long.length);
  });

  it('holds back 8,000 characters of one run at most', () => {
    expect(findOpenEnd('x'.repeat(20_000), DEFAULT)).toBe(12_000);
  });

  it('takes less than a millisecond on the average at the end of a long answer', () => {
    const text = 'An answer in ordinary words, with 12 numbers. '.repeat(2_000);
    const startMs = performance.now();
    for (let round = 0; round < 100; round += 1) findOpenEnd(text.slice(0, -round), DEFAULT);
    // ten times the budget, because the machine may be busy
    expect(performance.now() - startMs).toBeLessThan(1_000);
  });
});
