import { violations } from '../support/axe.ts';
import { expect, test } from '../support/test.ts';

test.use({ replyFormat: 'formatted' });

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1280, 390]) {
    test(`no violation of accessibility rules: ${colorScheme}, ${width} px`, async ({
      chat,
      safety,
      page,
    }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: width === 390 ? 844 : 800 });
      await chat.open();
      expect(await violations(page)).toEqual([]);
      await page.getByRole('button', { name: 'Models', exact: true }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await safety.install();
      await safety.score('Good morning');
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.locator('main section button.primary').click();
      await chat.expectStatus('ready');
      await chat.ask('Hello');
      expect(await violations(page)).toEqual([]);
      const sidebar = page.getByRole('button', { name: 'Show conversations' });
      if (await sidebar.isVisible()) await sidebar.click();
      for (const name of ['Settings', 'About']) {
        await page.getByRole('button', { name, exact: true }).click();
        await expect(page.getByRole('dialog', { name, exact: true })).toBeVisible();
        expect(await violations(page)).toEqual([]);
        await page.keyboard.press('Escape');
      }
    });
  }
}

test('nothing is wider than a narrow phone', async ({ chat, page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await chat.open('lang=ja');
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - window.innerWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
});

test('the header is one line on a phone, in every language', async ({ chat, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const language of ['en', 'ja', 'ko', 'zh']) {
    await chat.open(`lang=${language}`);
    const header = await page.locator('header').boundingBox();
    expect(header?.height, language).toBeLessThan(80);
  }
});
