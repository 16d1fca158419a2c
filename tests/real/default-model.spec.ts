import { expect, test } from '../support/test.ts';

/** A software adapter needs seconds for one token of a 135-million-parameter model. */
const REPLY_TIMEOUT_MS = 600_000;

test('the default model, downloaded and loaded by a newcomer, knows the capital of France', async ({
  chat,
  page,
}) => {
  await page.goto('/?lang=en');
  await chat.expectStatus('needs-model');
  await page.getByRole('button', { name: 'Download and start' }).click();
  await expect(page.getByRole('progressbar', { name: /SmolLM2/u })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-app', 'ready', { timeout: 180_000 });
  await chat.send('Name the capital city of France.');
  await expect(chat.turns('Assistant').last().locator('p.text')).toContainText('Paris', {
    timeout: REPLY_TIMEOUT_MS,
  });
  await chat.stopButton.click();
  await expect(chat.turns('Assistant').last()).toContainText(/You stopped this reply|tokens\/s/u, {
    timeout: 60_000,
  });
});
