// @ts-check
import { openDialog, press, say, send, submit, waitUntilReady } from '../steps.mjs';

/** @typedef {import('../scenes.mjs').Scene} Scene */

/** Where a deployer has terms, locks the level and lets one message pass in ten minutes. @type {readonly Scene[]} */
export const DEPLOYER_SCENES = [
  { name: 'terms', show: () => Promise.resolve() },
  {
    name: 'limited',
    show: async (page, words) => {
      await press(page, say(words, 'terms_accept'));
      await waitUntilReady(page);
      await send(page, 'Hello');
      await waitUntilReady(page);
      await submit(page, 'Hello again');
    },
  },
  { name: 'locked-policy', show: (page, words) => openDialog(page, say(words, 'safety')) },
];
