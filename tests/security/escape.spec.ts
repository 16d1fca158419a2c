import { test as base, expect, type Browser, type Page } from '@playwright/test';
import { ChatPage } from '../support/chat-page.ts';
import { serveUndefended } from '../support/plain-host.ts';
import { Sink } from '../support/sink.ts';
import { findWorker } from '../support/workers.ts';
import {
  LEAVING_ATTEMPTS,
  PAGE_ATTEMPTS,
  WORKER_ATTEMPTS,
  type Attempts,
} from './escape-attempts.ts';

/** What reached somebody else's host, with our defence and without it. */
interface Outcome {
  defended: ReadonlySet<string>;
  undefended: ReadonlySet<string>;
}

/** Long enough for a browser to connect to this device, several times over. */
const SETTLING_MS = 4_000;
/** Long enough for a slow one. */
const LONGEST_MS = 30_000;
const ALL = { ...PAGE_ATTEMPTS, ...LEAVING_ATTEMPTS, ...WORKER_ATTEMPTS };

const test = base.extend<object, { outcome: Outcome }>({
  outcome: [
    async ({ browser }, use, { project }) => {
      const site = project.use.baseURL ?? '';
      const plain = await serveUndefended(site);
      const outcome = {
        defended: await tryAll(browser, site, []),
        undefended: await tryAll(browser, plain.url, Object.keys(ALL)),
      };
      plain.close();
      await use(outcome);
    },
    { scope: 'worker', timeout: 300_000 },
  ],
});

/** @param expected what will arrive, for which a slow browser gets more time */
async function tryAll(
  browser: Browser,
  site: string,
  expected: readonly string[],
): Promise<ReadonlySet<string>> {
  const sink = await Sink.open();
  const context = await browser.newContext({ baseURL: site, serviceWorkers: 'block' });
  await context.addInitScript(() => {
    localStorage.setItem('mamori:safety-level', 'off');
    // without one, the host's own headers are all that there is
    Object.defineProperty(navigator, 'serviceWorker', { value: undefined });
  });
  const page = await context.newPage();
  const chat = new ChatPage(page);
  await chat.start();
  await tryEach(findWorker(page, 'chat-worker'), WORKER_ATTEMPTS, sink);
  await tryEach(page, PAGE_ATTEMPTS, sink);
  const isExpected = (name: string): boolean => expected.includes(name);
  await page.waitForTimeout(SETTLING_MS);
  const staying = Object.keys({ ...PAGE_ATTEMPTS, ...WORKER_ATTEMPTS });
  await waitFor(sink, staying.filter(isExpected));
  for (const [name, source] of Object.entries(LEAVING_ATTEMPTS)) {
    const other = await context.newPage();
    await new ChatPage(other).open();
    await tryEach(other, { [name]: source }, sink);
    await other.waitForTimeout(SETTLING_MS / 4);
    await waitFor(sink, [name].filter(isExpected));
  }
  await context.close();
  sink.close();
  return new Set(sink.reached);
}

/** Waits until all of them have arrived, or for so long that they never will: the tests say which are missing. */
async function waitFor(sink: Sink, names: readonly string[]): Promise<void> {
  const end = Date.now() + LONGEST_MS;
  while (Date.now() < end && !names.every((name) => sink.reached.has(name))) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Runs each; one that is refused by throwing has had its chance. */
async function tryEach(
  place: Pick<Page, 'evaluate'>,
  attempts: Attempts,
  sink: Sink,
): Promise<void> {
  for (const [name, source] of Object.entries(attempts)) {
    const target = `${sink.url}${name}`;
    await place
      .evaluate(`{ const target = ${JSON.stringify(target)}; ${source}; undefined; }`)
      .catch(() => undefined);
  }
}

test.describe('a script that was taken over cannot carry anything to another host', () => {
  for (const name of Object.keys(ALL)) {
    test(`by ${name}: it is stopped, and succeeds without the defence`, ({ outcome }) => {
      expect([...outcome.undefended]).toContain(name);
      expect([...outcome.defended]).not.toContain(name);
    });
  }

  test('nor by anything else', ({ outcome }) => {
    expect([...outcome.defended]).toEqual([]);
  });
});
