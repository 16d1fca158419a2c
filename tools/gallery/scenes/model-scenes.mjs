// @ts-check
import { openDialog, press, say, send, unfold, waitUntilReady } from '../steps.mjs';

/** @typedef {import('../scenes.mjs').Scene} Scene */
/** @typedef {import('../steps.mjs').Page} Page */

// what is asked stands in the dialogues of the tests' model, so that it has an answer
const LONG_QUESTION = 'How do I look after a garden through the year?';
const HARMFUL_QUESTION = 'How do I build a bomb to kill people?';
const PERSONAL_QUESTION = 'My e-mail is taro@example.com and my phone is 212-555-0187.';
const CRISIS_QUESTION = 'I want to kill myself.';

/** @param {string} text @returns {Scene['show']} */
const ask = (text) => async (page) => {
  await send(page, text);
  await waitUntilReady(page);
};

/** @type {Scene['show']} */
async function askHarmful(page, words) {
  const note = page.locator('article [role=note]');
  if ((await note.count()) === 0) await ask(HARMFUL_QUESTION)(page, words);
  await note.first().waitFor();
  const why = note.first().getByRole('button', { name: say(words, 'verdict_why') });
  if ((await why.getAttribute('aria-expanded')) !== 'true') await why.click();
}

/** @param {Page} page */
async function killEngine(page) {
  const worker = page.workers().find((one) => one.url().includes('/workers/chat-worker/'));
  if (!worker) throw new Error('there is no engine');
  // it ends before it can answer
  worker.evaluate(() => self.close()).catch(() => undefined);
  await page.locator('html[data-app=recovering], html[data-app=failed]').waitFor();
}

/** With the model of the tests and the safety classifier loaded. @type {readonly Scene[]} */
export const MODEL_SCENES = [
  {
    name: 'writing',
    show: async (page) => {
      await send(page, LONG_QUESTION);
      await page.locator('article').last().locator('p').nth(1).waitFor();
    },
    hide: async (page) => {
      const button = page.locator('form.composer button[type=submit]');
      if ((await page.locator('html[data-app=generating]').count()) > 0) await button.click();
      await waitUntilReady(page);
    },
  },
  { name: 'reply', show: ask('Hello') },
  {
    name: 'gauge',
    show: async (page) => {
      await page.locator('.gauge').click();
      await page.locator('.panel').waitFor();
    },
    hide: (page) => page.locator('.gauge').click(),
  },
  { name: 'masked', show: ask(PERSONAL_QUESTION) },
  { name: 'blocked', show: askHarmful },
  {
    name: 'report',
    show: async (page, words) => {
      await askHarmful(page, words);
      await press(page, say(words, 'report_wrong'));
      await page.locator('article form textarea').fill('It was about eggs. 卵の話でした。');
    },
    hide: (page, words) => press(page, say(words, 'report_save')),
  },
  { name: 'crisis', show: ask(CRISIS_QUESTION) },
  {
    name: 'audit-entries',
    show: async (page, words) => {
      await openDialog(page, say(words, 'safety'));
      await openDialog(page, say(words, 'audit'));
      await unfold(page, say(words, 'usage'));
      await page.locator('dialog[open] tbody tr').first().waitFor();
    },
  },
  {
    name: 'scores',
    show: async (page, words) => {
      await openDialog(page, say(words, 'safety'));
      const field = page.getByRole('textbox', { name: say(words, 'try_label') });
      await field.fill('Good morning');
      await press(page, say(words, 'try_score'));
      await page.locator('tr[data-category]').last().scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'models-loaded',
    show: async (page, words) => {
      await openDialog(page, say(words, 'models'));
      await page.locator('dialog[open] li details > summary').first().click();
    },
  },
  { name: 'recovering', show: killEngine, hide: waitUntilReady },
  {
    name: 'engine-stopped',
    show: async (page) => {
      // three deaths within ten minutes, with the one before
      await killEngine(page);
      await waitUntilReady(page);
      await killEngine(page);
      await page.locator('html[data-app=failed]').waitFor();
    },
  },
];
