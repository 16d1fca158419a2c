import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import version1 from '../fixtures/conversations/version-1.json' with { type: 'json' };
import { ChatPage } from '../support/chat-page.ts';
import { firstTurn } from '../support/dialogues.ts';
import { expectStored } from '../support/stored-conversations.ts';
import { expect, test } from '../support/test.ts';

test('a browser that refuses storage says so at once, and nothing pretends to be saved', async ({
  chat,
  page,
}) => {
  await page.addInitScript(() => {
    const denied = (): never => {
      throw new DOMException('denied', 'SecurityError');
    };
    Object.defineProperty(globalThis, 'indexedDB', { value: { open: denied } });
    Object.defineProperty(globalThis, 'localStorage', { get: denied });
  });
  await chat.open();
  await expect(chat.alert).toHaveCount(1);
  await expect(chat.alert).toContainText('does not let Mamori store anything');
  await expect(chat.alert).toContainText('normal window');
});

test('a full disk while downloading says what to do, and the download goes on when there is space', async ({
  chat,
  page,
  context,
  baseURL,
}) => {
  const session = await context.newCDPSession(page);
  const { origin } = new URL(baseURL ?? '');
  // before anything is stored: the browser remembers for a while how much space there was
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 200_000 });
  await chat.open();
  await page.getByRole('button', { name: 'Download and start' }).click();
  await expect(chat.alert).toContainText(
    'not enough space: this needs 2.7 MB, and less than that is free',
  );
  await session.send('Storage.overrideQuotaForOrigin', { origin });
  await chat.alert.getByRole('button', { name: 'Free space' }).click();
  const dialog = page.getByRole('dialog', { name: 'Models', exact: true });
  const model = dialog.getByRole('listitem', { name: /Mamori Tiny/u });
  await model.getByRole('button', { name: /^(Resume|Download)$/u }).click();
  await expect(model).toContainText('Downloaded and checked');
  await model.getByRole('button', { name: 'Load', exact: true }).click();
  await chat.expectStatus('ready');
});

test('a full disk while chatting loses nothing on screen, and saving works again when there is space', async ({
  chat,
  page,
}) => {
  await chat.start();
  await chat.ask('Hello');
  // Chromium remembers for half a minute that there was space, so here the disk is filled one layer higher
  await page.evaluate(() => {
    const { put } = IDBObjectStore.prototype;
    Object.assign(globalThis, { emptyDisk: () => (IDBObjectStore.prototype.put = put) });
    IDBObjectStore.prototype.put = function () {
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
  await chat.ask('Thank you.');
  await expect(chat.alert).toContainText('no space left');
  expect(await chat.lastReply()).toBe(firstTurn('thanks-en').assistant);
  const saving = page.waitForEvent('download');
  await chat.alert.getByRole('button', { name: 'Save a copy' }).click();
  const copy = await readFile(await (await saving).path(), 'utf8');
  for (const text of ['Hello', 'Thank you.', firstTurn('thanks-en').assistant]) {
    expect(copy).toContain(JSON.stringify(text));
  }
  await page.evaluate(() => (globalThis as unknown as { emptyDisk: () => void }).emptyDisk());
  await chat.ask('Goodbye');
  await expect(chat.alert).toHaveCount(0);
  await page.reload();
  await expect(chat.turns('You')).toContainText(['Hello', 'Thank you.', 'Goodbye']);
});

/** Deletes what the browser itself would: everything but `localStorage`. */
async function evict(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Storage.clearDataForOrigin', {
    origin: new URL(page.url()).origin,
    storageTypes: 'indexeddb',
  });
  await session.detach();
}

/** Opens a page of this site that is not the app, to do with its databases what another tab could. */
async function openPlainPage(page: Page): Promise<Page> {
  const other = await page.context().newPage();
  await other.route('**/other-tab', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: '<!doctype html><link rel="icon" href="data:,">',
    }),
  );
  await other.goto('/other-tab');
  return other;
}

/** Opens the database at a version and keeps it, however much another tab wants it closed. */
async function holdDatabase(page: Page, version: number, records: unknown): Promise<void> {
  await page.evaluate(
    async ([at, stores]) => {
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open('mamori-conversations', at);
        request.onupgradeneeded = () => {
          const existing = request.result.objectStoreNames;
          if (existing.contains('messages')) return;
          request.result.createObjectStore('conversations', { keyPath: 'id' });
          const messages = request.result.createObjectStore('messages', { keyPath: 'id' });
          messages.createIndex('conversationId', 'conversationId');
        };
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      for (const [name, rows] of Object.entries(stores)) {
        const transaction = db.transaction(name, 'readwrite');
        for (const row of rows) transaction.objectStore(name).put(row);
        await new Promise((resolve) => (transaction.oncomplete = resolve));
      }
      Object.assign(globalThis, { heldDatabase: db });
    },
    [version, records as Record<string, unknown[]>] as const,
  );
}

test('a browser that has deleted the conversations is found out, and the app does not just look empty', async ({
  chat,
  page,
}) => {
  await chat.start();
  await chat.ask('Hello');
  const other = await openPlainPage(page);
  await page.close();
  await evict(other);
  const again = new ChatPage(other);
  await again.open();
  await expect(again.alert).toContainText('has deleted your stored conversations (1)');
  await other.reload();
  await expect(again.alert).toContainText('has deleted your stored conversations (1)');
  await again.alert.getByRole('button', { name: 'Understood' }).click();
  await expect(again.alert).toHaveCount(0);
  await other.reload();
  await expect(other.getByRole('navigation', { name: 'Conversations' })).toBeVisible();
  await expect(again.alert).toHaveCount(0);
});

test('data cleared under an open conversation leave it on screen, and all of it is stored anew', async ({
  chat,
  page,
}) => {
  await chat.start();
  await chat.ask('Thank you.');
  await page.getByRole('button', { name: 'New chat' }).click();
  await chat.ask('Hello');
  await evict(page);
  await expect(chat.alert).toContainText('were cleared while Mamori was open');
  await expect(chat.alert).toContainText('Other conversations that are gone: 1');
  await expect(chat.turns('You')).toHaveText(['Hello']);
  await chat.ask('Goodbye');
  await expectStored(page);
  await page.reload();
  await expect(chat.turns('You')).toHaveText(['Hello', 'Goodbye']);
  await expect.poll(() => chat.lastReply()).toBe(firstTurn('goodbye-en').assistant);
  await expect(page.getByRole('navigation').getByRole('listitem')).toHaveCount(1);
});

test('a newer version in another tab stops this one from writing, and what is on screen stays', async ({
  chat,
  page,
}) => {
  await chat.start();
  await chat.ask('Hello');
  const other = await openPlainPage(page);
  await holdDatabase(other, 99, {});
  await expect(chat.alert).toContainText('runs a newer version of Mamori');
  await chat.ask('Thank you.');
  await expect(chat.alert).toContainText('This tab saves nothing any more');
  await expect(chat.turns('You')).toHaveText(['Hello', 'Thank you.']);
  await chat.alert.getByRole('button', { name: 'Reload the page' }).click();
  await expect(chat.alert).toContainText('runs a newer version of Mamori');
});

test('an older version in another tab that will not let go is named, and its end is enough', async ({
  chat,
  page,
}) => {
  const other = await openPlainPage(page);
  await holdDatabase(other, 1, version1);
  await chat.open();
  await expect(chat.alert).toContainText('Another tab with an older version of Mamori');
  await other.close();
  await expect(chat.alert).toHaveCount(0);
  const list = page.getByRole('navigation', { name: 'Conversations' });
  await expect(list.getByRole('listitem')).toHaveCount(version1.conversations.length);
  await list.getByRole('button', { name: '天気の話', exact: true }).click();
  await expect(chat.turns('You')).toContainText(['明日の天気は？']);
});

test('damaged records are counted, and take nothing else down', async ({ chat, page }) => {
  await chat.start();
  await chat.ask('Hello');
  const other = await openPlainPage(page);
  const conversationId = await other.evaluate(() => localStorage.getItem('mamori:conversation'));
  await holdDatabase(other, 2, {
    conversations: [{ id: 'damaged', title: 7 }],
    messages: [{ id: 'damaged', conversationId }],
  });
  await page.reload();
  await expect(chat.turns('You')).toHaveText(['Hello']);
  await expect(page.getByText('Stored conversations that cannot be shown: 1.')).toBeVisible();
  await expect(
    page.getByText('Messages of this conversation that cannot be shown: 1.'),
  ).toBeVisible();
});
