// @ts-check
import { giveFiles, openChat, openDialog, press, say, scrollToEnd } from '../steps.mjs';

/** @typedef {import('../scenes.mjs').Scene} Scene */
/** @typedef {import('../steps.mjs').Page} Page */
/** @typedef {import('../steps.mjs').Words} Words */

/** @param {Page} page @param {Words} words */
async function openTurnMenu(page, words) {
  await openChat(page, words);
  const turn = page.locator('article').last();
  await turn.hover();
  await turn.getByRole('button', { name: say(words, 'turn_more') }).click();
}

/** @param {string} key @returns {Scene['show']} */
const fromComposer = (key) => async (page, words) => {
  await press(page, say(words, 'composer_more'));
  await openDialog(page, say(words, key), 'menuitem');
};

/** @type {Scene['show']} */
async function openPrompts(page, words) {
  await fromComposer('prompts_open')(page, words);
  const samples = page.getByRole('button', { name: say(words, 'prompts_samples') });
  const list = page.locator('dialog[open] li');
  await samples.or(list.first()).waitFor();
  if (await samples.isVisible()) await samples.click();
  await list.first().waitFor();
}

/** @type {Scene['hide']} */
const emptyComposer = (page) => page.locator('form.composer textarea').fill('');

/** An open conversation and the field below it. @type {readonly Scene[]} */
export const CHAT_SCENES = [
  { name: 'chat', show: openChat },
  { name: 'turn-menu', show: openTurnMenu },
  {
    name: 'regenerate',
    show: async (page, words) => {
      await openTurnMenu(page, words);
      await openDialog(page, say(words, 'regenerate_with'), 'menuitem');
    },
  },
  {
    name: 'edit',
    show: async (page, words) => {
      await openChat(page, words);
      const turn = page.getByRole('article', { name: say(words, 'turn_you') }).last();
      await turn.hover();
      await turn.getByRole('button', { name: say(words, 'edit'), exact: true }).click();
    },
    hide: (page) => page.locator('article textarea').press('Escape'),
  },
  {
    name: 'link',
    show: async (page, words) => {
      await openChat(page, words);
      await openDialog(page, 'a link', 'link');
    },
  },
  {
    name: 'composer-menu',
    show: async (page, words) => {
      await openChat(page, words);
      await press(page, say(words, 'composer_more'));
    },
  },
  {
    name: 'slash',
    show: async (page) => {
      await page.locator('form.composer textarea').fill('/');
      await page.getByRole('listbox').waitFor();
    },
    hide: emptyComposer,
  },
  {
    name: 'attachments',
    show: async (page) => {
      await giveFiles(page, [
        { name: 'garden notes.txt', text: 'Sow peas in March.\n'.repeat(400) },
        {
          name: '議事録の写しで名前がとても長くて一行には収まらないもの、第二版.md',
          text: '# 議事録\n',
        },
        { name: 'picture.png', text: '\u0000\u0001PNG' },
        { name: 'empty.txt', text: '' },
      ]);
      await page.locator('form.composer li').nth(3).waitFor();
    },
    hide: async (page) => {
      const remove = page.locator('form.composer li button');
      while ((await remove.count()) > 0) await remove.first().click();
    },
  },
  { name: 'prompts-none', show: fromComposer('prompts_open') },
  { name: 'prompts', show: openPrompts },
  {
    name: 'prompts-no-match',
    show: async (page, words) => {
      await openPrompts(page, words);
      await page.locator('dialog[open] input[type=search]').fill('nowhere');
    },
  },
  {
    name: 'prompt-form',
    show: async (page, words) => {
      await openPrompts(page, words);
      await press(page, say(words, 'prompts_new'));
    },
  },
  {
    name: 'prompt-variables',
    show: async (page, words) => {
      await openPrompts(page, words);
      await page.locator('dialog[open] li button').first().click();
      await page.locator('dialog[open] form textarea').first().waitFor();
    },
  },
  { name: 'reply-settings', show: fromComposer('gen_title') },
  {
    name: 'reply-settings-end',
    show: async (page, words) => {
      await fromComposer('gen_title')(page, words);
      await page.locator('dialog[open] input[type=checkbox]').last().check();
      await scrollToEnd(page);
    },
    hide: (page) => page.locator('dialog[open] input[type=checkbox]').last().uncheck(),
  },
];
