// @ts-check
/**
 * `npm run icons`: draws the installed app's icons from `public/mark.svg`. A maskable icon is cut to any shape by the
 * system: its drawing keeps within the middle 80 % (https://w3c.github.io/manifest/#icon-masks).
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { launchChromium } from '../setup/chromium.mjs';
import { ROOT } from '../setup/dependencies.mjs';
import { THEME_COLOURS } from './web-manifest.mjs';

const SIZES = [192, 512];
/** How much of the width the mark takes. The maskable one fits into the safe circle with room to spare. */
const SHARE = { any: 0.86, maskable: 0.56 };

const mark = readFileSync(join(ROOT, 'public', 'mark.svg'), 'utf8');
const folder = join(ROOT, 'public', 'icons');
mkdirSync(folder, { recursive: true });
const browser = await launchChromium();
const page = await browser.newPage();
for (const size of SIZES) {
  await page.setViewportSize({ width: size, height: size });
  for (const [purpose, share] of Object.entries(SHARE)) {
    const isMaskable = purpose === 'maskable';
    const side = Math.round(size * share);
    await page.setContent(
      `<style>
        body { margin: 0; height: 100vh; display: grid; place-items: center;
          background: ${isMaskable ? THEME_COLOURS.light : 'transparent'}; }
        svg { width: ${side}px; height: ${side}px; }
      </style>${mark}`,
    );
    await page.screenshot({
      path: join(folder, `${purpose}-${size}.png`),
      omitBackground: !isMaskable,
    });
  }
}
await browser.close();
