// @ts-check
/** `npm run screenshots`: the pictures that a browser shows when it offers to install, taken of the built app. */
import { join } from 'node:path';
import { launchChromium, SOFTWARE_GPU } from '../setup/chromium.mjs';
import { ROOT } from '../setup/dependencies.mjs';
import { CLASSIFIER_ID, FIXTURE_MODEL_ID, MODELS } from '../setup/models.mjs';
import { serveSite } from './server.mjs';

/** As the manifest names them (web-manifest.mjs). */
const SIZES = { wide: { width: 1280, height: 800 }, narrow: { width: 390, height: 844 } };
/** The tests' model knows these by heart. */
const QUESTIONS = ['Hello', 'Do you send my messages anywhere?'];
const LOADING_TIMEOUT_MS = 90_000;

const site = await serveSite({
  dist: join(ROOT, 'dist'),
  models: MODELS,
  modelIds: [FIXTURE_MODEL_ID, CLASSIFIER_ID],
  port: 0,
});
const browser = await launchChromium(SOFTWARE_GPU);
for (const [name, viewport] of Object.entries(SIZES)) {
  const context = await browser.newContext({ viewport, locale: 'en-US', colorScheme: 'light' });
  const page = await context.newPage();
  await page.goto(`${site.url}?model=${FIXTURE_MODEL_ID}&lang=en`);
  await page.locator('main section button.primary').click();
  const ready = page.locator('html[data-app="ready"]');
  await ready.waitFor({ timeout: LOADING_TIMEOUT_MS });
  for (const question of QUESTIONS) {
    await page.getByRole('textbox', { name: 'Message' }).fill(question);
    await page.getByRole('button', { name: 'Send message' }).click();
    await page.getByRole('button', { name: 'Stop generating' }).waitFor();
    await ready.waitFor({ timeout: LOADING_TIMEOUT_MS });
  }
  await page.screenshot({ path: join(ROOT, 'public', 'icons', `screenshot-${name}.png`) });
  await context.close();
}
await browser.close();
await site.close();
