import type { Page } from '@playwright/test';
import en from '../../messages/en.json' with { type: 'json' };
import ja from '../../messages/ja.json' with { type: 'json' };
import { findLayoutFaults } from '../../tools/gallery/find-layout-faults.mjs';
import { SCENES, walkScenes } from '../../tools/gallery/scenes.mjs';
import { STARTS } from '../../tools/gallery/starts.mjs';
import { violations } from '../support/axe.ts';
import { findForcedColorFaults } from '../support/find-forced-color-faults.ts';
import { findTargetFaults } from '../support/find-target-faults.ts';
import { expect, test } from '../support/test.ts';

type Start = keyof typeof STARTS;
type Check = (page: Page) => Promise<string[]>;

const WORDS = { en, ja };
/** The longest words, and those that break anywhere. */
const LANGUAGES = ['en', 'ja'] as const;
const STARTED: readonly Start[] = ['newcomer', 'chats', 'no-storage'];

test.use({
  level: null,
  replyFormat: 'formatted',
  contextOptions: { reducedMotion: 'reduce' },
});

/** Shows every scene of these starts, and gives what the checks say of each. */
async function walk(
  page: Page,
  language: (typeof LANGUAGES)[number],
  starts: readonly Start[],
  checks: Readonly<Record<string, Check>>,
): Promise<string[]> {
  const faults: string[] = [];
  for (const start of starts) {
    await STARTS[start](page, WORDS[language], `./?model=mamori-tiny&lang=${language}`);
    await walkScenes(page, WORDS[language], SCENES[start], async ({ name }) => {
      for (const [what, check] of Object.entries(checks)) {
        for (const fault of await check(page)) faults.push(`${name}, ${what}: ${fault}`);
      }
    });
  }
  return faults;
}

/** In a window of another size, and back. */
function resized(width: number, height: number, check: Check): Check {
  return async (page) => {
    const before = page.viewportSize();
    await page.setViewportSize({ width, height });
    const faults = await check(page);
    if (before) await page.setViewportSize(before);
    return faults;
  };
}

const layout: Check = (page) => page.evaluate(findLayoutFaults);
const targets: Check = (page) => page.evaluate(findTargetFaults);

const inForcedColors: Check = async (page) => {
  await page.emulateMedia({ forcedColors: 'active' });
  const faults = await page.evaluate(findForcedColorFaults);
  await page.emulateMedia({ forcedColors: 'none' });
  return faults;
};

const inBothThemes: Check = async (page) => {
  const faults: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const fault of await violations(page)) faults.push(`${colorScheme}: ${fault}`);
  }
  return faults;
};

/** Who asks for less motion gets none that could be noticed. */
const motion: Check = (page) =>
  page.evaluate(() => {
    const LONGEST_MS = 10;
    return document
      .getAnimations()
      .filter(({ effect }) => Number(effect?.getComputedTiming().endTime) > LONGEST_MS)
      .map((animation) => `${animation.constructor.name} runs`);
  });

for (const language of LANGUAGES) {
  test.describe(`with a finger, ${language}`, () => {
    // so many pixels are also a window of 1280 × 800 at 200 %
    test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, deviceScaleFactor: 2 });

    test('no screen is cut off, overlaps, moves or has a small button, on phones and at 200 %', async ({
      page,
    }) => {
      const faults = await walk(page, language, STARTED, {
        '390 px': layout,
        '320 px': resized(320, 640, layout),
        '200 %': resized(640, 400, layout),
        targets,
        motion,
      });
      expect(faults).toEqual([]);
    });
  });

  test.describe(`with a mouse, ${language}`, () => {
    test.use({ viewport: { width: 1280, height: 800 } });

    test('no screen is cut off or overlaps, breaks a rule of accessibility or needs its own colours', async ({
      page,
    }) => {
      const faults = await walk(page, language, STARTED, {
        layout,
        'forced colours': inForcedColors,
        ...(language === 'en' ? { axe: inBothThemes } : {}),
      });
      expect(faults).toEqual([]);
    });
  });
}
