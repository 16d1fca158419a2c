// @ts-check
/**
 * `npm run gallery`: a picture of every screen in each language, theme and width, in `gallery/`; says what looks broken.
 * `-- --scene NAME --language CODE` takes only those; both can be given more than once.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findLayoutFaults } from '../gallery/find-layout-faults.mjs';
import { SCENES, walkScenes } from '../gallery/scenes.mjs';
import { STARTS } from '../gallery/starts.mjs';
import { launchChromium, SOFTWARE_GPU } from '../setup/chromium.mjs';
import { buildApp } from '../setup/build-app.mjs';
import { ensureDependencies, ROOT } from '../setup/dependencies.mjs';
import {
  assembleClassifier,
  assembleFixtureModel,
  CLASSIFIER_ID,
  FIXTURE_MODEL_ID,
  MODELS,
} from '../setup/models.mjs';
import { LANGUAGES } from '../setup/languages.mjs';
import { runMain, say } from '../setup/process.mjs';

const THEMES = /** @type {const} */ (['light', 'dark']);
const SIZES = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
];

const { values: wanted } = parseArgs({
  options: {
    scene: { type: 'string', multiple: true },
    language: { type: 'string', multiple: true },
    'no-build': { type: 'boolean', default: false },
  },
});

await runMain(async () => {
  await ensureDependencies();
  assembleFixtureModel();
  assembleClassifier();
  if (!wanted['no-build']) await buildApp('error');
  const folder = join(ROOT, 'gallery');
  if (!wanted.scene && !wanted.language) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { serveSite } = await import('../site/server.mjs');
  const site = await serveSite({
    dist: join(ROOT, 'dist'),
    models: MODELS,
    modelIds: [FIXTURE_MODEL_ID, CLASSIFIER_ID],
    port: 0,
  });
  const browser = await launchChromium(SOFTWARE_GPU);
  const browserWithoutGpu = await launchChromium();
  let pictures = 0;
  let faults = 0;
  /** @param {string} language @param {typeof SIZES[number]} viewport @param {import('../gallery/starts.mjs').Start} start */
  async function takePictures(language, viewport, start) {
    const scenes = SCENES[start].filter(({ name }) => !wanted.scene || wanted.scene.includes(name));
    if (scenes.length === 0) return;
    const words = JSON.parse(readFileSync(join(ROOT, 'messages', `${language}.json`), 'utf8'));
    const from = start === 'no-gpu' ? browserWithoutGpu : browser;
    // nothing moves, so that no picture is taken half way
    const context = await from.newContext({ viewport, reducedMotion: 'reduce' });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    await STARTS[start](page, words, `${site.url}?model=${FIXTURE_MODEL_ID}&lang=${language}`);
    await walkScenes(page, words, scenes, async (scene) => {
      const name = `${scene.name}-${language}-${viewport.width}`;
      for (const colorScheme of THEMES) {
        await page.emulateMedia({ colorScheme });
        await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`) });
        pictures += 1;
      }
      for (const fault of await page.evaluate(findLayoutFaults)) {
        faults += 1;
        console.log(`${name}: ${fault}`);
      }
    });
    await context.close();
  }
  try {
    for (const language of wanted.language ?? LANGUAGES) {
      for (const viewport of SIZES) {
        for (const start of /** @type {(keyof typeof STARTS)[]} */ (Object.keys(STARTS))) {
          await takePictures(language, viewport, start);
        }
      }
    }
  } finally {
    await browser.close();
    await browserWithoutGpu.close();
    await site.close();
  }
  say(`${pictures} pictures in gallery/, ${faults} faults`);
  return faults === 0 ? 0 : 1;
});
