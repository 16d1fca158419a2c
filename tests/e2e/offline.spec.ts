import en from '../../messages/en.json' with { type: 'json' };
import ja from '../../messages/ja.json' with { type: 'json' };
import ko from '../../messages/ko.json' with { type: 'json' };
import zh from '../../messages/zh.json' with { type: 'json' };
import { ChatPage } from '../support/chat-page.ts';
import { expectAvailableOffline, expectControlled } from '../support/offline-page.ts';
import { expect, test } from '../support/site.ts';

const WORDS = Object.entries({ en, ja, ko, zh });

for (const basePath of ['/', '/mamori/']) {
  test.describe(`in the folder ${basePath}`, () => {
    test.use({ basePath, level: 'standard' });

    test('after one visit a cold start, the chat, the classifier, every dialog and every language work without a network', async ({
      chat,
      page,
      context,
      site,
      watch,
    }) => {
      // six loads of the model
      test.setTimeout(300_000);
      // the browser says so of each policy file that it cannot ask for
      watch.allow(/ERR_INTERNET_DISCONNECTED|ERR_FAILED/u);
      await chat.start();
      await expectControlled(page);
      await expectAvailableOffline(page);
      await page.close();
      await site.stop();
      await context.setOffline(true);

      const cold = await context.newPage();
      const offline = new ChatPage(cold);
      await offline.open();
      await offline.expectStatus('ready');
      await offline.expectAnswer('hello-en');
      for (const [language, words] of WORDS) {
        await offline.open(`lang=${language}`);
        await offline.expectStatus('ready');
        for (const name of [words.models, words.safety, words.settings, words.about]) {
          await cold.getByRole('button', { name, exact: true }).click();
          await expect(cold.getByRole('dialog', { name, exact: true })).toBeVisible();
          await cold.keyboard.press('Escape');
          await expect(cold.getByRole('dialog')).toHaveCount(0);
        }
      }
    });

    test('an address below the app leads to it, with a network and without', async ({
      page,
      chat,
      context,
      site,
      baseURL,
      watch,
    }) => {
      watch.allow(/404|ERR_INTERNET_DISCONNECTED|ERR_FAILED/u);
      await chat.open();
      await expectControlled(page);
      await page.goto('./an/old/link?lang=ja');
      await expect(page).toHaveURL(`${baseURL}?lang=ja`);
      await site.stop();
      await context.setOffline(true);
      await page.goto('./another?lang=ko');
      await expect(page).toHaveURL(`${baseURL}?lang=ko`);
      await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
    });
  });
}

test('what is available offline is told truly, step by step', async ({ chat, page, watch }) => {
  watch.allow(/404/u);
  const about = page.getByRole('dialog', { name: 'About' });
  const openAbout = () => page.getByRole('button', { name: 'About', exact: true }).click();
  await chat.open();
  await expectControlled(page);
  await openAbout();
  await expect(about).toContainText('To chat without one, download a model.');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Download and start' }).click();
  await chat.expectStatus('ready');
  await expectAvailableOffline(page);
  // the browser deletes what it kept of the app
  await page.evaluate(async () => {
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        if (request.url.includes('/workers/engine/')) await cache.delete(request);
      }
    }
  });
  await openAbout();
  await expect(about).toContainText('not completely kept on this device yet');
  await expect(page.getByText('Available offline')).toHaveCount(0);
});

test('text that another app shares is put into the composer of a new chat, and never reaches the host', async ({
  chat,
  page,
  context,
  site,
}) => {
  await chat.start();
  await chat.ask('Hello');
  await expectControlled(page);
  // as a system's share sheet does it: from outside, by a form
  const outside = await context.newPage();
  await outside.setContent(`
    <form action="${site.url}share" method="post" enctype="multipart/form-data">
      <input name="title" value="A page">
      <input name="text" value="Shared words &lt;b&gt;">
      <button>Share</button>
    </form>`);
  await outside.getByRole('button', { name: 'Share' }).click();
  const shared = new ChatPage(outside);
  await expect(shared.composer).toHaveValue('A page\nShared words <b>');
  await expect(shared.turns('You')).toHaveCount(0);
  // the host answers a POST with 405: had it been asked, there would be no app here
});

test('“New chat” among the app’s shortcuts opens one', async ({ chat, page }) => {
  await chat.start();
  await chat.ask('Hello');
  await page.goto('./?new&lang=en&model=mamori-tiny');
  await chat.expectStatus('ready');
  await expect(chat.turns('You')).toHaveCount(0);
});
