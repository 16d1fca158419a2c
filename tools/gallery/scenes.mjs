// @ts-check
import { speak } from './fake-recognition.mjs';
import { CHAT_SCENES } from './scenes/chat-scenes.mjs';
import { DEPLOYER_SCENES } from './scenes/deployer-scenes.mjs';
import { DIALOG_SCENES } from './scenes/dialog-scenes.mjs';
import { LIST_SCENES } from './scenes/list-scenes.mjs';
import { MODEL_SCENES } from './scenes/model-scenes.mjs';
import { closeAll, say, send, settle, showSidebar, waitUntilReady } from './steps.mjs';

/** @typedef {import('./steps.mjs').Page} Page */
/** @typedef {import('./steps.mjs').Words} Words */
/** @typedef {import('./starts.mjs').Start} Start */

/**
 * One thing that a person can see. It is shown after any other scene of the same start, and hidden again by `hide`, where there
 * is one, and by closing what lies over the chat.
 * @typedef {object} Scene
 * @property {string} name
 * @property {(page: Page, words: Words) => Promise<void>} show
 * @property {(page: Page, words: Words) => Promise<void>} [hide]
 */

/** @type {Scene['show']} */
const asItIs = () => Promise.resolve();

/** What is asked stands in the dialogues of the tests' model, so that it has an answer. @type {Scene['show']} */
async function askTwice(page) {
  for (const question of ['Write a Python function that adds two numbers.', 'Show me a table.']) {
    await send(page, question);
    await waitUntilReady(page);
  }
}

/** @type {Scene['show']} */
async function dictate(page, words) {
  await page.getByRole('button', { name: say(words, 'dictate_stop') }).waitFor();
  await speak(page, say(words, 'sample_1'));
}

/** Every screen of the app, by how a page comes there. @type {Readonly<Record<Start, readonly Scene[]>>} */
export const SCENES = {
  newcomer: [
    { name: 'welcome', show: asItIs },
    { name: 'list-none', show: showSidebar },
  ],
  chats: [...LIST_SCENES, ...CHAT_SCENES, ...DIALOG_SCENES],
  model: MODEL_SCENES,
  deployer: DEPLOYER_SCENES,
  elsewhere: [{ name: 'elsewhere', show: asItIs }],
  update: [{ name: 'update', show: asItIs }],
  // the one in English, wide and light is the README's
  readme: [{ name: 'readme', show: askTwice }],
  dictation: [{ name: 'dictation', show: dictate }],
  'dictation-denied': [
    { name: 'dictation-denied', show: (page) => page.getByRole('alert').waitFor() },
  ],
  'no-storage': [{ name: 'no-storage', show: asItIs }],
  'no-gpu': [{ name: 'no-gpu', show: asItIs }],
};

/**
 * Shows scenes one after the other on one page.
 * @param {Page} page where they start
 * @param {Words} words
 * @param {readonly Scene[]} scenes
 * @param {(scene: Scene) => Promise<void>} visit
 */
export async function walkScenes(page, words, scenes, visit) {
  for (const scene of scenes) {
    try {
      await scene.show(page, words);
      await settle(page);
      await visit(scene);
      await scene.hide?.(page, words);
      await closeAll(page);
    } catch (thrown) {
      throw new Error(`the scene ${scene.name} failed`, { cause: thrown });
    }
  }
}
