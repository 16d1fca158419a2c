import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseMarkdown } from '../../src/markdown/markdown-stream.ts';
import { toHtml } from '../../src/markdown/to-html.ts';
import type { WrittenTurn } from '../../src/ui/export/describe-transcript.ts';
import { hashStyle, PAGE_STYLE } from '../../src/ui/export/page-style.ts';
import { writeHtml } from '../../src/ui/export/write-html.ts';
import { writeTranscript } from '../support/written-transcript.ts';

const TAGS = new Set(
  `section h1 h2 h3 h4 h5 h6 p strong em del code pre ul ol li table thead tbody tr th td blockquote hr br a sup div
   details summary main`.split(/\s+/u),
);
const ATTRIBUTES = new Set(['dir', 'lang', 'class', 'href', 'rel', 'referrerpolicy', 'start']);
const LANGUAGES = new Set(['', 'en', 'ja', 'ko', 'zh']);
const CLASSES = new Set(['made', 'note', 'question', 'footnote', 'left', 'center', 'right']);

function writePage(
  title: string,
  turns: readonly Partial<WrittenTurn>[],
  hash = "'none'",
): Document {
  const html = writeHtml(writeTranscript(title, turns), hash);
  return new DOMParser().parseFromString(html, 'text/html');
}

/** What a page has that this app would not have written. */
function findForeign(page: Document): string[] {
  const head = [...page.head.children].map(({ localName }) => localName).join(' ');
  const found = head === 'meta meta meta meta title style' ? [] : [head];
  for (const element of page.body.querySelectorAll('*')) {
    if (!TAGS.has(element.localName)) found.push(element.localName);
    for (const { name, value } of element.attributes) {
      if (!ATTRIBUTES.has(name)) found.push(name);
      if (name === 'lang' && !LANGUAGES.has(value)) found.push(value);
      if (name === 'class' && !CLASSES.has(value)) found.push(value);
      if (name === 'href' && !/^(?:https?:|mailto:)/u.test(value)) found.push(value);
      if (name === 'rel' && value !== 'noopener noreferrer nofollow external') found.push(value);
    }
  }
  return found;
}

const PAYLOADS = [
  '<script>alert(1)</script>',
  '</style><script>alert(1)</script>',
  '</title><img src=x onerror=alert(1)>',
  '--><svg/onload=alert(1)>',
  '"><iframe src="https://a.b">',
  "' onmouseover='alert(1)",
  '[a](javascript:alert(1))',
  '[a](https://a.b/"onmouseover="alert(1))',
  '[a](<https://a.b/\'"> "x\\" onclick=alert(1)")',
  '![a](https://a.b/c.png "t")',
  '![x](data:image/svg+xml,<svg onload=alert(1)>)',
  '<https://a.b/"onclick=1>',
  '| a |\n|:-:|\n| <b> |',
  '1000000000. a',
  '```"><script>\n</code></pre><script>\n```',
  '<think>\n</details><script>alert(1)</script>\n</think>\n\nx',
  '[^"><b>]: note\n\nx[^"><b>]',
  '$</code><script>alert(1)</script>$',
  '&lt;script&gt; &#60;img src=x&#62;',
  '- [x] <b>\n  > # <i>',
];

describe('an exported page', () => {
  test('names the language of each text, and none where its letters do not tell', () => {
    const page = writePage('Trip', [
      { role: 'user', text: 'フランスの首都はどこですか。' },
      { text: '파리입니다.' },
      { text: '42' },
    ]);
    const languages = [...page.querySelectorAll('section [lang]')];
    expect(languages.map((element) => element.getAttribute('lang'))).toEqual(['ja', 'ko', '']);
  });

  test('has no tag, attribute or address of a text, in a title, a question, a reply or a note', () => {
    const pieces = fc.oneof(
      fc.constantFrom(...PAYLOADS),
      fc.string(),
      fc.constantFrom('\n', '\n\n', ' ', '<', '"', "'", '&', '`', '*', '[', '](', ')', '|'),
    );
    const texts = fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(texts, texts, (title, text) => {
        const turns = [
          { role: 'user' as const, text, before: [text] },
          { text, heading: text, after: [text] },
        ];
        expect(findForeign(writePage(title, turns))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('shows questions sign by sign, and replies with what their Markdown means', () => {
    const question = ' <b>&amp;\n  "x" ';
    const page = writePage('<i>T</i>', [
      { role: 'user', text: question },
      { text: '# A\n\n**b** [c](https://d.e/?f=1&g=2) ![h](https://i.j/k.png)\n\n- [x] l' },
    ]);
    expect(page.title).toBe('<i>T</i>');
    expect(page.querySelector('.question')?.textContent).toBe(question);
    expect(page.querySelector('h3')?.textContent).toBe('A');
    expect([...page.links].map(({ href }) => href)).toEqual([
      'https://d.e/?f=1&g=2',
      'https://i.j/k.png',
    ]);
    expect(page.querySelector('li')?.textContent).toBe('☑ l');
  });

  test('keeps thoughts folded', () => {
    const page = writePage('T', [{ text: '<think>\nHm.\n</think>\n\nYes' }]);
    const thoughts = page.querySelector('details');
    expect([thoughts?.open, thoughts?.querySelector('p')?.textContent]).toEqual([false, 'Hm.']);
  });

  test('has a policy that allows its own style and nothing else', async () => {
    const hash = await hashStyle();
    const page = writePage('T', [], hash);
    const meta = page.querySelector('meta[http-equiv=Content-Security-Policy]');
    expect(meta?.getAttribute('content')).toBe(
      `default-src 'none'; style-src ${hash}; base-uri 'none'; form-action 'none'`,
    );
    expect(page.querySelector('style')?.textContent).toBe(PAGE_STYLE);
    expect(PAGE_STYLE).not.toMatch(/url\(|@import|</u);
  });
});

test('an address that is neither of a site nor of mail is never a link, whoever made the block', () => {
  const html = toHtml(
    [
      {
        type: 'paragraph',
        children: [
          {
            type: 'link',
            href: 'javascript:alert(1)',
            title: '',
            children: [{ type: 'text', text: 'a' }],
          },
        ],
      },
    ],
    { nameImage: () => '', thoughts: '', levelOf: () => undefined },
  );
  expect(html).toBe('<p dir="auto">a</p>');
  expect(parseMarkdown('[a](javascript:alert(1))')[0]?.type).toBe('paragraph');
});
