import { readFile } from 'node:fs/promises';
import { violations } from '../support/axe.ts';
import { ConversationList } from '../support/conversation-list.ts';
import { DataSection } from '../support/data-section.ts';
import { ExportDialog } from '../support/export-dialog.ts';
import { expect, test } from '../support/test.ts';

const SIZES = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
];

/** A reply with what Markdown has, a question that looks like markup, and another version of the reply. */
const TEA = {
  title: 'Tea & <b>cake</b>',
  turns: [
    'Is <img src=x> text?',
    '# Yes\n\nIt **is**, says [a site](https://example.com/?a=1&b=2).\n\n- one\n- two\n\n```js\nlet a = 1 < 2;\n```',
  ],
  otherReply: 'Another answer.',
};

for (const size of SIZES) {
  test.describe(`at ${size.width} pixels`, () => {
    test.use({ viewport: size });

    test('a conversation leaves as Markdown, as a page and as a file of ours', async ({
      chat,
      page,
      context,
    }) => {
      await chat.open();
      const list = new ConversationList(page);
      await list.fill([TEA, { title: 'Other' }]);
      const exporting = new ExportDialog(page);
      await list.choose(TEA.title, 'Export…');
      await expect(exporting.dialog).toBeVisible();
      for (const colorScheme of ['light', 'dark'] as const) {
        // nothing is on its way from one colour to the other
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        expect(await violations(page)).toEqual([]);
      }
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(size.width);
      await page.keyboard.press('Escape');
      await expect(exporting.dialog).toBeHidden();
      await expect(list.row(TEA.title)).toBeVisible();

      await list.choose(TEA.title, 'Export…');
      const markdown = await exporting.save('Markdown', 'All versions');
      expect(markdown.name).toMatch(/^Tea b cake b \d{4}-\d{2}-\d{2}\.md$/u);
      expect(markdown.text).toContain('# Tea \\& \\<b\\>cake\\</b\\>');
      for (const text of [...TEA.turns, TEA.otherReply]) expect(markdown.text).toContain(text);
      expect(markdown.text).toContain('version 1 of 2');

      await list.choose(TEA.title, 'Export…');
      const html = await exporting.save('Web page (HTML)', 'Only the branch on screen');
      expect(html.name).toMatch(/\.html$/u);
      expect(html.text).not.toContain(TEA.otherReply);
      const errors: string[] = [];
      const opened = await context.newPage();
      opened.on('console', (message) => errors.push(message.text()));
      await opened.setContent(html.text);
      await expect(opened.getByRole('heading', { level: 1 })).toHaveText(TEA.title);
      await expect(opened.getByText('Is <img src=x> text?')).toBeVisible();
      await expect(opened.getByRole('listitem')).toHaveText(['one', 'two']);
      await expect(opened.locator('script, img')).toHaveCount(0);
      // its own style passes its policy, and is applied
      expect(await opened.evaluate(() => getComputedStyle(document.body).maxWidth)).toBe('704px');
      for (const colorScheme of ['light', 'dark'] as const) {
        await opened.emulateMedia({ colorScheme });
        expect(await violations(opened)).toEqual([]);
      }
      expect(errors).toEqual([]);
      await opened.close();

      await list.choose(TEA.title, 'Export…');
      const archive = await exporting.save('Mamori file');
      expect(archive.text).toContain(TEA.otherReply);
      expect(archive.text).not.toContain('"Other"');
      const data = new DataSection(page);
      await data.open();
      await data.import(archive.text, archive.name);
      await data.expectImported(1);
    });

    test('files of other programs are chosen or dropped, and what came of them is said', async ({
      chat,
      page,
    }) => {
      await chat.open();
      const list = new ConversationList(page);
      await list.show();
      const data = new DataSection(page);
      await data.open();
      const status = data.dialog.getByRole('status');
      for (const [name, sentence] of [
        ['chatgpt.json', 'Conversations imported from ChatGPT: 2. Images left out: 2. Other parts'],
        ['chat-ui.json', 'Conversations imported from chat-ui: 1. Images left out: 1.'],
        ['llama-cpp.jsonl', 'Conversations imported from llama.cpp: 1. Images left out: 1.'],
      ] as const) {
        // a name says nothing: all go under the same one
        await data.import(await readFile(`tests/fixtures/imports/${name}`, 'utf8'), 'download');
        await expect(status).toContainText(sentence);
      }
      const dropped = await readFile('tests/fixtures/imports/llama-cpp.json', 'utf8');
      await page.evaluate((text) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([text.replace('Mountains', 'Dropped')], 'x.json'));
        const section = document.querySelector('section[aria-labelledby=data-title]');
        for (const type of ['dragover', 'drop']) {
          section?.dispatchEvent(
            new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }),
          );
        }
      }, dropped);
      await expect(status).toContainText('imported from llama.cpp: 1.');
      await page.keyboard.press('Escape');
      await list.show();
      await expect(list.rows).toHaveCount(5);
      await expect(list.row('Dropped')).toBeVisible();
      // nothing is opened by itself
      await expect(chat.turns('You')).toHaveCount(0);
      await list.row('Tea in Kyoto').click();
      await expect(chat.turns('You')).toHaveText(['Where is this tea house?', 'Thank you!']);
      await expect(chat.turns('Assistant').first()).toContainText('1 of 2');
    });
  });
}

test.describe('on paper', () => {
  test.use({ replyFormat: 'formatted' });

  test('what is printed is the whole conversation and nothing of the app', async ({
    chat,
    page,
  }) => {
    await page.addInitScript(() => {
      window.print = () => {
        dispatchEvent(new Event('beforeprint'));
        Object.assign(globalThis, { printed: true });
      };
    });
    await chat.open();
    const list = new ConversationList(page);
    const turns = Array.from({ length: 59 }, (_, at) => `Line ${at}\n${'more words '.repeat(30)}`);
    const code = `\`\`\`\nlet a = ${'1 + '.repeat(100)}1;\n\`\`\``;
    turns.push(`Line 59 and a word[^1].\n\n${code}\n\n[^1]: The note.`);
    await list.fill([{ title: 'Long', turns }, { title: 'Other' }]);
    await list.choose('Long', 'Export…');
    const exporting = new ExportDialog(page);
    await exporting.dialog.getByRole('radio', { name: 'Print or PDF' }).check();
    await exporting.dialog.getByRole('button', { name: 'Print', exact: true }).click();
    await expect
      .poll(() => page.evaluate(() => (globalThis as { printed?: boolean }).printed))
      .toBe(true);
    await expect(exporting.dialog).toBeHidden();
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await expect(chat.turns('You').first()).toContainText('Line 0');
    await expect(chat.turns('Assistant').last()).toContainText('Line 59');
    for (const name of ['Settings', 'Models', 'Send message', 'Copy']) {
      await expect(page.getByRole('button', { name, exact: true }).first()).toBeHidden();
    }
    await expect(page.getByRole('heading', { name: 'Long' })).toBeVisible();
    // a footnote keeps its number, and a long line of code its end
    await expect(page.locator('.log sup')).toHaveText('1');
    await expect(page.locator('.log sup button')).toBeVisible();
    const pre = page.locator('.log pre');
    expect(await pre.evaluate((part) => part.scrollWidth - part.clientWidth)).toBe(0);
    // nothing is left in a part that scrolls, which paper does not
    const heights = await page.evaluate(() => ({
      page: document.documentElement.scrollHeight,
      log: document.querySelector('.log')?.getBoundingClientRect().height ?? 0,
    }));
    expect(heights.page).toBeGreaterThan(heights.log);
    const pdf = await page.pdf({ format: 'A4' });
    const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/gu) ?? [];
    expect(pages.length).toBeGreaterThan(4);
  });
});
