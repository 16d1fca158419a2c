import { firstTurn } from '../support/dialogues.ts';
import { expect, test } from '../support/test.ts';
import { findWorker } from '../support/workers.ts';

test('a worker script that cannot be loaded is a problem, and reloading the page is the way on', async ({
  chat,
  page,
  watch,
}) => {
  watch.allow(/Failed to load resource|ERR_FAILED/u);
  await page.route('**/workers/chat-worker/**', (route) => route.abort());
  await chat.open();
  await page.getByRole('button', { name: 'Download and start' }).click();
  await expect(chat.alert).toContainText('did not start');
  await chat.expectStatus('failed');
  await page.unroute('**/workers/chat-worker/**');
  await chat.alert.getByRole('button', { name: 'Reload the page' }).click();
  await chat.expectStatus('ready');
});

test('a worker that dies in the middle of a reply is noticed; the text is kept and the model reloads', async ({
  chat,
  page,
}) => {
  await chat.start();
  await chat.send(firstTurn('days-without-end-en').user);
  await chat.waitForText(20);
  await findWorker(page, 'chat-worker').evaluate(() => self.close());
  await expect(chat.alert).toContainText('no longer answers', { timeout: 30_000 });
  expect((await chat.lastReply()).length).toBeGreaterThan(20);
  await expect(chat.turns('Assistant').last()).toContainText('This reply was interrupted.');
  await chat.alert.getByRole('button', { name: 'Reload the model' }).click();
  await chat.expectStatus('ready');
  await chat.ask('Hello');
  expect(await chat.lastReply()).toBe(firstTurn('hello-en').assistant);
});

test('an unhandled rejection inside the worker is reported, not swallowed', async ({
  chat,
  page,
  watch,
}) => {
  watch.allow(/lost its mind/u);
  await chat.start();
  await findWorker(page, 'chat-worker').evaluate(
    () => void Promise.reject(new Error('lost its mind')),
  );
  await expect(chat.alert).toContainText('The engine stopped unexpectedly.');
  await chat.alert.getByRole('button', { name: 'Reload the model' }).click();
  await chat.expectStatus('ready');
});

test('a graphics driver that stops is named; the conversation is kept and the model reloads', async ({
  chat,
  browser,
  watch,
}) => {
  watch.allow(
    /Device lost|Device was lost|WebGPU|mapAsync|AbortError|disposed|Instance reference|popErrorScope/u,
  );
  await chat.start();
  await chat.send(firstTurn('days-without-end-en').user);
  await chat.waitForText(20);
  const session = await browser.newBrowserCDPSession();
  await session.send('Browser.crashGpuProcess').catch(() => undefined);
  await expect(chat.alert).toContainText('The graphics driver stopped.');
  expect((await chat.lastReply()).length).toBeGreaterThan(20);
  await chat.alert.getByRole('button', { name: 'Reload the model' }).click();
  await chat.expectStatus('ready');
  await chat.ask('Hello');
  expect(await chat.lastReply()).toBe(firstTurn('hello-en').assistant);
});
