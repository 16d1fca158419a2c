import { readFile } from 'node:fs/promises';
import type { Locator } from '@playwright/test';
import { settle } from '../../tools/gallery/steps.mjs';
import { violations } from '../support/axe.ts';
import { firstTurn } from '../support/dialogues.ts';
import { expect, test } from '../support/test.ts';
import { showTurns } from '../support/show-turns.ts';

test.use({ replyFormat: 'formatted', permissions: ['clipboard-read', 'clipboard-write'] });

const reciteAll = (ids: readonly string[]): string[] =>
  ids.flatMap((id) => [firstTurn(id).user, firstTurn(id).assistant]);

/** Every kind of block that a reply can have. */
const EVERYTHING = await readFile(
  new URL('../fixtures/markdown/everything.md', import.meta.url),
  'utf8',
);

/** Presses a button that copies; what it writes is in the clipboard a moment later. */
async function expectCopied(button: Locator, text: string): Promise<void> {
  const page = button.page();
  await button.click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(text);
}

test('a reply is formatted while it is written: tables, code in colours, lists, formulas and thoughts', async ({
  chat,
  page,
}) => {
  test.setTimeout(240_000);
  await chat.start();
  const reply = chat.turns('Assistant').last();
  // nothing half open is ever shown: neither the row of dashes of a table nor a fence
  const junk = await page.locator('main').evaluateHandle((root) => {
    const seen: string[] = [];
    new MutationObserver(() => {
      for (const part of root.querySelectorAll('.markdown')) {
        const found = /\|\s*:?-|```/u.exec(part.textContent);
        if (found) seen.push(part.textContent);
      }
    }).observe(root, { childList: true, characterData: true, subtree: true });
    return seen;
  });

  await chat.ask(firstTurn('table-en').user);
  await expect(reply.getByRole('columnheader')).toHaveText(['Fruit', 'Colour', 'Price']);
  await expect(reply.getByRole('cell', { name: '12' })).toHaveCSS('text-align', 'right');
  // and is read out without its marks
  await expect(page.getByTestId('announcer')).toHaveText(/: Fruit\s+Colour\s+Price\s+Apple/u);

  await chat.ask(firstTurn('code-python-en').user);
  await expect(reply.locator('pre .keyword').first()).toHaveText('def');
  const source = firstTurn('code-python-en').assistant;
  await reply.getByRole('button', { name: 'Copy code' }).click();
  await expect(reply.getByRole('button', { name: 'Copied' })).toBeVisible();
  // the sign that it was copied goes after a moment, so that it is looked for first
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    source.slice(source.indexOf('def'), source.indexOf('\n```')),
  );

  await chat.ask(firstTurn('thinking-en').user);
  await expect(reply.locator('details')).toHaveText(/^Thoughts before the reply/u);
  await expect(reply.getByText('The visitor wants a sum.')).toBeHidden();
  await reply.locator('summary').click();
  await expect(reply.getByText('The visitor wants a sum.')).toBeVisible();
  await expect(reply.getByText('The sum is 4.')).toBeVisible();
  expect(await junk.evaluate((seen) => seen)).toEqual([]);
});

test('lists, tasks, headings, quotes and formulas are what they look like', async ({
  chat,
  page,
}) => {
  await chat.open();
  await showTurns(
    page,
    reciteAll(['nested-list-en', 'task-list-ko', 'headings-and-quotes-en', 'maths-en', 'maths-zh']),
  );
  const [list, tasks, report, maths, zh] = [0, 1, 2, 3, 4].map((at) =>
    chat.turns('Assistant').nth(at),
  ) as [Locator, Locator, Locator, Locator, Locator];
  await expect(list.locator('ol > li > ul > li > ul > li')).toHaveText(['two shirts', 'one coat']);
  await expect(tasks.getByRole('checkbox', { name: 'Done' })).toBeChecked();
  await expect(tasks.getByRole('checkbox', { name: 'To do' })).toHaveCount(2);
  await expect(tasks.getByRole('checkbox').first()).toBeDisabled();
  await expect(report.getByRole('heading', { level: 3 })).toHaveText('Report');
  await expect(report.getByRole('heading', { level: 5 })).toHaveText('Witness');
  await expect(report.locator('blockquote blockquote')).toHaveText('So do I, said her son.');
  await expect(report.locator('del')).toHaveText('new');
  await expect(maths.locator('math')).toHaveCount(4);
  await expect(maths.locator('div > math mfrac msqrt')).toBeVisible();
  await expect(zh.locator('math')).toHaveCount(5);
});

test('a link waits until the person has seen where it leads, and an image is never loaded', async ({
  chat,
  page,
  context,
}) => {
  await chat.open();
  await showTurns(page, [
    ...reciteAll(['links-en']),
    'Where?',
    '[safe](https://good.example@bad.example/x) [口](https://例え.jp/) [post](mailto:a@b.example?subject=x)',
  ]);
  const links = chat.turns('Assistant').first();
  const odd = chat.turns('Assistant').last();
  await expect(links.locator('a, img')).toHaveCount(0);
  const dialog = page.getByRole('dialog', { name: 'Open this link?' });
  const link = links.getByRole('link', { name: 'the example page' });
  await link.focus();
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('definition')).toHaveText([
    'example.com',
    'https://example.com/guide?a=1&b=2',
  ]);
  expect(await violations(page)).toEqual([]);
  // this Chromium keeps the page from opening any other site, so the dialog does not offer it
  await expect(dialog).toContainText('kept from opening any other site');
  await expect(dialog.getByRole('link')).toHaveCount(0);
  await expectCopied(
    dialog.getByRole('button', { name: 'Copy address' }),
    'https://example.com/guide?a=1&b=2',
  );
  await page.keyboard.press('Escape');
  await expect(link).toBeFocused();

  await links.getByRole('link', { name: 'Image, not loaded: A small cat · example.com' }).click();
  await expect(dialog).toContainText('https://example.com/cat.png');
  await page.keyboard.press('Escape');
  for (const [name, shown] of [
    ['safe', 'bad.example'],
    ['口', 'xn--r8jz45g.jp'],
    ['post', 'a@b.example'],
  ] as const) {
    await odd.getByRole('link', { name }).click();
    await expect(dialog.getByRole('definition').first()).toHaveText(shown);
    await page.keyboard.press('Escape');
  }
  expect(context.pages()).toHaveLength(1);
});

test('where the browser lets the page open other sites, a link opens without a way back to it', async ({
  chat,
  page,
}) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'userAgentData', { value: undefined });
  });
  await chat.open();
  await showTurns(page, reciteAll(['links-en']));
  await chat.log.getByRole('link', { name: 'the example page' }).click();
  const open = page.getByRole('dialog').getByRole('link', { name: 'Open in a new tab' });
  await expect(open).toHaveAttribute('href', 'https://example.com/guide?a=1&b=2');
  await expect(open).toHaveAttribute('rel', 'noopener noreferrer');
  await expect(open).toHaveAttribute('target', '_blank');
});

test('a footnote is reached from where it is named, and leads back', async ({ chat, page }) => {
  await chat.open();
  await showTurns(page, [
    'Why?',
    'Because[^1], and so on[^none].\n\nMore.\n\n[^1]: It was **so**.\n[^two]: Other.',
  ]);
  const reply = chat.turns('Assistant');
  await expect(reply).toContainText('so on[^none].');
  await reply.getByRole('button', { name: 'Footnote 1', exact: true }).click();
  await expect(reply.locator('[data-note="1"]')).toBeFocused();
  await expect(reply.locator('[data-note="1"] strong')).toHaveText('so');
  await reply.getByRole('button', { name: 'Footnote 1: Back to the text' }).click();
  await expect(reply.getByRole('button', { name: 'Footnote 1', exact: true })).toBeFocused();
});

test('a reply is copied as Markdown or as text, and shown as it was written if that is wanted', async ({
  chat,
  page,
}) => {
  const text = '# Plan\n\n- [x] **one**\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |';
  await chat.open();
  await showTurns(page, ['Plan?', text]);
  const reply = chat.turns('Assistant');
  await expectCopied(reply.getByRole('button', { name: 'Copy', exact: true }), text);
  await expectCopied(
    reply.getByRole('button', { name: 'Copy as text' }),
    'Plan\n\n- ☑ one\n- two\n\na\tb\n1\t2',
  );
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await page.getByLabel('Show replies').selectOption('As written');
  await page.keyboard.press('Escape');
  await expect(reply.locator('p.text')).toHaveText(text);
  await expect(reply.locator('table')).toHaveCount(0);
});

test('a long conversation is shown from its end, and every turn is whole when it is scrolled to', async ({
  chat,
  page,
}) => {
  await chat.open();
  const turns = Array.from(
    { length: 40 },
    (_, at) => `Turn ${at}\n\n- one\n- two\n\n**end of ${at}**`,
  );
  await showTurns(page, turns);
  await expect(chat.log.getByText('end of 39')).toBeInViewport();
  const first = chat.log.getByText('Turn 0', { exact: false }).first();
  await expect(first).toHaveCount(0);
  await chat.log.hover();
  await expect(async () => {
    await page.mouse.wheel(0, -2_000);
    await expect(first).toBeInViewport({ timeout: 300 });
  }).toPass();
  await expect(page.getByRole('button', { name: 'Jump to latest' })).toBeVisible();
  await page.getByRole('button', { name: 'Jump to latest' }).click();
  await expect(chat.log.getByText('end of 39')).toBeInViewport();
});

test('of a thousand turns only those near the reader are in the page, from the last to the first and back', async ({
  chat,
  page,
}) => {
  await chat.open();
  const turns = Array.from(
    { length: 1_000 },
    (_, at) => `Turn ${at}.\n\n- one\n- two\n\n**end of ${at}.**`,
  );
  await showTurns(page, turns);
  const articles = chat.log.getByRole('article');
  await expect(chat.log.getByText('end of 999.')).toBeInViewport();
  await expect(chat.log.getByText('Turn 998.')).toBeInViewport();
  expect(await articles.count()).toBeLessThan(60);
  // what is read stays where it is while turns are drawn above it
  const scroller = chat.log.locator('..');
  const seen = articles.filter({ hasText: 'Turn 991.' });
  await seen.evaluate((turn) => turn.scrollIntoView({ block: 'center' }));
  await expect(seen).toBeInViewport();
  await expect.poll(() => articles.count()).toBeGreaterThan(29);
  await settle(page);
  const topOf = async () => (await seen.boundingBox())?.y;
  const beforePx = await topOf();
  const beforeCount = await articles.count();
  await page.getByRole('button', { name: 'Earlier turns' }).dispatchEvent('click');
  await expect.poll(() => articles.count()).toBeGreaterThan(beforeCount);
  await settle(page);
  expect(await topOf()).toBeCloseTo(beforePx ?? 0, 0);
  // all the way up at once, as the scroll bar does
  await expect(async () => {
    await scroller.evaluate((part) => (part.scrollTop = 0));
    await expect(chat.log.getByText('Turn 0.')).toBeInViewport({ timeout: 300 });
  }).toPass();
  await expect(chat.log.getByText('Turn 1.')).toBeInViewport();
  await expect(articles.first()).toContainText('Turn 0.');
  expect(await articles.count()).toBeLessThan(100);
  await expect(page.getByRole('button', { name: 'Earlier turns' })).toHaveCount(0);
  // the last question is edited from here, too
  await page.keyboard.press('ControlOrMeta+Shift+e');
  await expect(chat.log.getByRole('textbox')).toHaveValue(/^Turn 998\./u);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Jump to latest' }).click();
  await expect(chat.log.getByText('end of 999.')).toBeInViewport();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`a conversation full of formatted replies breaks no rule of accessibility on a phone: ${colorScheme}`, async ({
    chat,
    page,
  }, testInfo) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width: 390, height: 844 });
    await chat.open();
    await showTurns(page, ['Everything, please.', EVERYTHING]);
    await expect(chat.log.locator('pre .keyword').first()).toBeVisible();
    await expect(chat.log.locator('math').first()).toBeVisible();
    expect(await violations(page)).toEqual([]);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - window.innerWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
    await testInfo.attach('page', { body: await page.screenshot(), contentType: 'image/png' });
  });
}
