import { readFile } from 'node:fs/promises';
import { firstTurn } from '../support/dialogues.ts';
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
