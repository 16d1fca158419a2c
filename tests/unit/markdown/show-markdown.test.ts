import { describe, expect, test } from 'vitest';
import { parseMarkdown } from '../../../src/markdown/markdown-stream.ts';
import { readAddress, readHost } from '../../../src/ui/markdown/address.ts';
import { canOpenSites } from '../../../src/ui/markdown/can-open-sites.ts';
import { levelHeadings } from '../../../src/ui/markdown/heading-levels.ts';
import { highlightCode } from '../../../src/ui/markdown/highlight-code.ts';
import { findGrammar, MAX_HIGHLIGHT_CHARS } from '../../../src/ui/markdown/highlight-languages.ts';

describe('the headings of a reply', () => {
  const levelsOf = (text: string): number[] => [...levelHeadings(parseMarkdown(text)).values()];

  test.each([
    ['begin below those of the page', '# a\n\n## b\n\n# c', [3, 4, 3]],
    ['skip no level', '### a\n\n###### b\n\n# c', [3, 4, 3]],
    ['end with the sixth', '# a\n\n## b\n\n### c\n\n#### d\n\n##### e', [3, 4, 5, 6, 6]],
    ['are only those that divide it', '> # a\n\n- # b', []],
  ])('%s', (_name, text, levels) => {
    expect(levelsOf(text)).toEqual(levels);
  });
});

describe('code', () => {
  test.each([
    ['js', 'javascript'],
    ['ts', 'typescript'],
    ['c++', 'cpp'],
    ['html', 'xml'],
    ['sh', 'bash'],
    ['brainfuck', null],
    ['', null],
    ['constructor', null],
  ])('after ```%s is read as %s', (language, grammar) => {
    expect(findGrammar(language)).toBe(grammar);
  });

  test.each([
    ['javascript', 'const a = `x ${b + 1} y`; // <b>&amp;</b>\n'],
    ['python', 'def f(a: int) -> str:\n    return f"{a}"\n'],
    ['xml', '<script>let a = "</b>";</script>\n<style>p { color: red }</style>'],
    ['bash', 'echo "$(ls | wc -l)" > /dev/null'],
    ['json', '{"a": [1, true, null]}'],
  ] as const)('keeps every sign of %s in its coloured pieces', (grammar, code) => {
    const pieces = highlightCode(code, grammar);
    expect(pieces?.map(({ text }) => text).join('')).toBe(code);
    expect(new Set(pieces?.map(({ colour }) => colour)).size).toBeGreaterThan(1);
  });

  test('as long as any that is coloured takes a time that grows with its length', () => {
    const line = 'const answer = compute(40, "two") + other.value; // a comment\n';
    const time = (length: number): number => {
      const code = line.repeat(Math.ceil(length / line.length)).slice(0, length);
      const start = performance.now();
      expect(highlightCode(code, 'typescript')).not.toBeNull();
      return performance.now() - start;
    };
    time(MAX_HIGHLIGHT_CHARS);
    const [short, long] = [time(MAX_HIGHLIGHT_CHARS / 4), time(MAX_HIGHLIGHT_CHARS)];
    if (process.env['SHOW']) console.log('highlight', short, long);
    expect(long).toBeLessThan(12 * short + 20);
  });
});

describe('where a link leads', () => {
  test('is its host as it is looked up', () => {
    expect(readHost('https://good.example@bad.example:8080/x')).toBe('bad.example:8080');
    expect(readHost('https://аpple.com/')).toBe('xn--pple-43d.com');
    expect(readAddress('mailto:a%40b@c.example?subject=x')).toMatchObject({
      type: 'mail',
      recipient: 'a@b@c.example',
    });
  });

  test.each(['javascript:alert(1)', 'data:text/html,x', 'ftp://a.b', 'nothing', 'https://'])(
    'is nowhere for %s',
    (written) => {
      expect(readAddress(written)).toBeNull();
    },
  );

  test.each([
    ['a Chromium that confines the page', [{ brand: 'Chromium', version: '156' }], false],
    ['one before that', [{ brand: 'Chromium', version: '151' }], true],
  ])('can be opened or not in %s', (_name, brands, can) => {
    expect(canOpenSites({ userAgentData: { brands } })).toBe(can);
  });

  test('can be opened in a browser that says nothing of itself', () => {
    expect(canOpenSites({})).toBe(true);
  });
});
