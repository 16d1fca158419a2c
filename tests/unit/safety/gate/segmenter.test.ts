import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateTokens, findTail } from '../../../../src/safety/gate/estimate-tokens.ts';
import { findSegmentEnd } from '../../../../src/safety/gate/segmenter.ts';

/** The segments of a text that arrives in these pieces. */
function segment(pieces: readonly string[]): string[] {
  const segments: string[] = [];
  let text = '';
  let from = 0;
  const cut = (isEnd: boolean): void => {
    for (;;) {
      const end = findSegmentEnd(text, from, isEnd);
      if (end === null) return;
      segments.push(text.slice(from, end));
      from = end;
    }
  };
  for (const piece of pieces) {
    text += piece;
    cut(false);
  }
  cut(true);
  return segments;
}

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc
    .array(
      fc.constantFrom(
        'Hello',
        ' ',
        '. ',
        '3.14',
        '「はい」',
        '。',
        '😀',
        '👩‍👩‍👧',
        '🇯🇵',
        'e\u0301',
        '\n',
        'ㅋㅋ',
        ', ',
        '```',
        '|',
      ),
      { maxLength: 200 },
    )
    .map((parts) => parts.join('')),
);
/** A text cut anywhere, also inside surrogate pairs. */
const anySplit = fc
  .tuple(anyText, fc.array(fc.nat({ max: 300 }), { maxLength: 40 }))
  .map(([text, places]) => {
    const cuts = [0, ...places.map((at) => Math.min(at, text.length)), text.length].sort(
      (a, b) => a - b,
    );
    return { text, pieces: cuts.slice(1).map((end, at) => text.slice(cuts[at], end)) };
  });

describe('segments of a reply', () => {
  it('are a first clause and then sentences', () => {
    expect(
      segment([
        'If you want to bake bread, begin early in the morning. Mix flour and water. It costs 3.14 euros! Done',
      ]),
    ).toEqual([
      'If you want to bake bread,',
      ' begin early in the morning.',
      ' Mix flour and water.',
      ' It costs 3.14 euros!',
      ' Done',
    ]);
  });

  it('are sentences in Japanese too, with the closing bracket', () => {
    expect(segment(['彼は「今日は雨です。」と言いました。そして傘を持って行きました。'])).toEqual([
      '彼は「今日は雨です。」',
      'と言いました。',
      'そして傘を持って行きました。',
    ]);
  });

  it('never grow far beyond the cap, with or without spaces', () => {
    const texts = [
      'word '.repeat(400),
      'あ'.repeat(400),
      'x'.repeat(2_000),
      '| a | b |'.repeat(100),
    ];
    for (const text of texts) {
      for (const part of segment([text])) expect(estimateTokens(part)).toBeLessThan(40);
    }
  });

  it('never lose or change a character', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(segment([text]).join('')).toBe(text);
      }),
    );
  });

  it('are the same however the text arrives', () => {
    fc.assert(
      fc.property(anySplit, ({ text, pieces }) => {
        expect(segment(pieces)).toEqual(segment([text]));
      }),
      { numRuns: 500 },
    );
  });

  it('never end inside an emoji, a flag or an accented letter', () => {
    const whole = ['👩‍👩‍👧', '🇯🇵', 'e\u0301', '각', '👍🏽'];
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...whole), { minLength: 60, maxLength: 150 }),
        (parts) => {
          for (const part of segment([parts.join('')])) {
            expect(whole.some((sign) => part.startsWith(sign))).toBe(true);
            expect(whole.some((sign) => part.endsWith(sign))).toBe(true);
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  it('end in a cluster only if it is endless', () => {
    const parts = segment([`a${'\u0301'.repeat(5_000)}`]);
    expect(parts.join('')).toHaveLength(5_001);
    expect(Math.max(...parts.map(({ length }) => length))).toBeLessThanOrEqual(600);
  });
});

describe('the last tokens of a text', () => {
  it('hold at most as many as asked for and begin between characters', () => {
    fc.assert(
      fc.property(anyText, fc.nat({ max: 60 }), (text, tokens) => {
        const start = findTail(text, tokens);
        expect(estimateTokens(text.slice(start))).toBeLessThanOrEqual(tokens + 1e-9);
        const rest = text.slice(start);
        if (start > 0 && /^[\udc00-\udfff]/u.test(rest)) {
          expect(/[\ud800-\udbff]$/u.test(text.slice(0, start))).toBe(false);
        }
      }),
    );
  });
});
