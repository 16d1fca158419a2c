import { firstTurn } from '../support/dialogues.ts';
import { expect, test } from '../support/test.ts';
import { findWorker } from '../support/workers.ts';

test.use({ level: 'standard' });

test('a classifier that dies in mid-stream releases nothing, is started again, and the reply goes on', async ({
  chat,
  page,
}) => {
  // the longest written reply, judged sentence by sentence, with a classifier that starts anew in the middle
  test.setTimeout(240_000);
  const { user, assistant } = firstTurn('garden-year-en');
  await chat.start();
  await chat.send(user);
  await chat.waitForText(20);
  await findWorker(page, 'classify-worker').evaluate(() => self.close());
  // from the death on until the restart nothing new is judged
  await expect
    .poll(() => page.getByText('Checking…').isVisible(), { timeout: 30_000, intervals: [50] })
    .toBe(true);
  const held = await chat.lastReply();
  expect(assistant.startsWith(held)).toBe(true);
  await expect(page.locator('html')).toHaveAttribute('data-app', 'ready', { timeout: 180_000 });
  expect(await chat.lastReply()).toBe(assistant);
});

test('a question is not sent while the classifier cannot be had, and the draft stays', async ({
  chat,
  page,
  safety,
}) => {
  await chat.start();
  await safety.open();
  await safety.dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(safety.dialog).toContainText('Not downloaded');
  await page.keyboard.press('Escape');
  await chat.expectStatus('blocked');
  await chat.composer.fill('Hello');
  await expect(chat.sendButton).toBeDisabled();
  await page.locator('main').getByRole('button', { name: 'Download' }).click();
  await chat.expectStatus('ready');
  await expect(chat.composer).toHaveValue('Hello');
  await chat.sendButton.click();
  await chat.expectStatus('ready');
});
