import { ConversationList } from '../support/conversation-list.ts';
import { DataSection } from '../support/data-section.ts';
import { ExportDialog } from '../support/export-dialog.ts';
import { writeZip } from '../support/hostile-zip.ts';
import { bytesOf } from '../support/model-files.ts';
import { Sink } from '../support/sink.ts';
import { expect, test } from '../support/test.ts';

// what is laid out has more ways to go wrong than what stands as it was written
test.use({ replyFormat: 'formatted' });

/** Long enough for a browser to ask a host on this device. */
const SETTLING_MS = 1_500;

/** An export of ChatGPT in which everything that is text asks for something. */
function writeHostile(url: string): string {
  const text = [
    `<img src="${url}img" onerror="fetch('${url}fetch')">`,
    `</style><script src="${url}script"></script>`,
    `<link rel="stylesheet" href="${url}link"><iframe src="${url}frame"></iframe>`,
    `![x](${url}markdown) [x](javascript:fetch('${url}js'))`,
  ].join('\n\n');
  const turn = (parent: string | null, role: string) => ({
    parent,
    message: {
      author: { role },
      content: {
        content_type: 'multimodal_text',
        parts: [text, { content_type: 'image_asset_pointer', asset_pointer: `${url}asset` }],
      },
      metadata: { model_slug: text },
    },
  });
  return JSON.stringify([
    {
      title: text,
      current_node: 'b',
      safe_urls: [`${url}safe`],
      mapping: { a: turn(null, 'user'), b: turn('a', 'assistant') },
    },
  ]);
}

test('what another program exported is text: taken in, shown and exported as a page, it asks no host and runs nothing', async ({
  chat,
  page,
  context,
}) => {
  const sink = await Sink.open();
  await chat.open();
  const list = new ConversationList(page);
  await list.show();
  const data = new DataSection(page);
  await data.open();
  await data.import(writeHostile(sink.url), 'conversations.json');
  await expect(data.dialog.getByRole('status')).toContainText('ChatGPT: 1. Images left out: 2.');
  await page.keyboard.press('Escape');
  await list.rows.getByRole('button').first().click();
  await expect(chat.turns('You')).toContainText('onerror=');
  await expect(
    chat.turns('Assistant').first().locator('img, iframe, script, link, style'),
  ).toHaveCount(0);

  await list.rows.getByRole('button', { name: /^More/u }).click();
  await page.getByRole('menuitem', { name: 'Export…' }).click();
  const { text } = await new ExportDialog(page).save('Web page (HTML)', 'All versions');
  const opened = await context.newPage();
  // without its policy too, the page has nothing in it that asks
  for (const html of [text, text.replace(/<meta http-equiv[^>]*>/u, '')]) {
    await opened.setContent(html);
    await expect(opened.locator('img, iframe, script, link')).toHaveCount(0);
    await expect(opened.getByText('onerror=').first()).toBeVisible();
    await opened.waitForTimeout(SETTLING_MS);
  }
  expect([...sink.reached]).toEqual([]);
  sink.close();
});

test('a zip that is a bomb is refused, and the page goes on', async ({ chat, page }) => {
  await chat.open();
  await new ConversationList(page).show();
  const data = new DataSection(page);
  await data.open();
  const bytes = new Uint8Array(60 * 1024 ** 2);
  const bomb = writeZip([{ path: 'conversations.json', bytes, deflate: true }]);
  const honest = writeZip([
    {
      path: 'conversations.json',
      bytes: bytesOf(writeHostile('https://a.invalid/')),
      deflate: true,
    },
  ]);
  for (const [zip, sentence] of [
    [bomb, 'larger than Mamori can take in'],
    [honest, 'Conversations imported from ChatGPT: 1.'],
  ] as const) {
    await data.dialog.locator('input[type=file]').setInputFiles({
      name: 'export.zip',
      mimeType: 'application/zip',
      buffer: Buffer.from(await zip.arrayBuffer()),
    });
    await expect(data.dialog.getByRole('status')).toContainText(sentence);
  }
});
