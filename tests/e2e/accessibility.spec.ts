import type { Page } from '@playwright/test';
import { violations } from '../support/axe.ts';
import { expect, test } from '../support/test.ts';

test.use({ replyFormat: 'formatted' });

const SIZES = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
];

/** In both themes: one load of the model is enough for them. */
async function expectNoViolation(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violations(page), colorScheme).toEqual([]);
  }
}

// screens without a model: layout.spec.ts
for (const size of SIZES) {
  test(`with a model nothing breaks a rule of accessibility, light or dark, at ${size.width} px`, async ({
    chat,
    safety,
    page,
  }) => {
    // two downloads, a load and ten looks at the whole page
    test.setTimeout(240_000);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.setViewportSize(size);
    await chat.open();
    await safety.install();
    await safety.score('Good morning');
    await expectNoViolation(page);
    await page.keyboard.press('Escape');
    await page.locator('main section button.primary').click();
    await chat.expectStatus('ready');
    await chat.ask('Hello');
    await expectNoViolation(page);
    await page.getByRole('button', { name: 'Models', exact: true }).click();
    await expect(page.getByRole('dialog', { name: 'Models' })).toBeVisible();
    await expectNoViolation(page);
    await page.keyboard.press('Escape');
    const sidebar = page.getByRole('button', { name: 'Show conversations' });
    if (await sidebar.isVisible()) await sidebar.click();
    for (const name of ['Settings', 'About']) {
      await page.getByRole('button', { name, exact: true }).click();
      await expect(page.getByRole('dialog', { name, exact: true })).toBeVisible();
      await expectNoViolation(page);
      await page.keyboard.press('Escape');
    }
  });
}

test('the header is one line on a phone, in every language', async ({ chat, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const language of ['en', 'ja', 'ko', 'zh']) {
    await chat.open(`lang=${language}`);
    const header = await page.locator('header').boundingBox();
    expect(header?.height, language).toBeLessThan(80);
  }
});
