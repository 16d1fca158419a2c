import { describe, expect, test } from 'vitest';
import { parseMarkdown } from '../../../src/markdown/markdown-stream.ts';
import type { Block, Inline } from '../../../src/markdown/nodes.ts';
import { toPlainText } from '../../../src/markdown/plain-text.ts';
import { firstTurn } from '../../support/dialogues.ts';

/** The parts of the first paragraph. */
function inlinesOf(text: string): readonly Inline[] {
  const [block] = parseMarkdown(text);
  return block?.type === 'paragraph' ? block.children : [];
}

const formulasOf = (text: string): string[] =>
  inlinesOf(text).flatMap((inline) => (inline.type === 'maths' ? [inline.source] : []));
const typesOf = (text: string): string[] => parseMarkdown(text).map(({ type }) => type);

describe('formulas', () => {
  test.each([
    ['between dollars', 'for $x^2$ and $a$', ['x^2', 'a']],
    ['beside Chinese', '直角边为 $a$ 和$b$,则', ['a', 'b']],
    ['between round brackets', 'so \\(a + b\\).', ['a + b']],
    ['between double dollars in a line', '则 $$a^2$$ 例如', ['a^2']],
    ['with an escaped dollar', '$5\\$ + x_1$', ['5\\$ + x_1']],
    ['with an underscore that would be emphasis', '$a_1$ and $b_1$', ['a_1', 'b_1']],
  ])('%s', (_name, text, formulas) => {
    expect(formulasOf(text)).toEqual(formulas);
  });

  test.each([
    ['prices', 'It is $5 and $6.'],
    ['prices with the sign behind', 'It is $5 for one cat (or 6$).'],
    ['a range of prices', 'from $5-$6 on'],
    ['signs of a replacement', firstTurn('dollar-signs-en').assistant],
    ['dollars in code', 'use `$a` and `b$`'],
    ['an escaped dollar', 'a \\$x$ b'],
    ['brackets that were only escaped', 'see \\[the last note\\]'],
    ['a formula without an end', 'so $x + 1'],
    ['dollars with an empty line between them', '$$ a\n\nb $$'],
  ])('are not seen in %s', (_name, text) => {
    expect(formulasOf(text)).toEqual([]);
    expect(typesOf(text)).not.toContain('maths');
  });

  test.each([
    ['dollars', 'so:\n$$\nx = 1\n$$\nand'],
    ['brackets', 'so:\n\\[\nx = 1\n\\]\nand'],
  ])('stand on lines of their own between %s', (_name, text) => {
    expect(typesOf(text)).toEqual(['paragraph', 'maths', 'paragraph']);
    expect(parseMarkdown(text)[1]).toMatchObject({ source: 'x = 1' });
  });
});

describe('links', () => {
  test.each([
    ['https', '[a](https://b.c/d?e=1&amp;f "T")', 'https://b.c/d?e=1&f'],
    ['http', '<http://b.c>', 'http://b.c'],
    ['mail', 'a@b.example', 'mailto:a@b.example'],
    ['a bare address before Japanese', 'https://b.cを開く', 'https://b.c'],
    ['a bare address in an attribute', '<img src="https://b.c/d">', 'https://b.c/d'],
  ])('are found: %s', (_name, text, href) => {
    expect(inlinesOf(text)).toContainEqual(expect.objectContaining({ type: 'link', href }));
  });

  test.each([
    '[a](javascript:alert(1))',
    '[a](JaVaScRiPt:alert(1))',
    '[a](java&#115;cript:alert(1))',
    '[a](data:text/html;base64,AAAA)',
    '[a](file:///etc/passwd)',
    '[a](//b.c)',
    '[a](/b)',
    '[a](https:b)',
    '[a](<https://b c>)',
    '![a](javascript:alert(1))',
    '<javascript:alert(1)>',
    '[a][b]\n\n[b]: https://c.d',
  ])('of other kinds are text: %s', (text) => {
    expect(inlinesOf(text).filter(({ type }) => type === 'image')).toEqual([]);
    const links = inlinesOf(text).filter(({ type }) => type === 'link');
    expect(links).toEqual([]);
  });
});

describe('blocks', () => {
  test('HTML is text', () => {
    for (const text of [
      '<script>alert(1)</script>',
      '<div>\n**a**\n</div>',
      '<!-- a -->',
      '<?php ?>',
    ]) {
      expect(typesOf(text)).toEqual(['paragraph']);
    }
    expect(inlinesOf('a <b>c</b>')).toEqual([{ type: 'text', text: 'a <b>c</b>' }]);
  });

  test('a placeholder of personal data is one piece of text', () => {
    expect(inlinesOf('call [PHONE_1] or [EMAIL_2]')).toEqual([
      { type: 'text', text: 'call [PHONE_1] or [EMAIL_2]' },
    ]);
  });

  test('a thought stands only at the beginning, and may have no end yet', () => {
    expect(parseMarkdown('\n<think>a\n\nb</think>\n\nc')).toMatchObject([
      { type: 'thinking', text: 'a\n\nb', closed: true },
      { type: 'paragraph' },
    ]);
    expect(parseMarkdown('<think>\na')).toEqual([{ type: 'thinking', text: 'a', closed: false }]);
    expect(typesOf('write <think>a</think>')).toEqual(['paragraph']);
    expect(typesOf('a\n\n<think>b</think>')).toEqual(['paragraph', 'paragraph']);
  });

  test('footnotes end where the next one or a paragraph begins', () => {
    const [first, second, third] = parseMarkdown('[^1]: a\n    b\n[^x]: c\n\nd') as Block[];
    expect(first).toMatchObject({ type: 'footnote', label: '1' });
    expect(second).toMatchObject({ type: 'footnote', label: 'x' });
    expect(third).toMatchObject({ type: 'paragraph' });
  });

  test('code in a list belongs to its item, and a list goes on behind an empty line', () => {
    const blocks = parseMarkdown('1. a\n   ```js\n   b\n\n   c\n   ```\n\n2. d');
    expect(blocks).toHaveLength(1);
    expect(blocks[0]).toMatchObject({
      type: 'list',
      items: [
        { blocks: [{ type: 'paragraph' }, { type: 'code', text: 'b\n\nc', closed: true }] },
        { blocks: [{ type: 'paragraph' }] },
      ],
    });
  });

  test('a row with more cells than its table keeps them', () => {
    expect(toPlainText(parseMarkdown('|a|b|\n|-|-|\n|1|2|3|4|'))).toBe('a\tb\n1\t2 | 3|4');
  });

  test('emphasis beside the punctuation of Japanese and Chinese is seen', () => {
    expect(toPlainText(parseMarkdown('これは**「語」**です。**注:**以下'))).toBe(
      'これは「語」です。注:以下',
    );
    expect(toPlainText(parseMarkdown('这是**“词”**。'))).toBe('这是“词”。');
  });

  test('quotes and lists too deep to be shown are shown as written', () => {
    expect(typesOf('> '.repeat(40) + 'a')).toEqual(['plain']);
    expect(typesOf('- '.repeat(40) + 'a')).toEqual(['plain']);
    expect(typesOf('> > > a')).toEqual(['quote']);
  });
});

test('as text a reply has no marks, and thoughts are left out', () => {
  const text = [
    '<think>\nhm\n</think>',
    '# Title',
    'Some **bold** and [words](https://a.b/c), https://d.e and $x$.',
    '2. two\n3. three\n   - in',
    '> said',
    '```js\nlet a;\n```',
    '---',
    '[^1]: note',
  ].join('\n\n');
  expect(toPlainText(parseMarkdown(text))).toBe(
    [
      'Title',
      'Some bold and words (https://a.b/c), https://d.e and x.',
      '2. two\n3. three\n  - in',
      'said',
      'let a;',
      '———',
      '[1] note',
    ].join('\n\n'),
  );
});
