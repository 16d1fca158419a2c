import { expect, type Page } from '@playwright/test';

/** All of the app is fetched once more for it, and hashed. Milliseconds. */
const KEPT_WITHIN_MS = 60_000;

/** Waits until the service worker serves this page; the first visit is taken over in the background. */
export async function expectControlled(page: Page): Promise<void> {
  await expect
    .poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null), {
      timeout: KEPT_WITHIN_MS,
    })
    .toBe(true);
}

/** Waits until the app says that all is here for use without a network. */
export async function expectAvailableOffline(page: Page): Promise<void> {
  await expect(page.getByText('Available offline')).toBeVisible({ timeout: KEPT_WITHIN_MS });
}

/** What the open About dialog says of the build. */
export async function readBuild(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'About', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'About' });
  const text = await dialog.getByText(/Version .*, build [0-9a-f]{12}/u).textContent();
  await page.keyboard.press('Escape');
  return /Version .*, build [0-9a-f]{12}/u.exec(text ?? '')?.[0] ?? '';
}
