import type { Locator } from '@playwright/test';
import { attach, textFile } from '../support/attachments.ts';
import type { ChatPage } from '../support/chat-page.ts';
import { firstTurn } from '../support/dialogues.ts';
import { expect, test } from '../support/test.ts';

/** What other specs show at 1280 px is done here by finger, on a phone. */
test.use({
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  actionTimeout: 20_000,
  replyFormat: 'formatted',
});

/** The page can be moved up and down alone. */
async function expectFits(chat: ChatPage): Promise<void> {
  expect(await chat.page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
}

async function send(chat: ChatPage, text: string): Promise<void> {
  await chat.composer.fill(text);
  await chat.sendButton.tap();
}

async function ask(chat: ChatPage, text: string): Promise<void> {
  const before = await chat.turns('Assistant').count();
  await send(chat, text);
  await expect(chat.turns('Assistant')).toHaveCount(before + 1);
  await chat.expectStatus('ready');
}

const openDrawer = (chat: ChatPage): Promise<void> =>
  chat.page.getByRole('button', { name: 'Show conversations' }).tap();

async function startNew(chat: ChatPage): Promise<void> {
  await openDrawer(chat);
  await chat.page.getByRole('button', { name: 'New chat' }).first().tap();
  await expect(chat.turns('You')).toHaveCount(0);
}

async function openReplySettings(chat: ChatPage): Promise<Locator> {
  await chat.page.getByRole('button', { name: 'Add to the message' }).tap();
  await chat.page.getByRole('menuitem', { name: 'Reply settings' }).tap();
  return chat.page.getByRole('dialog', { name: 'Reply settings' });
}

test('replies and turns by finger: formatted, stopped, gone on with, edited, written again', async ({
  chat,
  page,
}) => {
  test.setTimeout(240_000);
  await chat.start();
  const reply = chat.turns('Assistant').last();
  const question = chat.turns('You').last();

  await ask(chat, firstTurn('table-en').user);
  await expect(reply.getByRole('columnheader')).toHaveText(['Fruit', 'Colour', 'Price']);
  await expectFits(chat);
  await ask(chat, firstTurn('code-python-en').user);
  await expect(reply.locator('pre .keyword').first()).toHaveText('def');
  await expectFits(chat);

  // who reads further up is not taken away, and comes back by a button
  await chat.log.getByRole('columnheader').first().scrollIntoViewIfNeeded();
  await chat.turns('You').first().scrollIntoViewIfNeeded();
  await page.getByRole('button', { name: 'Jump to latest' }).tap();
  await expect(reply).toBeInViewport();
  await expect(page.getByRole('button', { name: 'Jump to latest' })).toHaveCount(0);

  await startNew(chat);
  await ask(chat, 'Hello');
  await reply.getByRole('button', { name: 'Regenerate' }).tap();
  await expect(reply).toContainText('2 of 2');
  await chat.expectStatus('ready');
  await reply.getByRole('button', { name: 'Previous version' }).tap();
  await expect(reply).toContainText('1 of 2');
  await question.getByRole('button', { name: 'Edit' }).tap();
  await page.getByRole('textbox', { name: 'Edit' }).fill('Goodbye');
  await page.getByRole('button', { name: 'Send as a new version' }).tap();
  await expect(question).toContainText('Goodbye');
  await expect(reply).toContainText(firstTurn('goodbye-en').assistant);
  await chat.expectStatus('ready');
  await question.getByRole('button', { name: 'Previous version' }).tap();
  await expect(question).toContainText('Hello');
  await expectFits(chat);

  await startNew(chat);
  await send(chat, firstTurn('days-without-end-en').user);
  await expect(reply).toContainText('Tuesday');
  await chat.stopButton.tap();
  await expect(reply).toContainText('You stopped this reply.');
  await chat.expectStatus('ready');
  await reply.getByRole('button', { name: 'Continue' }).tap();
  await expect(question).toContainText('Continue');
  // what follows on a reply that was cut off anywhere may be endless
  await chat.waitForText(0);
  await chat.composer.press('Escape');
  await chat.expectStatus('ready');
});

test('composer and settings by finger: files, commands, how replies are written, another language', async ({
  chat,
  page,
}) => {
  test.setTimeout(240_000);
  await chat.start();

  const files = await attach(page, [textFile('notes.txt', 'stone river')]);
  await expect(files).toContainText(/notes\.txt.*tokens/su);
  await expectFits(chat);
  await page.getByRole('button', { name: 'Remove notes.txt' }).tap();
  await expect(files.getByRole('listitem')).toHaveCount(0);

  await chat.composer.fill('/prom');
  await page.getByRole('listbox').getByRole('option').first().tap();
  const prompts = page.getByRole('dialog', { name: 'Prompt library' });
  await prompts.getByRole('button', { name: 'Add four samples' }).tap();
  await prompts.getByRole('button', { name: /^Summarise/u }).tap();
  await expectFits(chat);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  // none of it loads the model again
  const statuses = await chat.watchStatuses();
  let settings = await openReplySettings(chat);
  await settings.getByLabel('Longest reply, in tokens').fill('3');
  await expectFits(chat);
  await settings.getByRole('button', { name: 'Close' }).tap();
  await ask(chat, firstTurn('capital-france-en').user);
  await expect(chat.turns('Assistant').last()).toContainText('length limit');

  settings = await openReplySettings(chat);
  await settings.getByLabel('Longest reply, in tokens').fill('');
  await settings.getByLabel('Reply as JSON').tap();
  await settings
    .getByLabel('JSON Schema')
    .fill(
      '{"type":"object","properties":{"ok":{"type":"boolean"}},"required":["ok"],"additionalProperties":false}',
    );
  await expect(settings).toContainText('The schema is valid JSON.');
  await settings.getByRole('button', { name: 'Close' }).tap();
  await ask(chat, 'Hello');
  await expect(chat.turns('Assistant').last()).toContainText('JSON that fits the schema');
  expect(await statuses()).not.toContain('loading');

  await openDrawer(chat);
  await page.getByRole('button', { name: 'Settings', exact: true }).tap();
  await page.getByRole('combobox', { name: 'Language' }).selectOption('ja');
  await expect(page.locator('html')).toHaveAttribute('lang', 'ja');
  await expect(page.getByRole('dialog', { name: '設定' })).toBeVisible();
  await expectFits(chat);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('log', { name: '会話' })).toContainText('Hello');
});
