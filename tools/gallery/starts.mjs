// @ts-check
/// <reference lib="dom" />
import { closeAll, giveFiles, openDialog, press, say, settle, showSidebar } from './steps.mjs';
import { GALLERY_CHAT_COUNT, writeGalleryChats } from './chats.mjs';

/** @typedef {import('./steps.mjs').Page} Page */
/** @typedef {import('./steps.mjs').Words} Words */
/** @typedef {(page: Page, words: Words, url: string) => Promise<void>} Enter */

/** @type {Enter} */
async function open(page, _words, url) {
  await page.goto(url);
  await page.locator('html[data-app]:not([data-app=starting])').waitFor();
  await settle(page);
}

/** @type {Enter} */
async function openWithChats(page, words, url) {
  await open(page, words, url);
  await showSidebar(page, words);
  await openDialog(page, say(words, 'settings'));
  await giveFiles(page, [{ name: 'gallery.mamori', text: writeGalleryChats() }]);
  const done = page.locator('dialog [role=status]', { hasText: String(GALLERY_CHAT_COUNT) });
  await done.waitFor();
  await closeAll(page);
}

/** @type {Enter} */
async function openWithModel(page, words, url) {
  await open(page, words, url);
  await press(page, say(words, 'welcome_start'));
  await page.locator('html[data-app=ready]').waitFor({ timeout: 60_000 });
}

/** @type {Enter} */
async function openWithoutStorage(page, words, url) {
  await page.addInitScript(() => {
    const denied = () => {
      throw new DOMException('denied', 'SecurityError');
    };
    Object.defineProperty(globalThis, 'indexedDB', { value: { open: denied } });
  });
  await open(page, words, url);
  await page.locator('[role=alert]').first().waitFor();
}

/** How a page comes to where its scenes begin: on a page that has been nowhere else. */
export const STARTS = {
  newcomer: open,
  chats: openWithChats,
  model: openWithModel,
  'no-storage': openWithoutStorage,
  /** In a browser that has no WebGPU. */
  'no-gpu': open,
};

/** @typedef {keyof typeof STARTS} Start */
