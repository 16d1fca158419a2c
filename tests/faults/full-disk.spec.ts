import type { Page } from '@playwright/test';
import { DataSection } from '../support/data-section.ts';
import { firstTurn } from '../support/dialogues.ts';
import { expectAvailableOffline } from '../support/offline-page.ts';
import { expectStored } from '../support/stored-conversations.ts';
import { expect, test } from '../support/test.ts';

/** Chromium remembers for half a minute how much space there was: once something is stored, the disk is filled here. */
async function fillDisk(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { put, add } = IDBObjectStore.prototype;
    Object.assign(globalThis, {
      emptyDisk: () => Object.assign(IDBObjectStore.prototype, { put, add }),
    });
    const full = (): never => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    Object.assign(IDBObjectStore.prototype, { put: full, add: full });
  });
}

async function emptyDisk(page: Page): Promise<void> {
  await page.evaluate(() => (globalThis as unknown as { emptyDisk: () => void }).emptyDisk());
}

test('a full disk while conversations are imported: none of them is there, that is said, and trying again works', async ({
  chat,
  page,
}) => {
  await chat.start();
  await chat.ask('Hello');
  const data = new DataSection(page);
  await data.open();
  const { text } = await data.export('Export all conversations');
  await fillDisk(page);
  await data.import(text);
  await expect(data.dialog.getByRole('alert')).toContainText('no space left');
  await emptyDisk(page);
  await data.import(text);
  await data.expectImported(1);
  await page.keyboard.press('Escape');
  const list = page.getByRole('navigation', { name: 'Conversations' });
  await expect(list.getByRole('listitem')).toHaveCount(2);
  await page.reload();
  await chat.expectStatus('ready');
  await expect(list.getByRole('listitem')).toHaveCount(2);
  await chat.expectAnswer('thanks-en');
});

test('a full disk on the first visit: the app works, and does not claim to be kept', async ({
  chat,
  page,
  context,
  baseURL,
  watch,
}) => {
  watch.allow(/Quota|ServiceWorker|Failed to register/u);
  const session = await context.newCDPSession(page);
  const { origin } = new URL(baseURL ?? '');
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 50_000 });
  await chat.open();
  await page.getByRole('button', { name: 'About', exact: true }).click();
  await expect(page.getByRole('dialog', { name: 'About' })).toContainText('not completely kept');
  await page.keyboard.press('Escape');
  await session.send('Storage.overrideQuotaForOrigin', { origin });
  await page.reload();
  await page
    .getByRole('button', { name: /^(Download|Resume)/u })
    .first()
    .click();
  await chat.expectStatus('ready');
  await expectAvailableOffline(page);
  await chat.expectAnswer('hello-en');
});

test('a full disk while the lock is turned on: all stays readable, and that is said', async ({
  chat,
  page,
}) => {
  const passphrase = 'four words in a row';
  await chat.start();
  await chat.ask('Hello');
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  const form = page
    .getByRole('dialog', { name: 'Settings' })
    .locator('details', { hasText: 'Turn on the lock' });
  await form.locator('summary').click();
  const turnOn = async (): Promise<void> => {
    await form.getByLabel('New passphrase', { exact: true }).fill(passphrase);
    await form.getByLabel('Repeat the new passphrase').fill(passphrase);
    await form.getByRole('button', { name: 'Turn on the lock' }).click();
  };
  await fillDisk(page);
  await turnOn();
  const region = page.getByRole('region', { name: 'Lock with a passphrase' });
  await expect(region.getByRole('alert')).toContainText('no space left');
  await emptyDisk(page);
  await page.keyboard.press('Escape');
  await chat.expectAnswer('thanks-en');
  await expectStored(page);
  await page.reload();
  await chat.expectStatus('ready');
  await expect(chat.turns('You')).toContainText(['Hello', 'Thank you.']);
});

test.describe('with the safety layer on', () => {
  test.use({ level: 'standard' });

  test('a full disk when the audit log is written: the block holds, the log says that it could not be written, and the chat goes on', async ({
    chat,
    page,
    safety,
  }) => {
    await chat.start();
    await fillDisk(page);
    await chat.ask(firstTurn('blocked-bomb-en').user);
    const note = chat.turns('Assistant').last().getByRole('note');
    await expect(note).toHaveAccessibleName('Blocked by the safety layer');
    await safety.open();
    await safety.dialog.getByRole('button', { name: 'Audit log' }).click();
    const log = page.getByRole('dialog', { name: 'Audit log' });
    await expect(log.getByRole('alert')).toContainText('no space left');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await emptyDisk(page);
    await chat.expectAnswer('hello-en');
    await expectStored(page);
    await page.reload();
    await chat.expectStatus('ready');
    await expect(chat.turns('You')).toHaveCount(2);
  });
});
