import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  normalizeForSearch,
  phrasesOf,
  tokenizeQuery,
  tokenizeText,
} from '../../src/domain/search-text.ts';
import { makeSnippet } from '../../src/domain/snippet.ts';
import { SearchIndex } from '../../src/state/search/search-index.ts';

function indexOf(...texts: string[]): SearchIndex {
  const index = new SearchIndex();
  for (const [at, text] of texts.entries()) {
    index.add({ conversationId: `c${at}`, messageId: `m${at}`, text });
  }
  return index;
}

function found(index: SearchIndex, query: string): string[] {
  return index.find(query).map(({ conversationId }) => conversationId);
}

describe('a text is found', () => {
  test.each([
    ['Sow carrots in March', 'carr'],
    ['Sow carrots in March', 'MARCH sow'],
    ['カラオケに行く', 'ｶﾗｵｹ'],
    ['ＦＵＬＬ　ｗｉｄｔｈ', 'full width'],
    ['cafe\u0301', 'café'],
    ['新幹線で東京から京都まで', '京都ま'],
    ['猫が好き', 'き'],
    ['고양이를 좋아해요', '양이'],
    ['iPhone15を買った', 'iphone15'],
    ['我喜欢喝绿茶', '绿茶'],
    ['สวัสดีครับ ขอบคุณ', 'ขอบคุณ'],
  ])('%s by %s', (text, query) => {
    expect(found(indexOf(text, 'nothing of it'), query)).toEqual(['c0']);
  });

  test('not by characters that stand elsewhere in it', () => {
    expect(found(indexOf('東京から京都まで'), '東京都')).toEqual([]);
    expect(found(indexOf('Sow carrots'), 'arrots')).toEqual([]);
    expect(found(indexOf('Sow carrots'), '   ')).toEqual([]);
  });

  test('with the title first, once a conversation, and not after it is removed', () => {
    const index = indexOf('apples and pears', 'apples');
    index.add({ conversationId: 'c1', messageId: 'm9', text: 'more apples' });
    index.add({ conversationId: 'c2', messageId: null, text: 'apples and pears' });
    expect(found(index, 'apples').toSorted()).toEqual(['c0', 'c1', 'c2']);
    expect(found(index, 'pears')[0]).toBe('c2');
    index.removeConversation('c2');
    expect(found(index, 'pears')).toEqual(['c0']);
  });
});

const cjk = fc.string({
  unit: fc.constantFrom(...'東京都新幹線はカラオケ고양이좋아我喜欢绿茶々ー𠮷'),
  minLength: 2,
  maxLength: 30,
});

test('every part of two characters and more of a Chinese, Japanese or Korean text finds it', () => {
  fc.assert(
    fc.property(cjk, fc.nat(), fc.nat(), (text, start, length) => {
      const characters = Array.from(text);
      const from = start % (characters.length - 1);
      const to = from + 2 + (length % (characters.length - from - 1));
      expect(found(indexOf(text), characters.slice(from, to).join(''))).toEqual(['c0']);
    }),
  );
});

test('every word of any text finds it, and every term of a query begins one of the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
      const terms = tokenizeText(text);
      for (const wanted of tokenizeQuery(text)) {
        expect(terms.some((term) => term.startsWith(wanted))).toBe(true);
      }
      if (terms.length > 0) expect(found(indexOf(text), text)).toEqual(['c0']);
    }),
  );
});

describe('a snippet', () => {
  test('marks what was looked for as it was written', () => {
    expect(makeSnippet('Sow CARROTS\nunder ﬂeece.', 'carrots fleece')).toEqual([
      { text: 'Sow ', isMatch: false },
      { text: 'CARROTS', isMatch: true },
      { text: ' under ', isMatch: false },
      { text: 'ﬂeece', isMatch: true },
      { text: '.', isMatch: false },
    ]);
  });

  test('leaves out signs of Markdown that say nothing on one line, but none that were looked for', () => {
    const show = (text: string, query: string): string =>
      makeSnippet(text, query)
        .map((part) => part.text)
        .join('');
    const table = 'Words:\n\n| Word | 言葉 |\n|:---|--:|\n| **one** | `いち` |\n| two | に |';
    expect(show(table, 'word')).toBe('Words: Word | 言葉 one | いち two | に |');
    expect(show(`${'before '.repeat(9)}\n|---|---|\n| a | b |`, 'a')).toContain(' a | b');
    expect(show('Look:\n## Title\n> said\n```js\na = b || c - d\n```\nend', 'look')).toBe(
      'Look: Title said a = b || c - d end',
    );
    expect(show('## Answer 3\n\nIt is so.', 'so')).toBe('Answer 3 It is so.');
    expect(show('```run it``` and wait', 'wait')).toBe('run it and wait');
    expect(show('~~~md\n```\n~~~\nend', 'end')).toBe('end');
    expect(show('A line - with **bold** words', '**bold**')).toContain('bold');
    expect(show('from one - to two', 'one two')).toBe('from one - to two');
  });

  test('is the stretch around the first match of a long text', () => {
    const parts = makeSnippet(`${'before '.repeat(100)}needle${' after'.repeat(100)}`, 'needle');
    expect(parts.map(({ text }) => text).join('').length).toBeLessThan(200);
    expect(parts.filter(({ isMatch }) => isMatch)).toEqual([{ text: 'needle', isMatch: true }]);
    expect([parts[0]?.text, parts.at(-1)?.text]).toEqual(['…', '…']);
  });

  test('marks exactly what was looked for, also where characters change when they are compared', () => {
    const text = fc.string({
      unit: fc.constantFrom(...'abZ 東京かガｶﾞ고양한ﬁ\u3099\u0301ＡﾞÉ'),
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(text, (written) => {
        const [word] = phrasesOf(written);
        if (word === undefined) return;
        const marked = makeSnippet(written, word).find(({ isMatch }) => isMatch);
        if (marked) expect(normalizeForSearch(marked.text)).toContain(word);
      }),
    );
    expect(makeSnippet('見た：ガガ', 'ガ').filter(({ isMatch }) => isMatch)).toHaveLength(2);
  });

  test('is always a stretch of the text and cuts no character in half', () => {
    const any = fc.string({ unit: 'grapheme', maxLength: 300 });
    fc.assert(
      fc.property(any, fc.string({ unit: 'grapheme', maxLength: 4 }), (text, query) => {
        const shown = makeSnippet(text, query)
          .map((part) => part.text)
          .join('')
          .replace(/^…|…$/gu, '');
        expect(shown.isWellFormed()).toBe(true);
        // what may be left out
        const bare = (any: string): string => any.replace(/[\s#>|:*`~-]/gu, '');
        expect(bare(text)).toContain(bare(shown));
      }),
    );
  });
});
