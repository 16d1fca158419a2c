// @ts-check
import { SENTENCES, withChats } from './chats-page.mjs';
import { traceLeast } from './trace-tasks.mjs';

const TURNS = 1_000;
const RUNS = 3;
/** What a fast wheel moves in a frame. Pixels. */
const WHEEL_PX = 600;

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
    const scroll = () => page.evaluate(SCROLL_UP);
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
      drawnAfterCount: await page.getByRole('article').count(),
    };
  });
}

/** In the page: scrolls until the beginning has been in view for some frames. */
const SCROLL_UP = `(async () => {
  const scroller = document.querySelector('[role=log]').parentElement;
  let frames = 0;
  while (frames < 10) {
    scroller.scrollTop -= ${WHEEL_PX};
    await new Promise((resolve) => requestAnimationFrame(resolve));
    frames = scroller.scrollTop === 0 ? frames + 1 : 0;
  }
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
