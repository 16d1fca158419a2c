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

/** The longest words, and those that break anywhere. */
const WORDS = { en, ja };
const STARTS_WITHOUT_MODEL: readonly Start[] = [
  'newcomer',
  'dictation',
  'dictation-denied',
  // locks the conversations at its end
  'chats',
  'no-storage',
];

test.describe.configure({ timeout: 240_000 });
test.use({
  level: null,
  replyFormat: 'formatted',
  contextOptions: { reducedMotion: 'reduce' },
});

/** Shows every scene that needs no model, and gives what the checks say of each. */
async function walk(
  page: Page,
  language: keyof typeof WORDS,
  checks: Readonly<Record<string, Check>>,
  starts = STARTS_WITHOUT_MODEL,
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

/** All rules in the light theme, and what differs in the dark one. */
const inBothThemes: Check = async (page) => {
  // what lies below a dialog cannot be reached
  const within = (await page.locator('dialog[open]').count()) > 0 ? 'dialog[open]' : 'body';
  const light = await violations(page, { within });
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await violations(page, { within, rules: ['color-contrast'] });
  await page.emulateMedia({ colorScheme: 'light' });
  return [...light, ...dark.map((fault) => `dark, ${fault}`)];
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

test('each check finds a fault that is put in by hand', async ({ page }) => {
  await STARTS.newcomer(page, en, './?model=mamori-tiny&lang=en');
  await page.evaluate(() => {
    const add = (tag: string, words: string, style: Partial<CSSStyleDeclaration>): HTMLElement => {
      const element = document.createElement(tag);
      element.textContent = words;
      Object.assign(element.style, style);
      document.body.append(element);
      return element;
    };
    const place = { position: 'fixed', left: '400px', top: '300px', width: '30px' };
    add('button', 'cut', { ...place, overflow: 'hidden', whiteSpace: 'nowrap', padding: '20px' });
    add('button', '', { ...place, height: '30px', border: '0' });
    add('p', 'pale', { color: '#aaa', background: '#fff' }).animate([{ opacity: 0.9 }], 5_000);
  });
  expect(await layout(page)).toEqual([
    expect.stringContaining('taller than its window'),
    expect.stringContaining('“cut” is cut off'),
    expect.stringContaining('“cut” is too narrow'),
    expect.stringContaining('overlap'),
  ]);
  expect((await targets(page)).join()).toContain('is 30 × 30 px');
  expect((await inForcedColors(page)).join()).toContain('has neither words nor a border');
  expect((await inBothThemes(page)).join()).toContain('dark, color-contrast');
  expect(await motion(page)).toEqual(['Animation runs']);
});

/** Beside a phone of 390 px; in English a wide window has a test of its own. */
const SIZES = {
  // 200 % of a window of 1280 × 800
  en: { '320 px': [320, 640], '200 %': [640, 400] },
  ja: { '320 px': [320, 640], '1280 px': [1280, 800] },
} as const;

for (const language of ['en', 'ja'] as const) {
  test.describe(`with a finger, ${language}`, () => {
    test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, deviceScaleFactor: 2 });

    test('no screen is cut off, overlaps, moves or has a small button', async ({ page }) => {
      const faults = await walk(page, language, {
        '390 px': layout,
        ...Object.fromEntries(
          Object.entries(SIZES[language]).map(([name, [width, height]]) => [
            name,
            resized(width, height, layout),
          ]),
        ),
        targets,
        motion,
      });
      expect(faults).toEqual([]);
    });

    // by itself: a browser is told of a new version after its first visit
    test('nor is the word of a new version, and it breaks no rule', async ({ page }) => {
      const checks = {
        '390 px': layout,
        '320 px': resized(320, 640, layout),
        '1280 px': resized(1280, 800, layout),
        targets,
        inForcedColors,
        inBothThemes,
      };
      expect(await walk(page, language, checks, ['update'])).toEqual([]);
    });
  });
}

test.describe('with a mouse', () => {
  test.use({ viewport: { width: 1280, height: 800 } });

  test('no screen is cut off, breaks a rule of accessibility or needs colours of its own', async ({
    page,
  }) => {
    const faults = await walk(page, 'en', {
      layout,
      'forced colours': inForcedColors,
      axe: inBothThemes,
    });
    expect(faults).toEqual([]);
  });
});
