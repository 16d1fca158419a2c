// @ts-check
import { SENTENCES, withChats } from './chats-page.mjs';
import { traceLeast } from './trace-tasks.mjs';

const TURNS = 1_000;
const RUNS = 3;
/** Faster than anybody reads or turns a wheel. Pixels per second. */
const WHEEL_PX_PER_SECOND = 16_000;
/** What is scrolled by one gesture. Pixels. */
const GESTURE_PX = 80_000;

/**
 * How a long conversation with formatted replies behaves on the production build: when it is opened, and when it is scrolled from
 * its end to its beginning. The least of several runs.
 */
export async function measureTranscript() {
  const now = Date.now();
  const turns = Array.from({ length: TURNS }, (_, at) => (at % 2 === 0 ? ask(at) : answer(at)));
  const conversations = [
    { title: 'Short', updatedAt: now, turns: ['Hello', 'Good day.'] },
    { title: 'Long', updatedAt: now - 1, turns },
  ];
  return withChats(conversations, async (browser, page) => {
    const show = async (/** @type {string} */ title, /** @type {string} */ text) => {
      await page.getByRole('button', { name: title, exact: true }).click();
      await page.getByRole('log').getByText(text).first().waitFor();
      await page.waitForTimeout(1_000);
    };
    const close = () => show('Short', 'Good day.');
    const open = () => show('Long', `Answer ${TURNS - 1}`);
    const opening = await traceLeast(RUNS, browser, page, open, close);
    const drawnCount = await page.getByRole('article').count();
    const wheel = await page.context().newCDPSession(page);
    const scroller = page.getByRole('log').locator('..');
    /** @type {readonly FrameCount[]} */
    let counts = [];
    const scroll = async () => {
      await page.evaluate(COUNT_FRAMES);
      while ((await scroller.evaluate((part) => part.scrollTop)) > 0) {
        await wheel.send('Input.synthesizeScrollGesture', {
          x: 640,
          y: 300,
          yDistance: GESTURE_PX,
          speed: WHEEL_PX_PER_SECOND,
          gestureSourceType: 'mouse',
        });
      }
      counts = [...counts, await page.evaluate('endCount()')];
    };
    const scrolling = await traceLeast(RUNS, browser, page, scroll, async () => {
      await close();
      await open();
    });
    await page.getByRole('log').getByText('Question 0:').waitFor();
    return {
      turns: TURNS,
      characters: turns.join('').length,
      opening,
      drawnCount,
      scrolling,
      undrawnShare: Math.min(...counts.map(({ undrawn, all }) => undrawn / all)),
      drawnAfterCount: await page.getByRole('article').count(),
    };
  });
}

/**
 * Frames in which turns were in view that were not drawn yet, of all.
 * @typedef {{ undrawn: number, all: number }} FrameCount
 */

/** In the page: looks at each frame until `endCount` is called. */
const COUNT_FRAMES = `(() => {
  const scroller = document.querySelector('[role=log]').parentElement;
  const view = scroller.getBoundingClientRect();
  const count = { undrawn: 0, all: 0 };
  let isCounting = true;
  const look = () => {
    const rooms = [...scroller.querySelectorAll('.room')].map((room) => room.getBoundingClientRect());
    count.all += 1;
    if (rooms.some(({ top, bottom }) => top < view.bottom && bottom > view.top)) count.undrawn += 1;
    if (isCounting) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  window.endCount = () => {
    isCounting = false;
    return count;
  };
})()`;

/** @param {number} at */
function ask(at) {
  return `Question ${at}: ${sentence(at).repeat(2)}`;
}

/** @param {number} at */
function answer(at) {
  const said = sentence(at);
  const code = Array.from(
    { length: 4 },
    (_, line) => `function count${line}(from: number): string {\n  return \`\${from * ${at}}\`;\n}`,
  );
  return [
    `## Answer ${at}`,
    `${said.repeat(4)}**Bold words**, *emphasis* and \`code\`.`,
    `1. First, ${said}\n2. Then:\n   - ${said}\n   - a [link](https://example.org/${at})\n3. At last, ${said}`,
    `| Name | Count | Note |\n|---|--:|---|\n| one | ${at} | ${said} |\n| two | ${at * 2} | **all** |\n| three | ${at * 3} | \`none\` |`,
    `\`\`\`typescript\n${code.join('\n')}\n\`\`\``,
    said.repeat(3),
    `> ${said}`,
  ].join('\n\n');
}

/** @param {number} at */
function sentence(at) {
  return SENTENCES[at % SENTENCES.length] ?? '';
}
