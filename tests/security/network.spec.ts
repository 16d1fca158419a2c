import { headersFor } from '../../tools/site/policies.mjs';
import { expectAvailableOffline } from '../support/offline-page.ts';
import { expect, test } from '../support/test.ts';
import { findWorker } from '../support/workers.ts';

test('during a whole chat the only requests are to our origin, and none once the models are loaded', async ({
  chat,
  page,
  watch,
  safety,
  baseURL,
}) => {
  await chat.start();
  await safety.install();
  await page.keyboard.press('Escape');
  // the service worker fetches the app once more, to keep it
  await expectAvailableOffline(page);
  const paths = watch.requests.map((url) => new URL(url).pathname);
  expect(new Set(watch.requests.map((url) => new URL(url).origin))).toEqual(
    new Set([new URL(baseURL ?? '').origin]),
  );
  // every kind of request is named here; a new one fails until it is
  const known =
    /^\/(|index\.html|mark\.svg|manifest\.webmanifest|offline-worker\.js|mamori\.policy\.json|assets\/[\w.-]+|about\/[\w.-]+|workers\/(chat-worker|classify-worker|download-worker|pdf-worker|engine|shared)\/[\w.-]+|models\/(mamori-tiny|mamori-classifier)\/[\w.-]+)$/u;
  expect(paths.filter((path) => !known.test(path))).toEqual([]);

  watch.requests = [];
  await chat.ask('Hello');
  await chat.ask('Who is the contact?');
  await page.getByRole('button', { name: 'New chat' }).click();
  await chat.ask('Give me a link and an image.');
  await safety.open();
  await safety.score('Who is the contact?');
  expect(watch.requests).toEqual([]);
});

test('the chat goes on with the network unplugged', async ({ chat, context }) => {
  await chat.start();
  await context.setOffline(true);
  await chat.ask('Hello');
  expect(await chat.lastReply()).toContain('Hello!');
  await context.setOffline(false);
});

for (const name of ['chat-worker', 'classify-worker'] as const) {
  test(`the ${name} cannot reach the network by any means that a worker has`, async ({
    chat,
    safety,
    page,
    watch,
    baseURL,
  }) => {
    watch.allow(
      /Content Security Policy|violates|Refused|Failed to (fetch|load)|WebSocket|EventSource|NetworkError/u,
    );
    if (name === 'chat-worker') await chat.start();
    else {
      await chat.open();
      await safety.install();
    }
    watch.requests = [];
    const outcome = await findWorker(page, name).evaluate(async (home) => {
      const tries: Record<string, () => Promise<unknown>> = {
        'fetch of our own origin': () => fetch(`${home}mark.svg`),
        'fetch of another origin': () => fetch('https://example.invalid/'),
        'cached fetch': () =>
          fetch(`${home}mark.svg`, { cache: 'only-if-cached', mode: 'same-origin' }),
        XMLHttpRequest: () =>
          new Promise((resolve, reject) => {
            const request = new XMLHttpRequest();
            request.onload = resolve;
            request.onerror = () => reject(new Error('refused'));
            request.open('GET', `${home}mark.svg`);
            request.send();
          }),
        WebSocket: () =>
          new Promise((resolve, reject) => {
            const socket = new WebSocket('wss://example.invalid/');
            socket.onopen = resolve;
            socket.onerror = () => reject(new Error('refused'));
          }),
        EventSource: () =>
          new Promise((resolve, reject) => {
            const source = new EventSource(`${home}events`);
            source.onopen = resolve;
            source.onerror = () => reject(new Error('refused'));
          }),
        'import of a foreign script': () =>
          import(/* @vite-ignore */ 'https://example.invalid/x.js' as string),
        'nested worker from a blob': () =>
          new Promise((resolve, reject) => {
            const url = URL.createObjectURL(new Blob(['postMessage(1)']));
            const nested = new Worker(url);
            nested.onmessage = resolve;
            nested.onerror = () => reject(new Error('refused'));
          }),
        // eslint-disable-next-line no-eval -- that it is refused is what is tested
        eval: () => Promise.resolve((0, eval)('1')),
      };
      const results: Record<string, string> = {};
      for (const [means, attempt] of Object.entries(tries)) {
        results[means] = await Promise.resolve()
          .then(attempt)
          .then(
            () => 'reached',
            () => 'refused',
          );
      }
      return results;
    }, baseURL ?? '');
    expect(Object.entries(outcome).filter(([, result]) => result !== 'refused')).toEqual([]);
    expect(watch.requests.filter((url) => !url.startsWith('blob:'))).toEqual([]);
  });
}

test('the page cannot fetch either, not even from its own origin', async ({
  chat,
  page,
  watch,
}) => {
  watch.allow(/Content Security Policy|violates|Refused|Failed to fetch/u);
  await chat.open();
  const outcome = await page.evaluate(() =>
    fetch('/mark.svg').then(
      () => 'reached',
      () => 'refused',
    ),
  );
  expect(outcome).toBe('refused');
});

test('text cannot become markup: the page enforces Trusted Types', async ({
  chat,
  page,
  watch,
}) => {
  watch.allow(/TrustedHTML|Content Security Policy/u);
  await chat.open();
  const outcome = await page.evaluate(() => {
    try {
      document.createElement('div').setHTMLUnsafe('<img>');
      return 'written';
    } catch {
      return 'refused';
    }
  });
  expect(outcome).toBe('refused');
});

test('every response carries the headers that the policies name', async ({ chat, page }) => {
  const wrong: string[] = [];
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    const actual = response.headers();
    for (const [name, value] of Object.entries(headersFor(pathname))) {
      if (actual[name.toLowerCase()] !== value) wrong.push(`${pathname}: ${name}`);
    }
  });
  await chat.start();
  expect(wrong).toEqual([]);
});

test('no policy is violated from opening to the first reply, on the page or in a worker', async ({
  chat,
  page,
  watch,
}) => {
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => {
      console.error(`policy violated: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  await chat.start();
  await chat.ask('Hello');
  expect(watch.errors).toEqual([]);
});

test('the page is isolated from other origins', async ({ chat, page }) => {
  await chat.open();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
});
