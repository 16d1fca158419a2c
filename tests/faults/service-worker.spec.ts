import { expectAvailableOffline, expectControlled } from '../support/offline-page.ts';
import { expect, test } from '../support/site.ts';
import { expectStored } from '../support/stored-conversations.ts';

const LOST = /ERR_|404|Failed to (load|register|update)|ServiceWorker/u;

test('a service worker that the browser ends comes back when it is needed, also without a network', async ({
  chat,
  page,
  context,
  site,
  watch,
}) => {
  watch.allow(LOST);
  await chat.start();
  await chat.ask('Hello');
  await expectAvailableOffline(page);
  await site.stop();
  await context.setOffline(true);
  const session = await context.newCDPSession(page);
  await session.send('ServiceWorker.enable');
  await session.send('ServiceWorker.stopAllWorkers');
  await page.getByRole('button', { name: 'Safety', exact: true }).click();
  await expect(page.getByRole('dialog', { name: 'Safety', exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await session.send('ServiceWorker.stopAllWorkers');
  await page.reload();
  await chat.expectStatus('ready');
  await expect(chat.turns('You')).toContainText(['Hello']);
  await chat.expectAnswer('thanks-en');
});

test('a first visit on which the app could not be kept whole works, says so, and is made good by the next', async ({
  chat,
  page,
  context,
  watch,
}) => {
  watch.allow(LOST);
  await context.route('**/assets/AboutDialog-*.js', async (route) => {
    // the page itself gets it; only the service worker does not
    if (route.request().serviceWorker()) await route.fulfill({ status: 503 });
    else await route.continue();
  });
  await chat.start();
  await chat.ask('Hello');
  await page.getByRole('button', { name: 'About', exact: true }).click();
  await expect(page.getByRole('dialog', { name: 'About' })).toContainText('not completely kept');
  await page.keyboard.press('Escape');
  await expect(page.getByText('Available offline')).toHaveCount(0);
  expect(await page.evaluate(() => navigator.serviceWorker.controller)).toBeNull();
  await context.unroute('**/assets/AboutDialog-*.js');
  await page.reload();
  await chat.expectStatus('ready');
  await expectAvailableOffline(page);
  await expect(chat.turns('You')).toContainText(['Hello']);
});

test('a host that has moved on and deleted the old files: the old version still opens whole', async ({
  chat,
  page,
  site,
  watch,
}) => {
  watch.allow(LOST);
  await chat.start();
  await chat.ask('Hello');
  await expectAvailableOffline(page);
  // a half-made deployment: a new page whose scripts and worker are not there yet
  site.change('index.html', (html) => html.replaceAll('assets/index-', 'assets/newer-'));
  site.remove('offline-worker.js');
  await page.reload();
  await chat.expectStatus('ready');
  await expect(chat.turns('You')).toContainText(['Hello']);
  for (const name of ['Models', 'Safety', 'Settings', 'About']) {
    await page.getByRole('button', { name, exact: true }).click();
    await expect(page.getByRole('dialog', { name, exact: true })).toBeVisible();
    await page.keyboard.press('Escape');
  }
  await chat.expectAnswer('thanks-en');
});

test('a browser that deletes what was kept of the app: the open tab goes on, and a reload fetches it again', async ({
  chat,
  page,
}) => {
  await chat.start();
  await chat.ask('Hello');
  await expectAvailableOffline(page);
  await page.evaluate(async () => {
    for (const name of await caches.keys()) await caches.delete(name);
  });
  await chat.expectAnswer('thanks-en');
  await expectStored(page);
  await page.reload();
  await chat.expectStatus('ready');
  await expect(chat.turns('You')).toContainText(['Hello', 'Thank you.']);
  await expectAvailableOffline(page);
});

test('a service worker that is unregistered under a running tab: nothing is lost, and it is registered again', async ({
  chat,
  page,
}) => {
  await chat.start();
  await chat.ask('Hello');
  await expectControlled(page);
  await page.evaluate(async () => {
    await (await navigator.serviceWorker.ready).unregister();
  });
  await chat.ask('Thank you.');
  await expectStored(page);
  await page.reload();
  await chat.expectStatus('ready');
  await expect(chat.turns('You')).toContainText(['Hello', 'Thank you.']);
  await expectAvailableOffline(page);
});

test('a host that cannot be reached when a person looks for a new version: that is said, and nothing changes', async ({
  chat,
  page,
  site,
  watch,
}) => {
  watch.allow(LOST);
  await chat.start();
  await expectControlled(page);
  await site.stop();
  await page.getByRole('button', { name: 'About', exact: true }).click();
  await page.getByRole('button', { name: 'Check for updates' }).click();
  await expect(page.getByText('The site could not be reached.')).toBeVisible();
  await page.keyboard.press('Escape');
  await chat.expectAnswer('hello-en');
});
