import { firstTurn } from '../support/dialogues.ts';
import { expect, test } from '../support/test.ts';
import { findWorker } from '../support/workers.ts';

/** A death is told at once; where nobody asks for anything, nothing else would ever tell it. Milliseconds. */
const NOTICED_WITHIN_MS = 15_000;

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

test('a worker that dies in the middle of a reply is noticed; the text is kept and the engine starts again by itself', async ({
  chat,
  page,
}) => {
  await chat.start();
  const statuses = await chat.watchStatuses();
  await chat.send(firstTurn('days-without-end-en').user);
  await chat.waitForText(20);
  await findWorker(page, 'chat-worker').evaluate(() => self.close());
  await expect.poll(statuses, { timeout: NOTICED_WITHIN_MS }).toContain('recovering');
  await chat.expectStatus('ready');
  expect((await chat.lastReply()).length).toBeGreaterThan(20);
  await expect(chat.turns('Assistant').last()).toContainText('This reply was interrupted.');
  await expect(chat.alert).toHaveCount(0);
  await chat.expectGoesOn();
});

test('a worker that dies while nobody asks it anything is noticed within seconds', async ({
  chat,
  page,
}) => {
  await chat.start();
  const statuses = await chat.watchStatuses();
  await findWorker(page, 'chat-worker').evaluate(() => self.close());
  await expect.poll(statuses, { timeout: NOTICED_WITHIN_MS }).toContain('recovering');
  await chat.expectStatus('ready');
  await chat.expectAnswer('hello-en');
});

test('a download worker that dies idle is replaced, and what it was needed for works', async ({
  chat,
  page,
}) => {
  await chat.start();
  await findWorker(page, 'download-worker').evaluate(() => self.close());
  await page.getByRole('button', { name: 'Models', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Models', exact: true });
  const model = dialog.getByRole('listitem', { name: /Mamori Tiny/u });
  await model.getByText('More').click();
  const asked = Date.now();
  await model.getByRole('button', { name: 'Verify' }).click();
  await expect(model).toContainText('Every file is intact.');
  // a worker whose death nobody has noticed would be waited for
  expect(Date.now() - asked).toBeLessThan(15_000);
});

test('an unhandled rejection inside the worker is reported, not swallowed, and the engine starts again', async ({
  chat,
  page,
  watch,
}) => {
  watch.allow(/lost its mind/u);
  await chat.start();
  const statuses = await chat.watchStatuses();
  await findWorker(page, 'chat-worker').evaluate(
    () => void Promise.reject(new Error('lost its mind')),
  );
  await expect.poll(statuses, { timeout: NOTICED_WITHIN_MS }).toContain('recovering');
  await chat.expectStatus('ready');
  await chat.expectAnswer('hello-en');
});
