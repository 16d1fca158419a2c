// @ts-check
import { SENTENCES, withChats } from './chats-page.mjs';
import { traceLeast } from './trace-tasks.mjs';

const CONVERSATIONS = 2_000;
const MESSAGES_EACH = 6;
const RUNS = 3;
/** One of few results, one of many, one letter, a title, two languages and a phrase of one, none. */
const QUERIES = [
  'invoice 1234',
  'garden',
  'g',
  'conversation 7',
  '京都',
  '東京から',
  '고양이',
  '绿茶要',
  'nothing like it',
];

/**
 * How the list of conversations behaves with many of them, on the production build. Times in milliseconds. Tasks and searches
 * are the least of several runs: what else the machine does only ever makes them longer.
 */
export async function measureList() {
  return withChats(writeMany(), async (browser, page, listedMs) => {
    const scroll = await traceLeast(RUNS, browser, page, () => page.evaluate(SCROLL_THROUGH));
    const rows = await page.getByRole('listitem').count();
    const box = page.getByRole('searchbox');
    const startMs = Date.now();
    const index = await traceLeast(1, browser, page, async () => {
      await box.fill('garden');
      await page
        .getByRole('status')
        .filter({ hasText: /^[\d,]+ conversations$/u })
        .waitFor();
    });
    const indexMs = Date.now() - startMs;
    const searches = [];
    for (const query of QUERIES) {
      const times = [];
      for (let run = 0; run < RUNS; run += 1) {
        await page.evaluate(`${SEARCH_FOR}('zzzz')`);
        times.push(Number(await page.evaluate(`${SEARCH_FOR}(${JSON.stringify(query)})`)));
      }
      searches.push({ query, ms: Math.min(...times) });
    }
    const sorted = searches.map(({ ms }) => ms).sort((a, b) => a - b);
    return {
      conversations: CONVERSATIONS,
      messages: CONVERSATIONS * MESSAGES_EACH,
      listedMs,
      scroll,
      rows,
      indexMs,
      index,
      searches,
      searchMs: { p50: sorted[Math.floor(sorted.length / 2)] ?? 0, max: sorted.at(-1) ?? 0 },
    };
  });
}

/** In the page: scrolls from top to bottom, a screen a frame. */
const SCROLL_THROUGH = `(async () => {
  const scroller = document.querySelector('nav .scroller');
  for (let top = 0; top < scroller.scrollHeight; top += scroller.clientHeight) {
    scroller.scrollTop = top;
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
})()`;

/** In the page: types a query; gives the time until what it finds is drawn. */
const SEARCH_FOR = `(async (query) => {
  const box = document.querySelector('nav input[type=search]');
  const startMs = performance.now();
  box.value = query;
  box.dispatchEvent(new Event('input', { bubbles: true }));
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  return performance.now() - startMs;
})`;

function writeMany() {
  const now = Date.now();
  return Array.from({ length: CONVERSATIONS }, (_, index) => ({
    title: `Conversation ${index}`,
    updatedAt: now - index * 3_600_000,
    turns: Array.from({ length: MESSAGES_EACH }, (_unused, at) => {
      const sentence = SENTENCES[(index + at) % SENTENCES.length] ?? '';
      return `${index} ${sentence.repeat(at % 2 === 0 ? 2 : 8)}`;
    }),
  }));
}
