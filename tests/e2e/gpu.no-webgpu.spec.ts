import { expect, test } from '../support/test.ts';

test('without WebGPU the problem says so and what to do, and nothing is downloaded', async ({
  chat,
  page,
  watch,
}) => {
  await chat.open();
  await chat.expectStatus('blocked');
  await expect(chat.alert).toContainText('no model can run here');
  await expect(chat.alert).toContainText(/WebGPU/u);
  await expect(chat.alert).toContainText('hardware acceleration');
  await chat.alert.getByRole('button', { name: 'Check again' }).click();
  await chat.expectStatus('blocked');
  await page.getByRole('button', { name: 'Models', exact: true }).click();
  for (const button of await page
    .getByRole('dialog')
    .getByRole('button', { name: 'Download' })
    .all()) {
    await expect(button).toBeDisabled();
  }
  expect(watch.requests.filter((url) => url.includes('/models/'))).toEqual([]);
});
