import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import lock from '../../models.lock.json' with { type: 'json' };
import { storedHashes } from '../support/models-page.ts';
import { corruptStored } from '../support/stored-weights.ts';
import { expect, test } from '../support/test.ts';
import { findWorker, hangWorker } from '../support/workers.ts';

const tiny = lock.models.find(({ id }) => id === 'mamori-tiny');
const shard = tiny?.files.find(({ path }) => path === 'params_shard_0.bin');

test('a shard that was tampered with on disk is refused, and downloading again repairs it', async ({
  chat,
  page,
  watch,
}) => {
  watch.allow(/Cannot fetch|refused: integrity-mismatch/u);
  await chat.start();
  await corruptStored(page, shard?.sha256 ?? '');
  await page.reload();
  await chat.expectStatus('failed');
  await expect(chat.alert).toContainText('params_shard_0.bin');
  await expect(chat.alert).toContainText('changed or damaged on this device');
  await expect.poll(() => storedHashes(page)).not.toContain(shard?.sha256);

  watch.requests = [];
  await chat.alert.getByRole('button', { name: 'Download again' }).click();
  await chat.expectStatus('ready');
  const fetched = watch.requests.filter((url) => url.includes('/models/'));
  expect(fetched).toHaveLength(1);
  await chat.ask('Hello');
});

test('a shard that was tampered with on the way is not stored, and downloading again repairs it', async ({
  chat,
  page,
}) => {
  const honest = readFileSync('models/mamori-tiny/params_shard_0.bin');
  const tampered = Buffer.from(honest);
  tampered[5] = (tampered[5] ?? 0) ^ 0x40;
  await page.route('**/params_shard_0.bin', (route) => route.fulfill({ body: tampered }));
  await chat.open();
  await page.getByRole('button', { name: 'Download and start' }).click();
  await expect(chat.alert).toContainText('its hash is wrong');
  expect(await storedHashes(page)).not.toContain(shard?.sha256);

  await page.unroute('**/params_shard_0.bin');
  await chat.alert.getByRole('button', { name: 'Download again' }).click();
  await chat.expectStatus('ready');
});

test('a host without the file is a problem with its number, and the rest is kept', async ({
  chat,
  page,
  watch,
}) => {
  watch.allow(/404/u);
  await page.route('**/params_shard_0.bin', (route) => route.fulfill({ status: 404, body: '' }));
  await chat.open();
  await page.getByRole('button', { name: 'Download and start' }).click();
  await expect(chat.alert).toContainText('status 404');
  expect((await storedHashes(page)).length).toBeGreaterThan(0);
});

test('a broken connection is a problem that offers to go on', async ({ chat, page, watch }) => {
  watch.allow(/ERR_CONNECTION_RESET/u);
  await page.route('**/params_shard_0.bin', (route) => route.abort('connectionreset'));
  await chat.open();
  await page.getByRole('button', { name: 'Download and start' }).click();
  // not before it has been tried several times
  await expect(chat.alert).toContainText('The download of params_shard_0.bin failed', {
    timeout: 80_000,
  });
  await page.unroute('**/params_shard_0.bin');
  await chat.alert.getByRole('button', { name: 'Resume the download' }).click();
  await chat.expectStatus('ready');
});

for (const [fault, harm] of [
  ['dies', (page: Page) => findWorker(page, 'download-worker').evaluate(() => self.close())],
  ['hangs', (page: Page) => hangWorker(page, 'download-worker')],
] as const) {
  test(`a download worker that ${fault} in the middle of a download is found out, and the download goes on`, async ({
    chat,
    page,
  }) => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route('**/params_shard_0.bin', async (route) => {
      await held;
      await route.continue().catch(() => undefined);
    });
    await chat.open();
    await page.getByRole('button', { name: 'Download and start' }).click();
    await expect.poll(async () => (await storedHashes(page)).length).toBeGreaterThan(0);
    await harm(page);
    await expect(chat.alert).toBeVisible({ timeout: 50_000 });
    release();
    await chat.alert.getByRole('button').click();
    await chat.expectStatus('ready');
    await chat.expectAnswer('hello-en');
  });
}
