import type { Locator, Page } from '@playwright/test';
import { violations } from '../support/axe.ts';
import { ChatPage } from '../support/chat-page.ts';
import { firstTurn } from '../support/dialogues.ts';
import { expectStored } from '../support/stored-conversations.ts';
import { expect, test } from '../support/test.ts';

const PASSPHRASE = 'heron lamp seven rivers';
const QUESTION = 'Thank you.';
const ANSWER = firstTurn('thanks-en').assistant;
const DRAFT = 'half a secret thought';
/** A wrong passphrase makes the next one wait for this long at first. Milliseconds. */
const FIRST_WAIT_MS = 1_000;

/** Everything that this site has stored of conversations, and all of `localStorage`, as text. */
async function readStored(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('mamori-conversations');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const parts: string[] = [JSON.stringify({ ...localStorage })];
    for (const name of db.objectStoreNames) {
      const rows = await new Promise<unknown[]>((resolve, reject) => {
        const request = db.transaction(name).objectStore(name).getAll();
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      const text = JSON.stringify(rows, (_key, value: unknown) =>
        value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : value,
      );
      parts.push(text);
    }
    db.close();
    return parts.join('\n');
  });
}

async function openSettings(page: Page) {
  await page.getByRole('button', { name: 'Settings' }).click();
  return page.getByRole('dialog', { name: 'Settings' });
}

function lockStatus(page: Page) {
  return page.getByRole('region', { name: 'Lock with a passphrase' }).getByRole('status');
}

/** Folds out one of the forms of the lock. */
async function openForm(page: Page, name: string) {
  const settings = await openSettings(page);
  const form = settings.locator('details', { hasText: name });
  // it is still folded out where it was before the dialog was closed
  if (!(await form.evaluate((details: HTMLDetailsElement) => details.open))) {
    await form.locator('summary').click();
  }
  return form;
}

async function turnOn(page: Page): Promise<void> {
  await fillIn(page, await openForm(page, 'Turn on the lock'));
  await page.keyboard.press('Escape');
}

async function fillIn(page: Page, form: Locator): Promise<void> {
  await form.getByLabel('New passphrase', { exact: true }).fill(PASSPHRASE);
  await form.getByLabel('Repeat the new passphrase').fill(PASSPHRASE);
  await form.getByRole('button', { name: 'Turn on the lock' }).click();
  await expect(lockStatus(page)).toHaveText('The lock is on: all conversations are encrypted.');
}

async function unlock(page: Page, passphrase: string): Promise<void> {
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await page.getByRole('button', { name: 'Unlock' }).click();
}

async function expectLocked(chat: ChatPage): Promise<void> {
  await expect(
    chat.page.getByRole('heading', { name: 'Your conversations are locked' }),
  ).toBeVisible();
  await expect(chat.composer).toHaveCount(0);
  for (const text of [QUESTION, ANSWER]) {
    expect(await chat.page.locator('body').textContent()).not.toContain(text);
  }
}

test('a locked conversation is nowhere in plain, opens with its passphrase alone, and goes on', async ({
  chat,
  page,
}) => {
  await chat.start();
  await chat.ask(QUESTION);
  await chat.composer.fill(DRAFT);
  expect(await readStored(page)).toContain(QUESTION);
  await turnOn(page);
  // the text in the field stays, but is no longer stored
  await expect(chat.composer).toHaveValue(DRAFT);
  await chat.composer.fill(`${DRAFT}s`);
  const stored = await readStored(page);
  for (const text of [QUESTION, ANSWER, DRAFT, PASSPHRASE]) expect(stored).not.toContain(text);
  await chat.composer.fill('');

  await page.reload();
  await expectLocked(chat);
  await chat.expectStatus('ready');
  await unlock(page, 'another phrase');
  await expect(page.getByRole('alert').first()).toContainText('This is not the passphrase.');
  await page.waitForTimeout(FIRST_WAIT_MS);
  await unlock(page, PASSPHRASE);
  await expect(chat.turns('You')).toHaveText([QUESTION]);
  expect(await chat.lastReply()).toBe(ANSWER);
  await chat.expectAnswer('hello-en');
  expect(await readStored(page)).not.toContain('Hello');

  await page.getByRole('button', { name: 'Lock now' }).click();
  await expectLocked(chat);
  await unlock(page, PASSPHRASE);
  await expect(chat.turns('You')).toHaveText([QUESTION, 'Hello']);
});

test('the passphrase can be changed, and the lock turned off again', async ({ chat, page }) => {
  await chat.start();
  await chat.ask(QUESTION);
  await turnOn(page);

  const form = await openForm(page, 'Change the passphrase');
  await form.getByLabel('Current passphrase').fill(PASSPHRASE);
  await form.getByLabel('New passphrase', { exact: true }).fill('short');
  await form.getByLabel('Repeat the new passphrase').fill('short');
  await form.getByRole('button', { name: 'Change the passphrase' }).click();
  await expect(form.getByRole('alert')).toContainText('at least 8 characters');
  await form.getByLabel('New passphrase', { exact: true }).fill('a longer phrase');
  await form.getByRole('button', { name: 'Change the passphrase' }).click();
  await expect(form.getByRole('alert')).toContainText('differ');
  await form.getByLabel('Repeat the new passphrase').fill('a longer phrase');
  await form.getByRole('button', { name: 'Change the passphrase' }).click();
  await expect(lockStatus(page)).toHaveText('The passphrase was changed.');

  await page.reload();
  await unlock(page, PASSPHRASE);
  await expect(page.getByRole('alert').first()).toContainText('This is not the passphrase.');
  await page.waitForTimeout(FIRST_WAIT_MS);
  await unlock(page, 'a longer phrase');
  await expect(chat.turns('You')).toHaveText([QUESTION]);

  const off = await openForm(page, 'Turn off the lock');
  await off.getByLabel('Current passphrase').fill('a longer phrase');
  await off.getByRole('button', { name: 'Turn off the lock' }).click();
  await expect(lockStatus(page)).toContainText('The lock is off');
  expect(await readStored(page)).toContain(QUESTION);
  await page.reload();
  await expect(chat.turns('You')).toHaveText([QUESTION]);
});

test('without the passphrase all that is left is to delete, and nobody is told that something got lost', async ({
  chat,
  page,
}) => {
  await chat.start();
  await chat.ask(QUESTION);
  await turnOn(page);
  await page.reload();
  await expectLocked(chat);
  await page.getByText('Forgotten passphrase').click();
  page.once('dialog', (dialog) => void dialog.accept());
  await page.getByRole('button', { name: 'Delete all conversations' }).click();
  await expect(chat.composer).toBeVisible();
  await expect(page.getByRole('navigation').getByRole('listitem')).toHaveCount(0);
  await expect(chat.alert).toHaveCount(0);
  await chat.expectStatus('ready');
  await chat.ask('Hello');
  await expectStored(page);
  await page.reload();
  await expect(chat.turns('You')).toHaveText(['Hello']);
  await expect(chat.alert).toHaveCount(0);
});

test('two tabs are locked together, and neither writes in plain what it still has', async ({
  chat,
  context,
  page,
}) => {
  await chat.start();
  await chat.ask(QUESTION);
  const second = new ChatPage(await context.newPage());
  await second.page.addInitScript(() => localStorage.setItem('mamori:safety-level', 'off'));
  await second.open();
  await expect(second.turns('You')).toHaveText([QUESTION]);
  await turnOn(page);
  await expectLocked(second);
  await unlock(second.page, PASSPHRASE);
  await expect(second.turns('You')).toHaveText([QUESTION]);
  await second.page.getByRole('textbox', { name: 'Conversation title' }).fill('Secret manners');
  await second.page.keyboard.press('Enter');
  // this tab reads it in the store
  await expect(page.getByRole('textbox', { name: 'Conversation title' })).toHaveValue(
    'Secret manners',
  );
  expect(await readStored(page)).not.toContain('Secret manners');
  await second.page.getByRole('button', { name: 'Lock now' }).click();
  await expectLocked(second);
  await expectLocked(chat);
  await unlock(page, PASSPHRASE);
  await expect(page.getByRole('textbox', { name: 'Conversation title' })).toHaveValue(
    'Secret manners',
  );
  await expectLocked(second);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`no violation of accessibility rules: ${colorScheme}`, async ({ chat, page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width: 390, height: 844 });
    await chat.open();
    await page.getByRole('button', { name: 'Show conversations' }).click();
    const form = await openForm(page, 'Turn on the lock');
    expect(await violations(page)).toEqual([]);
    await fillIn(page, form);
    expect(await violations(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Lock now' }).click();
    await expect(
      page.getByRole('heading', { name: 'Your conversations are locked' }),
    ).toBeVisible();
    await page.keyboard.press('Escape');
    await page.getByText('Forgotten passphrase').click();
    expect(await violations(page)).toEqual([]);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - window.innerWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
  });
}
