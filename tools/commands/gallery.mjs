// @ts-check
/** `npm run gallery`: a picture of every screen in each language, theme and width, in `gallery/`; says what looks broken. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findLayoutFaults } from '../gallery/find-layout-faults.mjs';
import { SCENES, writeGalleryChats } from '../gallery/scenes.mjs';
import { launchChromium, SOFTWARE_GPU } from '../setup/chromium.mjs';
import { buildApp } from '../setup/build-app.mjs';
import { ensureDependencies, ROOT } from '../setup/dependencies.mjs';
import { FIXTURE_MODEL_ID, MODELS } from '../setup/models.mjs';
import { runMain, say } from '../setup/process.mjs';

const LANGUAGES = ['en', 'ja', 'ko', 'zh'];
const THEMES = /** @type {const} */ (['light', 'dark']);
const SIZES = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
];

await runMain(async () => {
  await ensureDependencies();
  await buildApp('error');
  const folder = join(ROOT, 'gallery');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { serveSite } = await import('../site/server.mjs');
  const site = await serveSite({
    dist: join(ROOT, 'dist'),
    models: MODELS,
    modelIds: [FIXTURE_MODEL_ID],
    port: 0,
  });
  const browser = await launchChromium(SOFTWARE_GPU);
  let pictures = 0;
  let faults = 0;
  try {
    for (const language of LANGUAGES) {
      const words = JSON.parse(readFileSync(join(ROOT, 'messages', `${language}.json`), 'utf8'));
      const url = `${site.url}?model=${FIXTURE_MODEL_ID}&lang=${language}`;
      for (const viewport of SIZES) {
        for (const colorScheme of THEMES) {
          const context = await browser.newContext({ viewport, colorScheme });
          const page = await context.newPage();
          await page.goto(url);
          await SCENES[5]?.show(page, words);
          await page
            .locator('dialog input[type=file]')
            .first()
            .setInputFiles({
              name: 'gallery.mamori',
              mimeType: 'application/json',
              buffer: Buffer.from(writeGalleryChats()),
            });
          await page.locator('dialog [role=status]', { hasText: '5' }).waitFor();
          for (const scene of SCENES) {
            await page.goto(url);
            await page.locator('html:not([data-app=starting])').waitFor();
            await scene.show(page, words);
            await page.waitForTimeout(400);
            const name = `${scene.name}-${language}-${viewport.width}-${colorScheme}`;
            await page.screenshot({ path: join(folder, `${name}.png`) });
            pictures += 1;
            for (const fault of await page.evaluate(findLayoutFaults)) {
              faults += 1;
              console.log(`${name}: ${fault}`);
            }
          }
          await context.close();
        }
      }
    }
  } finally {
    await browser.close();
    await site.close();
  }
  say(`${pictures} pictures in gallery/, ${faults} faults`);
  return faults === 0 ? 0 : 1;
});
