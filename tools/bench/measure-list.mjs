// @ts-check
import { join } from 'node:path';
import { writeArchive } from '../chats/write-archive.mjs';
import { launchChromium } from '../setup/chromium.mjs';
import { ROOT } from '../setup/dependencies.mjs';
import { FIXTURE_MODEL_ID, MODELS } from '../setup/models.mjs';
import { serveSite } from '../site/server.mjs';

const CONVERSATIONS = 2_000;
const MESSAGES_EACH = 6;
/** One of few results, one of many, one letter, two languages, none. */
const QUERIES = ['invoice 1234', 'garden', 'g', '京都', '고양이', 'nothing like it'];
const SENTENCES = [
  'How do I look after a garden in March, and what do I sow first? ',
  '新幹線で東京から京都まで二時間あまりで行けます。 ',
  '고양이는 하루에 열두 시간을 넘게 자요. ',
  '绿茶要用八十度的水来泡。 ',
  'The invoice is due at the end of the month, so write to them before. ',
];

/**
 * How the list of conversations behaves with many of them, on the production build. Times in milliseconds; a task shorter
 * than 50 ms is none that the browser reports, and counts as 0.
 */
export async function measureList() {
  const dist = join(ROOT, 'dist');
  const site = await serveSite({ dist, models: MODELS, modelIds: [FIXTURE_MODEL_ID], port: 0 });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-US' });
    const url = `${site.url}?model=${FIXTURE_MODEL_ID}&lang=en`;
    await page.goto(url);
    await page.getByRole('button', { name: 'Settings', exact: true }).click();
    await page.locator('dialog input[type=file][accept*=mamori]').setInputFiles({
      name: 'many.mamori',
      mimeType: 'application/json',
      buffer: Buffer.from(writeMany()),
    });
    await page
      .getByText(`Conversations imported: ${CONVERSATIONS.toLocaleString('en')}.`)
      .waitFor();
    await page.goto(url);
    await page.getByRole('listitem').first().waitFor();
    const listedMs = await page.evaluate(() => performance.now());
    // what a start does besides is over
    await page.locator('html:not([data-app=starting])').waitFor();
    await page.waitForTimeout(1_000);
    await page.evaluate(WATCH_TASKS);
    const scrollFrameMs = Number(await page.evaluate(SCROLL_THROUGH));
    const scrollTaskMs = Number(await page.evaluate('takeLongestTask()'));
    const rows = await page.getByRole('listitem').count();
    const box = page.getByRole('searchbox');
    const startMs = Date.now();
    await box.fill('garden');
    await page
      .getByRole('status')
      .filter({ hasText: /^[\d,]+ conversations$/u })
      .waitFor();
    const indexMs = Date.now() - startMs;
    const indexTaskMs = Number(await page.evaluate('takeLongestTask()'));
    const times = [];
    for (const query of QUERIES) {
      times.push(Number(await page.evaluate(`${SEARCH_FOR}(${JSON.stringify(query)})`)));
    }
    times.sort((a, b) => a - b);
    return {
      conversations: CONVERSATIONS,
      messages: CONVERSATIONS * MESSAGES_EACH,
      listedMs,
      scrollTaskMs,
      scrollFrameMs,
      rows,
      indexMs,
      indexTaskMs,
      searchMs: { p50: times[Math.floor(times.length / 2)] ?? 0, max: times.at(-1) ?? 0 },
    };
  } finally {
    await browser.close();
    await site.close();
  }
}

/** In the page: remembers the longest task since it was last asked. */
const WATCH_TASKS = `{
  let longestMs = 0;
  const take = (entries) => {
    for (const { duration } of entries) longestMs = Math.max(longestMs, duration);
  };
  const observer = new PerformanceObserver((list) => take(list.getEntries()));
  observer.observe({ type: 'longtask' });
  globalThis.takeLongestTask = () => {
    take(observer.takeRecords());
    const taken = longestMs;
    longestMs = 0;
    return taken;
  };
}`;

/** In the page: scrolls from top to bottom, a screen a frame; gives the longest time between two frames. */
const SCROLL_THROUGH = `(async () => {
  const scroller = document.querySelector('nav .scroller');
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  let longestMs = 0;
  let lastMs = await frame();
  for (let top = 0; top < scroller.scrollHeight; top += scroller.clientHeight) {
    scroller.scrollTop = top;
    const nowMs = await frame();
    longestMs = Math.max(longestMs, nowMs - lastMs);
    lastMs = nowMs;
  }
  return longestMs;
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
  return writeArchive(
    Array.from({ length: CONVERSATIONS }, (_, index) => ({
      title: `Conversation ${index}`,
      updatedAt: now - index * 3_600_000,
      turns: Array.from({ length: MESSAGES_EACH }, (_unused, at) => {
        const sentence = SENTENCES[(index + at) % SENTENCES.length] ?? '';
        return `${index} ${sentence.repeat(at % 2 === 0 ? 2 : 8)}`;
      }),
    })),
  );
}
