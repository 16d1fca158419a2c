import { firstTurn } from '../support/dialogues.ts';
import { ModelsPage } from '../support/models-page.ts';
import { expectAvailableOffline } from '../support/offline-page.ts';
import { expectReplyStored } from '../support/stored-conversations.ts';
import { expect, test } from '../support/test.ts';

const LOST = /ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_NETWORK/u;

test('a network that goes while a model is downloaded: it is waited for, and the download goes on', async ({
  chat,
  page,
  context,
  watch,
}) => {
  watch.allow(LOST);
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/params_shard_0.bin', async (route) => {
    await held;
    await route.continue().catch(() => undefined);
  });
  await chat.open();
  await page.getByRole('button', { name: 'Download and start' }).click();
  await expect(page.getByRole('progressbar')).toBeVisible();
  await context.setOffline(true);
  release();
  await expect(page.getByText(/connection failed|trying again/iu).first()).toBeVisible();
  await context.setOffline(false);
  await chat.expectStatus('ready');
  await chat.expectAnswer('hello-en');
});

test('a network that goes before the model is loaded: it loads from this device', async ({
  chat,
  page,
  context,
  watch,
}) => {
  watch.allow(LOST);
  await chat.start();
  await expectAvailableOffline(page);
  await context.setOffline(true);
  await page.reload();
  await chat.expectStatus('ready');
  await chat.expectAnswer('hello-en');
});

test('a network that goes in the middle of a reply changes nothing, also over a reload', async ({
  chat,
  page,
  context,
  watch,
}) => {
  watch.allow(LOST);
  await chat.start();
  await expectAvailableOffline(page);
  await chat.send(firstTurn('days-without-end-en').user);
  await chat.waitForText(20);
  await context.setOffline(true);
  await chat.waitForText(60);
  await expectReplyStored(page, 20);
  await page.reload();
  await chat.expectStatus('ready');
  expect((await chat.lastReply()).length).toBeGreaterThan(20);
  await expect(chat.turns('Assistant').last()).toContainText('This reply was interrupted.');
  await chat.expectGoesOn();
});

test.describe('with the safety layer on', () => {
  test.use({ level: 'standard' });

  test('a network that goes while the classifier is downloaded: nothing is answered unchecked, and it comes when the network does', async ({
    chat,
    page,
    context,
    watch,
  }) => {
    watch.allow(LOST);
    await page.route('**/models/mamori-classifier/**', (route) => route.abort('connectionreset'));
    await chat.open();
    await page.getByRole('button', { name: 'Download and start' }).click();
    await expect(page.getByText(/classifier/u).first()).toBeVisible();
    await context.setOffline(true);
    await page.unroute('**/models/mamori-classifier/**');
    await expect(chat.sendButton).toBeDisabled();
    await context.setOffline(false);
    const again = page.getByRole('button', {
      name: /^(Download|Resume|Try again|Download again)/u,
    });
    await expect
      .poll(
        async () => {
          if ((await page.locator('html').getAttribute('data-app')) === 'ready') return 'ready';
          if (await again.first().isVisible()) await again.first().click();
          return 'waiting';
        },
        { timeout: 60_000 },
      )
      .toBe('ready');
    await chat.expectAnswer('hello-en');
  });
});

test('without a network a model’s address cannot be looked up: that is said, and the chat goes on', async ({
  chat,
  page,
  context,
  watch,
}) => {
  watch.allow(LOST);
  watch.allowHost('http://localhost:9');
  await chat.start();
  await context.setOffline(true);
  const models = new ModelsPage(page);
  await models.open();
  const field = models.dialog.getByRole('textbox', { name: 'Address of a model folder' });
  await field.fill('http://localhost:9/folder/');
  await field.press('Enter');
  await expect(models.dialog.getByRole('alert')).toBeVisible();
  await page.keyboard.press('Escape');
  await chat.expectAnswer('hello-en');
});
