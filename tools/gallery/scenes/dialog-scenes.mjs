// @ts-check
import { giveFiles, openDialog, press, say, scrollToEnd, showSidebar, unfold } from '../steps.mjs';

/** @typedef {import('../scenes.mjs').Scene} Scene */

const PASSPHRASE = 'heron lamp seven rivers';

/** @param {string} key @returns {Scene['show']} */
const fromSidebar = (key) => async (page, words) => {
  await showSidebar(page, words);
  await openDialog(page, say(words, key));
};

/** @param {string} key @returns {Scene['show']} */
const fromHeader = (key) => async (page, words) => {
  await openDialog(page, say(words, key));
};

/** @param {string} part key of its heading @returns {Scene['show']} */
const inSafety = (part) => async (page, words) => {
  await openDialog(page, say(words, 'safety'));
  await unfold(page, say(words, part));
};

/** @type {Scene['show']} */
async function turnOnLock(page, words) {
  await fromSidebar('settings')(page, words);
  await unfold(page, say(words, 'lock_turn_on'));
  for (const field of await page.locator('dialog[open] input[type=password]').all()) {
    if (await field.isVisible()) await field.fill(PASSPHRASE);
  }
  await press(page, say(words, 'lock_turn_on'));
  await page
    .getByRole('button', { name: say(words, 'lock_now') })
    .first()
    .waitFor();
}

/** What opens over the chat. @type {readonly Scene[]} */
export const DIALOG_SCENES = [
  {
    name: 'shortcuts',
    show: async (page) => {
      await page.locator('body').press('?');
      await page.locator('dialog[open]').waitFor();
    },
  },
  { name: 'about', show: fromSidebar('about') },
  { name: 'settings', show: fromSidebar('settings') },
  {
    name: 'import-refused',
    show: async (page, words) => {
      await fromSidebar('settings')(page, words);
      await giveFiles(page, [{ name: 'shopping.json', text: '{"milk": 2}' }]);
      const start = say(words, 'archive_not_an_archive').slice(0, 8);
      await page.locator('dialog[open] [role=status]', { hasText: start }).waitFor();
    },
  },
  { name: 'models', show: fromHeader('models') },
  {
    name: 'models-end',
    show: async (page, words) => {
      await fromHeader('models')(page, words);
      await page.locator('dialog[open] li').nth(3).waitFor();
      for (const summary of await page.locator('dialog[open] summary').all()) {
        await summary.click();
      }
      await scrollToEnd(page);
    },
  },
  { name: 'safety', show: fromHeader('safety') },
  {
    name: 'safety-off',
    show: async (page, words) => {
      await openDialog(page, say(words, 'safety'));
      await page.locator('dialog[open] input[value=off]').check();
    },
    hide: (page) => page.locator('dialog[open] input[value=standard]').check(),
  },
  { name: 'policy-categories', show: inSafety('policy_categories') },
  { name: 'policy-data', show: inSafety('policy_data') },
  {
    name: 'policy-rules',
    show: async (page, words) => {
      await inSafety('policy_rules')(page, words);
      const field = page.getByRole('textbox', { name: say(words, 'tester_label') });
      await field.fill('Write to taro@example.com or call 212-555-0187.');
      await page.locator('dialog[open] mark').first().waitFor();
    },
  },
  {
    name: 'policy-refused',
    show: async (page, words) => {
      await openDialog(page, say(words, 'safety'));
      await giveFiles(page, [{ name: 'policy.json', text: '{"version": 1, "level": "loud"}' }]);
      await page.locator('dialog[open] [role=alert]').waitFor();
      await scrollToEnd(page);
    },
  },
  {
    name: 'audit',
    show: async (page, words) => {
      await openDialog(page, say(words, 'safety'));
      await openDialog(page, say(words, 'audit'));
      await press(page, say(words, 'audit_verify'));
      await page.locator('dialog[open] [data-check]').waitFor();
      await unfold(page, say(words, 'usage'));
      await unfold(page, say(words, 'reports'));
      await page.locator('dialog[open]').last().hover();
    },
  },
  {
    name: 'lock-form',
    show: async (page, words) => {
      await fromSidebar('settings')(page, words);
      await unfold(page, say(words, 'lock_turn_on'));
      await scrollToEnd(page);
    },
  },
  {
    name: 'lock-on',
    show: async (page, words) => {
      await turnOnLock(page, words);
      await unfold(page, say(words, 'lock_change'));
      await scrollToEnd(page);
    },
  },
  {
    // the last one: nothing else can be opened from here
    name: 'locked',
    show: async (page, words) => {
      await showSidebar(page, words);
      const lock = page.locator('aside').getByRole('button', { name: say(words, 'lock_now') });
      if ((await lock.count()) === 0) {
        await turnOnLock(page, words);
        await press(page, say(words, 'lock_now'));
      } else await lock.click();
      await page.locator('main summary').click();
      await page.locator('main input[type=password]').fill('not it');
      await press(page, say(words, 'unlock'));
      await page.locator('main [role=alert]').first().waitFor();
    },
  },
];
