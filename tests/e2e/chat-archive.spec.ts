import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { firstTurn } from '../support/dialogues.ts';
import { expect, test } from '../support/test.ts';

const MARIA = 'My name is Maria.';

/** Opens the settings; everything about files is there. */
async function openSettings(page: Page) {
  await page.getByRole('button', { name: 'Settings' }).click();
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await expect(dialog).toBeVisible();
  return dialog;
}

/** Presses a button that saves a file, and reads the file. */
async function saveFile(page: Page, press: () => Promise<void>) {
  const waiting = page.waitForEvent('download');
  await press();
  const download = await waiting;
  const path = await download.path();
  return { name: download.suggestedFilename(), text: await readFile(path, 'utf8') };
}

test('conversations leave as a file, are deleted, and come back from it as they were', async ({
  chat,
  page,
}) => {
  await chat.start();
  await chat.ask('Hello');
  await chat.turns('Assistant').last().getByRole('button', { name: 'Regenerate' }).click();
  await chat.expectStatus('ready');
  await page.getByRole('button', { name: 'New chat' }).click();
  await chat.ask(MARIA);
  const list = page.getByRole('navigation', { name: 'Conversations' });

  const settings = await openSettings(page);
  const { name, text } = await saveFile(page, () =>
    settings.getByRole('button', { name: 'Export all conversations' }).click(),
  );
  expect(name).toMatch(/^mamori-chats-\d{4}-\d{2}-\d{2}\.mamori$/u);

  page.once('dialog', (dialog) => void dialog.accept());
  await settings.getByRole('button', { name: 'Delete all conversations' }).click();
  await expect(settings.getByRole('status')).toHaveText('All conversations were deleted.');
  await page.keyboard.press('Escape');
  await expect(list.getByRole('listitem')).toHaveCount(0);
  await page.reload();
  await chat.expectStatus('ready');
  await expect(list.getByRole('listitem')).toHaveCount(0);

  await openSettings(page);
  await settings
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
  await expect(settings.getByRole('status')).toHaveText('Conversations imported: 2.');
  await page.keyboard.press('Escape');
  await expect(list.getByRole('listitem')).toHaveCount(2);
  await page.reload();
  await list.getByRole('button', { name: 'Hello', exact: true }).click();
  await expect(chat.turns('You')).toHaveText(['Hello']);
  await expect(chat.turns('Assistant').last()).toContainText('2 of 2');
  expect(await chat.lastReply()).toBe(firstTurn('hello-en').assistant);
  await chat.expectStatus('ready');
  await chat.ask('Thank you.');
  expect(await chat.lastReply()).toBe(firstTurn('thanks-en').assistant);
});

test('a file that is none, and one that would run something, change nothing but the sentence', async ({
  chat,
  page,
}) => {
  await chat.start();
  await chat.ask('Hello');
  const settings = await openSettings(page);
  const { text } = await saveFile(page, () =>
    settings.getByRole('button', { name: 'Export this conversation' }).click(),
  );
  const offer = (content: string) =>
    settings.locator('input[type=file]').setInputFiles({
      name: 'x.mamori',
      mimeType: 'application/json',
      buffer: Buffer.from(content),
    });
  for (const [content, sentence] of [
    ['no conversation', 'not a file with conversations of Mamori'],
    [text.replace('"version":1', '"version":2'), 'written by a newer version'],
    [text.replace('"role":"user"', '"role":"system"'), 'damaged or was changed'],
  ] as const) {
    await offer(content);
    await expect(settings.getByRole('status')).toContainText(sentence);
  }
  await page.keyboard.press('Escape');
  const list = page.getByRole('navigation', { name: 'Conversations' });
  await expect(list.getByRole('listitem')).toHaveCount(1);

  await openSettings(page);
  const markup = '<img src=x onerror=alert(1)>';
  await offer(text.replaceAll('"Hello"', JSON.stringify(markup)));
  await expect(settings.getByRole('status')).toHaveText('Conversations imported: 1.');
  await page.keyboard.press('Escape');
  await list.getByRole('button', { name: markup, exact: true }).click();
  await expect(chat.turns('You')).toHaveText([markup]);
});
