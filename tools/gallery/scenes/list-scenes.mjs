// @ts-check
import { openDialog, openRowMenu, press, say, showSidebar } from '../steps.mjs';

/** @typedef {import('../scenes.mjs').Scene} Scene */

/** @param {string} text @returns {Scene['show']} */
const searchFor = (text) => async (page, words) => {
  await showSidebar(page, words);
  await page.getByRole('searchbox').fill(text);
  const answer = text === 'nowhere' ? say(words, 'no_matches') : '';
  await page.locator('aside [role=status]', { hasText: answer || /\d/u }).waitFor();
};

/** @type {Scene['hide']} */
const endSearch = (page) => page.locator('aside input[type=search]').fill('');

/** The list of conversations and what can be done with them. @type {readonly Scene[]} */
export const LIST_SCENES = [
  { name: 'list', show: showSidebar },
  { name: 'row-menu', show: openRowMenu },
  {
    name: 'rename',
    show: (page, words) => openRowMenu(page, words, 'rename'),
    hide: (page) => page.locator('aside input.rename').press('Escape'),
  },
  {
    name: 'move',
    show: async (page, words) => {
      await openRowMenu(page, words);
      await openDialog(page, say(words, 'move_to_folder'), 'menuitem');
    },
  },
  {
    name: 'export',
    show: async (page, words) => {
      await openRowMenu(page, words);
      await openDialog(page, say(words, 'export_menu'), 'menuitem');
    },
  },
  {
    name: 'select',
    show: async (page, words) => {
      await showSidebar(page, words);
      await press(page, say(words, 'select_conversations'));
      for (const at of [0, 2]) await page.locator('aside li input').nth(at).check();
    },
    hide: (page, words) => press(page, say(words, 'selection_done')),
  },
  {
    name: 'undo',
    show: async (page, words) => {
      await openRowMenu(page, words, 'delete');
      await page.locator('.toast').hover();
    },
    hide: (page, words) => press(page, say(words, 'undo')),
  },
  { name: 'search', show: searchFor('英語'), hide: endSearch },
  { name: 'search-none', show: searchFor('nowhere'), hide: endSearch },
];
