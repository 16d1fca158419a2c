// @ts-check
import { writeArchive } from '../chats/write-archive.mjs';

/** @typedef {import('playwright').Page} Page */
/** @typedef {Record<string, string>} Words the messages of one language, by key */
/** @typedef {{ name: string, show: (page: Page, words: Words) => Promise<void> }} Scene */

const REPLY = `### 今日 / today / 오늘

A list, *with emphasis* and \`code\`:

1. first
   - nested, 入れ子
2. second

| Language | 言語 | 언어 |
|:--|:-:|--:|
| English | 英語 | 영어 |

\`\`\`python
def add(a, b):
    return a + b  # a comment that is longer than a narrow window is wide, so that it scrolls
\`\`\`

$$x = \\frac{-b \\pm \\sqrt{b^2 - 4ac}}{2a}$$

> A quotation.`;

/** Conversations that need no model to be looked at. */
export function writeGalleryChats() {
  const titles = [
    'What do I sow in March?',
    '京都への旅行の計画を立てる',
    '고양이를 처음 키우는 사람을 위한 안내',
    '怎样泡一杯好喝的绿茶',
    'A title that is far longer than the list of conversations is wide, so that it ends in three dots',
  ];
  return writeArchive(
    titles.map((title, at) => ({
      title,
      updatedAt: Date.now() - at * 36 * 3_600_000,
      turns: [title, REPLY, 'العربية من اليمين', 'مرحبا! And in English.'],
      place: {
        ...(at === 1 ? { pinned: true } : {}),
        ...(at === 2 ? { folder: 'Pets, ペット' } : {}),
      },
    })),
  );
}

/** @param {Page} page @param {Words} words @param {string} key */
const press = (page, words, key) =>
  page
    .getByRole('button', { name: words[key] ?? key, exact: true })
    .filter({ visible: true })
    .first()
    .click();

/** The sidebar is a drawer on a narrow screen. @param {Page} page @param {Words} words */
async function showSidebar(page, words) {
  if (!(await page.locator('aside').isVisible())) await press(page, words, 'show_conversations');
}

/** @param {Page} page @param {Words} words */
async function openChat(page, words) {
  await showSidebar(page, words);
  await page.locator('aside nav li button').first().click();
  await page.getByRole('article').first().waitFor();
}

/** @param {string} key @returns {(page: Page, words: Words) => Promise<void>} */
const fromSidebar = (key) => async (page, words) => {
  await showSidebar(page, words);
  await press(page, words, key);
};

/** @param {string} key @returns {(page: Page, words: Words) => Promise<void>} */
const fromHeader = (key) => (page, words) => press(page, words, key);

/** Every screen that can be seen without a model. @type {readonly Scene[]} */
export const SCENES = [
  { name: 'welcome', show: () => Promise.resolve() },
  { name: 'list', show: showSidebar },
  { name: 'chat', show: openChat },
  {
    name: 'turn-menu',
    show: async (page, words) => {
      await openChat(page, words);
      await press(page, words, 'turn_more');
    },
  },
  {
    name: 'search',
    show: async (page, words) => {
      await showSidebar(page, words);
      await page.getByRole('searchbox').fill('英語');
      await page.locator('mark').first().waitFor();
    },
  },
  { name: 'settings', show: fromSidebar('settings') },
  { name: 'about', show: fromSidebar('about') },
  { name: 'models', show: fromHeader('models') },
  { name: 'safety', show: fromHeader('safety') },
];
