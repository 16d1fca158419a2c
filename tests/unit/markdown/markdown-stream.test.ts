import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_SEGMENT_CHARS, MAX_TEXT_CHARS } from '../../../src/markdown/limits.ts';
import { MarkdownStream, parseMarkdown } from '../../../src/markdown/markdown-stream.ts';
import type { Block, Inline } from '../../../src/markdown/nodes.ts';
import { allDialogues } from '../../support/dialogues.ts';

/** Pieces that mean something in Markdown, and words in four scripts between them. */
const PIECES = [
  'word',
  'два',
  '日本語',
  '한국어',
  '「語」',
  ' ',
  '  ',
  '\n',
  '\n\n',
  '\r\n',
  '\t',
  '    ',
  '# ',
  '- ',
  '* ',
  '1. ',
  '- [ ] ',
  '> ',
  '| ',
  '|---|---|\n',
  '---',
  '===',
  '```',
  '```js\n',
  '~~~',
  '`',
  '**',
  '*',
  '_',
  '~~',
  '[',
  ']',
  '](https://example.com/)',
  '](javascript:alert(1))',
  '![',
  '<b>',
  '</b>',
  '<!--',
  '<think>',
  '</think>',
  '<https://example.com>',
  'https://example.com/a?b=c',
  '[^1]',
  '[^1]: ',
  '[ref]: https://example.com\n',
  '$',
  '$$',
  '\\(',
  '\\)',
  '\\[',
  '\\]',
  '\\',
  '&lt;',
  '[PHONE_1]',
  '5',
  '😀',
];
const markdown = fc
  .array(
    fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...PIECES) }, fc.string({ maxLength: 4 })),
    {
      maxLength: 60,
    },
  )
  .map((pieces) => pieces.join(''));

/** Everything that a reader can get at, in order. */
function readBlocks(blocks: readonly Block[]): string {
  return blocks.map(readBlock).join(' ');
}

function readBlock(block: Block): string {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return readInlines(block.children);
    case 'code':
      return `${block.info} ${block.text}`;
    case 'list':
      return block.items.map((item) => readBlocks(item.blocks)).join(' ');
    case 'table':
      return [block.header, ...block.rows].map((row) => row.map(readInlines).join(' ')).join(' ');
    case 'quote':
      return readBlocks(block.blocks);
    case 'footnote':
      return `${block.label} ${readBlocks(block.blocks)}`;
    case 'rule':
      return '';
    case 'maths':
      return block.written;
    case 'thinking':
    case 'plain':
      return block.text;
  }
}

function readInlines(inlines: readonly Inline[]): string {
  return inlines
    .map((inline) => {
      switch (inline.type) {
        case 'text':
        case 'code':
          return inline.text;
        case 'strong':
        case 'emphasis':
        case 'deleted':
          return readInlines(inline.children);
        case 'link':
          return `${readInlines(inline.children)} ${inline.href} ${inline.title}`;
        case 'image':
          return `${inline.alt} ${inline.href} ${inline.title}`;
        case 'maths':
          return inline.written;
        case 'footnote-reference':
          return inline.label;
        case 'break':
          return '\n';
      }
    })
    .join('');
}

function cut(text: string, at: readonly number[]): string[] {
  const cuts = [...new Set(at.map((share) => Math.floor(share * text.length)))].sort(
    (a, b) => a - b,
  );
  return [...cuts.map((end) => text.slice(0, end)), text];
}

describe('a text that arrives in pieces', () => {
  const splits = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 40 });

  test('gives the blocks of the whole text, at every piece', () => {
    fc.assert(
      fc.property(markdown, splits, fc.boolean(), (text, at, growing) => {
        const stream = new MarkdownStream();
        for (const prefix of cut(text, at)) {
          const blocks = stream.update(prefix, growing);
          expect(blocks).toEqual(new MarkdownStream().update(prefix, growing));
        }
        expect(stream.update(text)).toEqual(parseMarkdown(text));
      }),
      { numRuns: 1_500 },
    );
  });

  test('keeps finished blocks as they are, so that they are not drawn again', () => {
    const text = allDialogues()
      .flatMap((turns) => turns.map(({ assistant }) => assistant))
      .join('\n\n');
    const stream = new MarkdownStream();
    let kept = 0;
    let before: readonly Block[] = [];
    for (let end = 0; end < 6_000; end += 7) {
      const blocks = stream.update(text.slice(0, end), true);
      const changed = before.findIndex((block, at) => block !== blocks[at]);
      if (changed !== -1) expect(before.length - changed).toBeLessThanOrEqual(4);
      kept = Math.max(kept, changed);
      before = blocks;
    }
    expect(kept).toBeGreaterThan(20);
  });

  test('is read from its beginning where it does not go on', () => {
    const stream = new MarkdownStream();
    stream.update('# one\n\ntwo\n\nthree');
    expect(stream.update('other')).toEqual(parseMarkdown('other'));
  });

  test('shows marks that have only begun as if they were whole', () => {
    const show = (text: string): string =>
      readBlocks(new MarkdownStream().update(text, true)).trim();
    expect(show('a **bol')).toBe('a bol');
    expect(show('a **')).toBe('a');
    expect(show('run `npm')).toBe('run npm');
    expect(show('~~ol')).toBe('ol');
    expect(show('read [the guide](https://exam')).toBe('read the guide');
    expect(show('<thi')).toBe('');
    const [table] = new MarkdownStream().update('| Fruit | Pri', true);
    expect(table?.type).toBe('table');
  });
});

describe('any text', () => {
  test('loses no letter', () => {
    fc.assert(
      fc.property(markdown, (text) => {
        const lettersOf = (some: string): string[] =>
          [...some.matchAll(/\p{L}/gu)].map(String).sort();
        // the name of a reference is not a letter that is read, and what a thought is wrapped in is not, either
        const source = text.replaceAll('&lt;', '');
        const shown = readBlocks(parseMarkdown(source));
        const missing = lettersOf(source);
        for (const letter of lettersOf(shown)) {
          const at = missing.indexOf(letter);
          if (at !== -1) missing.splice(at, 1);
        }
        const wrapped = [...source.matchAll(/<\/?think>/gu)].length * 'think'.length;
        expect(missing.filter((letter) => !'think'.includes(letter))).toEqual([]);
        expect(missing.length).toBeLessThanOrEqual(wrapped);
      }),
      { numRuns: 3_000 },
    );
  });

  test.each([
    ['quotes', '>'],
    ['lists', '- '],
    ['brackets', '['],
    ['images', '!['],
    ['stars', '*a '],
    ['strong', '**a'],
    ['backticks', '`a``'],
    ['dollars', '$a'],
    ['formulas that never end', '\\(a'],
    ['angles', '<a'],
    ['table cells', '|a'],
    ['rows', '|a|b|\n|-|-|\n'],
    ['loose items', '- a\n\n'],
    ['footnotes', '[^1]: a\n'],
    ['underscores', '_a_ '],
    ['links', '[a](https://b.c) '],
    ['fences', '```\n'],
    ['nested items', '- a\n  - b\n    - c\n'],
    ['long lines', 'a'],
    ['spaces', ' '],
    ['blank lines', '\n'],
    ['tabs', '\ta\n'],
    ['thoughts', '<think>'],
    ['display formulas', '$$\na\n'],
    ['entities', '&#'],
    ['strikes', '~~a'],
    ['addresses', 'https://a.b/'],
  ])(
    'is read in a time that grows with no more than the square of its longest part: %s',
    (_name, piece) => {
      const time = (length: number): number => {
        const text = piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
        let best = Infinity;
        for (let run = 0; run < 3; run += 1) {
          const start = performance.now();
          parseMarkdown(text);
          best = Math.min(best, performance.now() - start);
        }
        return best;
      };
      time(2_000);
      const [short, long] = [time(3_000), time(MAX_SEGMENT_CHARS)];
      // four times the text: sixteen times for the square, sixty-four for the cube, and the machine may be busy
      expect(long).toBeLessThan(40 * short + 50);
    },
  );

  test('of many parts is read in a time that grows with their number', () => {
    const part = '**a** `b` [c](https://d.e) $f$\n- g\n- h\n\n|i|j|\n|-|-|\n|k|l|\n\n';
    const time = (count: number): number => {
      const text = part.repeat(count);
      const start = performance.now();
      parseMarkdown(text);
      return performance.now() - start;
    };
    time(100);
    expect(time(1_600)).toBeLessThan(10 * time(400) + 50);
  });

  test('beyond the longest that is read is shown as written', () => {
    const text = 'line\n\n'.repeat(MAX_TEXT_CHARS / 6 + 10);
    const blocks = parseMarkdown(text);
    expect(blocks.at(-1)).toEqual({ type: 'plain', text: text.slice(MAX_TEXT_CHARS) });
  });
});
