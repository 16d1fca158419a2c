// @ts-check
import { join } from 'node:path';
import { writeArchive } from '../chats/write-archive.mjs';
import { launchChromium } from '../setup/chromium.mjs';
import { ROOT } from '../setup/dependencies.mjs';
import { FIXTURE_MODEL_ID, MODELS } from '../setup/models.mjs';
import { serveSite } from '../site/server.mjs';

/** Words of the four languages of the app. */
export const SENTENCES = [
  'How do I look after a garden in March, and what do I sow first? ',
  '新幹線で東京から京都まで二時間あまりで行けます。 ',
  '고양이는 하루에 열두 시간을 넘게 자요. ',
  '绿茶要用八十度的水来泡。 ',
  'The invoice is due at the end of the month, so write to them before. ',
];

/**
 * Puts conversations into the production build and starts it again, with formatted replies. `work` gets the page when what
 * a start does besides is over.
 * @template T
 * @param {readonly import('../chats/write-archive.mjs').WrittenConversation[]} conversations
 * @param {(browser: import('playwright').Browser, page: import('playwright').Page, listedMs: number) => Promise<T>} work
 *   `listedMs`: from navigation until the list is there
 * @returns {Promise<T>}
 */
export async function withChats(conversations, work) {
  const dist = join(ROOT, 'dist');
  const site = await serveSite({ dist, models: MODELS, modelIds: [FIXTURE_MODEL_ID], port: 0 });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-US' });
    const url = `${site.url}?model=${FIXTURE_MODEL_ID}&lang=en`;
    await page.goto(url);
    await page.evaluate(() => localStorage.setItem('mamori:reply-format', 'formatted'));
    await page.getByRole('button', { name: 'Settings', exact: true }).click();
    await page.locator('dialog input[type=file][accept*=mamori]').setInputFiles({
      name: 'many.mamori',
      mimeType: 'application/json',
      buffer: Buffer.from(writeArchive(conversations)),
    });
    const count = conversations.length.toLocaleString('en');
    await page.getByText(`Conversations imported: ${count}.`).waitFor({ timeout: 120_000 });
    await page.goto(url);
    await page.getByRole('listitem').first().waitFor();
    const listedMs = await page.evaluate(() => performance.now());
    await page.locator('html:not([data-app=starting])').waitFor();
    await page.waitForTimeout(1_000);
    return await work(browser, page, listedMs);
  } finally {
    await browser.close();
    await site.close();
  }
}
