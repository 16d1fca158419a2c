import { expect, test } from '../support/test.ts';

test('text size, motion and theme follow the settings, also after a reload', async ({
  chat,
  page,
}) => {
  await chat.open();
  const heading = page.getByRole('heading', { level: 1 });
  const sizePx = (): Promise<number> =>
    heading.evaluate((element) => parseFloat(getComputedStyle(element).fontSize));
  const before = await sizePx();
  await page.getByRole('button', { name: 'Settings' }).click();
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await dialog.getByLabel('Text size').selectOption('Largest');
  await dialog.getByLabel('Motion').selectOption('None');
  await dialog.getByLabel('Theme').selectOption('Dark');
  await expect.poll(sizePx).toBeCloseTo(before * 1.3, 1);
  await page.reload();
  await expect(heading).toHaveText('A private chat on your own graphics processor');
  await expect.poll(sizePx).toBeCloseTo(before * 1.3, 1);
  const root = page.locator('html');
  expect(await root.evaluate((element) => getComputedStyle(element).colorScheme)).toBe('dark');
  const button = page.getByRole('button', { name: 'Download and start' });
  expect(
    await button.evaluate((element) => getComputedStyle(element).transitionProperty),
  ).not.toContain('background-color');
  // the largest text breaks no line of the page at the width of a phone
  await page.setViewportSize({ width: 390, height: 844 });
  await expect.poll(() => root.evaluate((element) => element.scrollWidth)).toBe(390);
});
