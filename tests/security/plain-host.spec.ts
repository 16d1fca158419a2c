import { headersFor } from '../../tools/site/policies.mjs';
import { servePlainly } from '../support/plain-host.ts';
import { expect, test } from '../support/test.ts';
import { findWorker } from '../support/workers.ts';

let plain: Awaited<ReturnType<typeof servePlainly>>;

test.use({
  baseURL: async ({ baseURL }, use) => {
    plain = await servePlainly(baseURL ?? '');
    await use(plain.url);
    plain.close();
  },
});

test('on a host that sends no headers the service worker adds them before any worker runs', async ({
  chat,
  page,
  watch,
}) => {
  watch.allow(/Content Security Policy|violates|Refused|Failed to fetch/u);
  const missing: string[] = [];
  const spawned: boolean[] = [];
  page.on('worker', () => spawned.push(isServed));
  let isServed = false;
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (!response.fromServiceWorker()) return;
    isServed = true;
    for (const [name, value] of Object.entries(headersFor(pathname))) {
      if (response.headers()[name.toLowerCase()] !== value) missing.push(`${pathname}: ${name}`);
    }
  });
  await chat.start();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  expect(spawned).not.toContain(false);
  expect(missing).toEqual([]);
  const outcome = await findWorker(page, 'chat-worker').evaluate(() =>
    fetch('/mark.svg').then(
      () => 'reached',
      () => 'refused',
    ),
  );
  expect(outcome).toBe('refused');
  await chat.expectAnswer('hello-en');
});

test('where neither the host nor a service worker adds the headers, the app says so', async ({
  chat,
  page,
}) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'serviceWorker', { value: undefined });
  });
  await chat.open();
  await expect(chat.alert).toContainText('does not send its security headers');
});
