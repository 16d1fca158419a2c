// @ts-check
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import sirv from 'sirv';
import { build } from 'vite';
import { launchChromium } from '../setup/chromium.mjs';
import { ROOT } from '../setup/dependencies.mjs';
import { CLASSIFIER_ID, MODELS } from '../setup/models.mjs';

const BUILD = join(ROOT, '.cache', 'classifier-report');

/**
 * Runs the shipped classifier in Chromium, one thread, with the code of the worker.
 * @param {readonly import('./chromium-page.ts').ParityText[]} texts
 * @returns {Promise<import('./chromium-page.ts').Measured>}
 */
export async function measureInChromium(texts) {
  mkdirSync(BUILD, { recursive: true });
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    build: {
      outDir: BUILD,
      emptyOutDir: true,
      target: 'es2022',
      lib: {
        entry: join(ROOT, 'tools', 'classifier-report', 'chromium-page.ts'),
        formats: ['es'],
        fileName: 'page',
      },
    },
  });
  writeFileSync(
    join(BUILD, 'index.html'),
    '<!doctype html><script type="module" src="page.js"></script>',
  );
  const page = sirv(BUILD, { dev: true });
  const files = sirv(MODELS, { dev: true });
  const server = createServer((request, response) =>
    page(request, response, () => files(request, response)),
  );
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const browser = await launchChromium();
  try {
    const tab = await browser.newPage();
    await tab.goto(`http://127.0.0.1:${port}/`);
    await tab.waitForFunction(() => 'measure' in globalThis);
    return await tab.evaluate(
      ([base, given]) => /** @type {any} */ (globalThis).measure(base, given),
      /** @type {const} */ ([`/${CLASSIFIER_ID}/`, texts]),
    );
  } finally {
    await browser.close();
    server.close();
  }
}
