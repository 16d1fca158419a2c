// @ts-check
/// <reference lib="dom" />
import {
  closeAll,
  giveFiles,
  openDialog,
  press,
  say,
  settle,
  showSidebar,
  waitUntilReady,
} from './steps.mjs';
import { fakeRecognition } from './fake-recognition.mjs';
import {
  GALLERY_CHAT_COUNT,
  README_CHAT_COUNT,
  writeGalleryChats,
  writeReadmeChats,
} from './chats.mjs';

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
  await importChats(page, words, writeGalleryChats(), GALLERY_CHAT_COUNT);
}

/** @param {Page} page @param {Words} words @param {string} text @param {number} count how many there are in it */
async function importChats(page, words, text, count) {
  await showSidebar(page, words);
  await openDialog(page, say(words, 'settings'));
  await giveFiles(page, [{ name: 'gallery.mamori', text }]);
  await page.locator('dialog [role=status]', { hasText: String(count) }).waitFor();
  await closeAll(page);
}

/** @type {Enter} */
async function openWithModel(page, words, url) {
  await open(page, words, url);
  await getModel(page, words);
}

/** @param {Page} page @param {Words} words */
async function getModel(page, words) {
  await press(page, say(words, 'welcome_start'));
  await waitUntilReady(page);
}

/** Chats and a model, as for somebody who has used the app for a while. @type {Enter} */
async function openForReadme(page, words, url) {
  await open(page, words, url);
  await importChats(page, words, writeReadmeChats(), README_CHAT_COUNT);
  await getModel(page, words);
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

/** A school that locks the level, limits messages and asks to accept its terms. @type {Enter} */
async function openAtDeployer(page, words, url) {
  const name = 'Hillside School / ヒルサイド校 / 힐사이드 학교 / 山坡学校';
  const terms = {
    en: 'Write no names of pupils or patients. Replies can be wrong: ask a teacher before you act on one.',
    ja: '生徒や患者の名前は入力しないでください。返答は誤っていることがあります。行動する前に先生に確認してください。',
    ko: '학생이나 환자의 이름을 입력하지 마세요. 답변이 틀릴 수 있으니 행동하기 전에 선생님께 확인하세요.',
    zh: '请勿输入学生或患者的姓名。回复可能有误，采取行动前请先向老师确认。',
  };
  const policy = {
    schemaVersion: 1,
    level: 'strict',
    name,
    userMay: { level: false, domain: false },
    rateLimit: { messages: 1, perSeconds: 600 },
    terms: { version: '1', text: terms },
  };
  await page.context().route('**/mamori.policy.json', (route) => route.fulfill({ json: policy }));
  await open(page, words, url);
  await press(page, say(words, 'welcome_start'));
  await page.locator('html[data-app=blocked]').waitFor({ timeout: 60_000 });
}

/** While another tab holds the engine. @type {Enter} */
async function openElsewhere(page, words, url) {
  const holder = await page.context().newPage();
  await openWithModel(holder, words, url);
  await page.bringToFront();
  await page.goto(url);
  await page.getByRole('button', { name: say(words, 'engine_use_here') }).waitFor();
}

/** Where a newer build has come since the last visit. @type {Enter} */
async function openWithUpdate(page, words, url) {
  // only a browser's first request for a worker can be answered for the host: with another build
  await page.context().route('**/offline-worker.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${await response.text()}\n// an earlier build` });
  });
  await open(page, words, url);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
  await page.getByRole('button', { name: say(words, 'update_now') }).waitFor();
}

/** In a browser that recognises speech on the device. @param {boolean} canListen @returns {Enter} */
const openWithDictation = (canListen) => async (page, words, url) => {
  await fakeRecognition(page, canListen);
  await open(page, words, url);
  await press(page, say(words, 'dictate'));
};

/** How a page comes to where its scenes begin: on a page that has been nowhere else. */
export const STARTS = {
  newcomer: open,
  chats: openWithChats,
  model: openWithModel,
  deployer: openAtDeployer,
  elsewhere: openElsewhere,
  update: openWithUpdate,
  readme: openForReadme,
  dictation: openWithDictation(true),
  'dictation-denied': openWithDictation(false),
  'no-storage': openWithoutStorage,
  /** In a browser that has no WebGPU. */
  'no-gpu': open,
};

/** @typedef {keyof typeof STARTS} Start */
