import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import type { Mask } from '../../src/domain/verdict.ts';
import Markdown from '../../src/ui/markdown/Markdown.svelte';
import { renderMaths } from '../../src/ui/markdown/render-maths.ts';

const NONE = { growing: false, masks: [] as readonly Mask[], revealed: false };
const EMAIL: Mask = {
  placeholder: '[EMAIL_1]',
  entity: 'email',
  value: 'kenji@example.com',
  canonical: 'kenji@example.com',
};

test('what is finished keeps its elements while the reply goes on', async () => {
  const begun = '# Title\n\n- one\n- two\n\n```js\nlet a;\n```\n\nThe end';
  const screen = await render(Markdown, { ...NONE, text: begun, growing: true });
  const elements = () => [...screen.container.querySelectorAll('h3, li, pre, .keyword')];
  await expect.poll(() => elements().length).toBe(5);
  const before = elements();
  for (const more of [' of', ' of it.\n\n', ' of it.\n\nAnd **more']) {
    await screen.rerender({ ...NONE, text: begun + more, growing: true });
    expect(elements()).toEqual(before);
  }
  await expect.element(screen.getByText('more')).toBeVisible();
});

test('personal data stay marked in words, cells, thoughts and code, and are shown when that is asked for', async () => {
  const text = [
    '<think>\n[EMAIL_1]\n</think>',
    '**[EMAIL_1]** and [mail [EMAIL_1]](https://a.b)',
    '| a |\n|---|\n| [EMAIL_1] |',
    '`[EMAIL_1]`',
    '```python\nto = "[EMAIL_1]"\n```',
  ].join('\n\n');
  const screen = await render(Markdown, { ...NONE, text, masks: [EMAIL] });
  const marks = () =>
    [...screen.container.querySelectorAll('mark')].map((mark) => mark.textContent);
  expect(marks()).toEqual(Array(6).fill('[EMAIL_1]'));
  await screen.rerender({ ...NONE, text, masks: [EMAIL], revealed: true });
  expect(marks()).toEqual(Array(6).fill('kenji@example.com'));
});

const ALLOWED = new Set(
  `div p h2 h3 h4 h5 h6 ul ol li table thead tbody tr th td blockquote hr pre code span strong em del br sup button
   input details summary mark svg path math`.split(/\s+/u),
);
const PAYLOADS = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg/onload=alert(1)>',
  '<iframe srcdoc="<script>alert(1)</script>">',
  '<a href="javascript:alert(1)">a</a>',
  '<style>*{display:none}</style>',
  '<form action="https://a.b"><input name=x></form>',
  '<base href="https://a.b">',
  '[a](javascript:alert(1))',
  '[a](https://a.b "onmouseover=alert(1)")',
  '![a](https://a.b/c.png)',
  '<https://a.b/"><img src=x>',
  '$\\href{javascript:alert(1)}{x}$',
  '$\\includegraphics{https://a.b/c.png}$',
];
const WRAPPERS: ((payload: string) => string)[] = [
  (payload) => payload,
  (payload) => `# ${payload}`,
  (payload) => `- [ ] ${payload}`,
  (payload) => `> ${payload}`,
  (payload) => `| ${payload} | b |\n|---|---|\n| ${payload} | c |`,
  (payload) => `**${payload}**`,
  (payload) => `\`\`\`html\n${payload}\n\`\`\``,
  (payload) => `\`\`\`${payload}\na\n\`\`\``,
  (payload) => `[^1]\n\n[^1]: ${payload}`,
  (payload) => `<think>\n${payload}\n</think>`,
  (payload) => `[${payload}](https://a.b)`,
  (payload) => `$$\n${payload}\n$$`,
];

test('none of 168 hostile replies becomes an element, an address or a handler', async () => {
  expect(PAYLOADS.length * WRAPPERS.length).toBe(168);
  for (const wrap of WRAPPERS) {
    const text = PAYLOADS.map(wrap).join('\n\n');
    const screen = await render(Markdown, { ...NONE, text });
    await new Promise((resolve) => setTimeout(resolve, 50));
    for (const element of screen.container.querySelectorAll('.markdown *')) {
      const isMaths = element.namespaceURI === 'http://www.w3.org/1998/Math/MathML';
      expect(isMaths || ALLOWED.has(element.localName), element.localName).toBe(true);
      for (const { name } of element.attributes) {
        expect(name).not.toMatch(/^(?:on|href$|src|srcdoc|action|formaction|xlink|poster)/u);
        // sizes of a formula, set one by one
        if (name === 'style')
          expect(isMaths && element.getAttribute('style')?.includes('url(') === false).toBe(true);
      }
    }
    await screen.unmount();
  }
});

test('a formula that reaches outside, draws over the page or never ends is refused', () => {
  for (const source of [
    '\\href{https://a.b}{x}',
    '\\includegraphics{https://a.b/c.png}',
    '\\undefined{x}',
    '\\frac{1}',
    '\\def\\a{\\a\\a}\\a',
  ]) {
    const formula = renderMaths(source, true);
    expect(formula?.querySelector('[href], img, a') ?? null, source).toBeNull();
    if (!source.startsWith('\\href') && !source.startsWith('\\include')) expect(formula).toBeNull();
  }
  expect(renderMaths('\\sqrt{x}', false)?.localName).toBe('math');
});
