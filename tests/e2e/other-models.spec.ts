import { appendFileSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { corruptStored } from '../support/stored-weights.ts';
import {
  fixtureFiles,
  hostFixture,
  hostLargeFixture,
  ModelsPage,
  storedHashes,
} from '../support/models-page.ts';
import { expect, test } from '../support/model-host-test.ts';

const TINY = 'Mamori Tiny (test model)';

test('a model from an address is shown before it is fetched, loads, and comes back by itself', async ({
  chat,
  page,
  host,
  models,
}) => {
  await chat.open();
  await models.open();
  await models.find(hostFixture(host));
  // nothing large has been asked for yet
  expect(
    host.requestsFor('/tiny/params_shard_0.bin').filter(({ method }) => method === 'GET'),
  ).toEqual([]);
  await models.downloadFound();
  const entry = models.entry('tiny');
  await models.loadButton('tiny').click({ timeout: 60_000 });
  await chat.expectStatus('ready');
  await chat.ask('Hello');
  await models.open();
  await expect(entry).toContainText('trusted on first use');

  host.requests = [];
  await page.goto('/?lang=en');
  await chat.expectStatus('ready');
  await chat.ask('Thank you.');
  expect(host.requests).toEqual([]);
});

test('an exported model is imported again, offline, with the same hashes', async ({
  chat,
  page,
  context,
  models,
}) => {
  await chat.start();
  await models.open();
  const before = await storedHashes(page);
  await models.entry(TINY).getByText('More').click();
  const download = page.waitForEvent('download');
  await models.entry(TINY).getByRole('button', { name: 'Export' }).click();
  const file = join(mkdtempSync(join(tmpdir(), 'mamori-')), 'tiny.zip');
  await (await download).saveAs(file);

  await models.entry(TINY).getByRole('button', { name: 'Delete' }).click();
  await expect(models.entry(TINY)).toContainText('Not downloaded');
  expect(await storedHashes(page)).toEqual([]);

  await context.setOffline(true);
  await models.dialog.locator('input[type=file]:not([webkitdirectory])').setInputFiles(file);
  // the files are those of this site's model, so that is there again too
  await expect(models.loadButton(TINY)).toBeVisible({
    timeout: 60_000,
  });
  expect(await storedHashes(page)).toEqual(before);
  await models.loadButton(TINY).click();
  await chat.expectStatus('ready');
  await chat.ask('Hello');
  await context.setOffline(false);
});

test('a folder is imported, offline, and its model answers', async ({ chat, context, models }) => {
  const folder = join(mkdtempSync(join(tmpdir(), 'mamori-')), 'my-model');
  mkdirSync(folder);
  for (const [path, bytes] of fixtureFiles()) writeFileSync(join(folder, path), bytes);
  // or it would be the same as this site's
  appendFileSync(join(folder, 'mlc-chat-config.json'), '\n');
  await chat.start();
  await models.open();
  await context.setOffline(true);
  await models.dialog.locator('input[webkitdirectory]').setInputFiles(folder);
  await models.loadButton('my-model').click({ timeout: 60_000 });
  await chat.expectStatus('ready');
  await chat.ask('Hello');
  await context.setOffline(false);
});

test('deleting can be undone, and then frees the bytes', async ({ chat, page, models }) => {
  const used = () => page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
  await chat.start();
  await models.open();
  const full = await used();
  await models.entry(TINY).getByRole('button', { name: 'Delete' }).click();
  await models.entry(TINY).getByRole('button', { name: 'Undo' }).click();
  await expect(models.loadButton(TINY)).toBeVisible();
  expect((await storedHashes(page)).length).toBeGreaterThan(0);

  await models.entry(TINY).getByRole('button', { name: 'Delete' }).click();
  await expect(models.entry(TINY)).toContainText('Not downloaded');
  expect(await storedHashes(page)).toEqual([]);
  const modelBytes = [...fixtureFiles().values()].reduce(
    (sum, { byteLength }) => sum + byteLength,
    0,
  );
  // the browser compresses what it stores, and gives it back when it likes
  await expect
    .poll(async () => full - (await used()), { timeout: 60_000 })
    .toBeGreaterThan(modelBytes / 4);
});

test('a damaged file is found on demand, and only it is fetched again', async ({
  chat,
  page,
  watch,
  models,
}) => {
  await chat.start();
  await models.open();
  const entry = models.entry(TINY);
  await entry.getByText('More').click();
  await entry.getByRole('button', { name: 'Verify' }).click();
  await expect(entry).toContainText('intact');
  const [hash] = await storedHashes(page);
  await corruptStored(page, hash ?? '');
  await entry.getByRole('button', { name: 'Verify' }).click();
  await expect(entry.getByRole('button', { name: 'Repair' })).toBeVisible();
  watch.requests = [];
  await entry.getByRole('button', { name: 'Repair' }).click();
  await expect(entry).toContainText('Loaded');
  expect(watch.requests.filter((url) => url.includes('/models/'))).toHaveLength(1);
});

test('a disk without room is a sentence with figures, and what is there stays', async ({
  chat,
  page,
  context,
  baseURL,
  host,
  models,
}) => {
  const session = await context.newCDPSession(page);
  const { origin } = new URL(baseURL ?? '');
  // before anything is stored: the browser remembers for a while how much space there was
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 6_000_000 });
  await chat.start();
  const kept = await storedHashes(page);
  await models.open();
  await models.find(hostLargeFixture(host, 'vocab.json', 12_000_000));
  await models.downloadFound();
  const alert = models.entry('tiny').getByRole('alert');
  // what is missing then is at least the large file, at most everything
  await expect(alert).toContainText(/this needs 1[2-5] MB, and less than that is free/u);
  expect(await storedHashes(page)).toEqual(expect.arrayContaining(kept));
  await page.keyboard.press('Escape');
  await chat.ask('Hello');

  // with room again it goes on
  await session.send('Storage.overrideQuotaForOrigin', { origin });
  await models.open();
  await models.entry('tiny').getByRole('button', { name: 'Resume' }).click();
  await expect(models.loadButton('tiny')).toBeVisible({ timeout: 60_000 });
});

test('two tabs that download the same model fetch it once', async ({
  chat,
  page,
  context,
  host,
  models,
}) => {
  const second = await context.newPage();
  const address = hostFixture(host);
  host.misbehaveAlways('/tiny/params_shard_0.bin', {
    type: 'drip',
    bytes: 32_768,
    everyMs: 100,
  });
  await chat.open();
  await models.open();
  await models.find(address);
  await second.goto(page.url());
  const others = new ModelsPage(second);
  await others.open();
  await others.find(address);
  host.requests = [];
  await models.downloadFound();
  await expect(models.entry('tiny').getByRole('progressbar')).toBeVisible();
  await others.downloadFound();
  await expect(others.entry('tiny')).toContainText('Another tab is downloading it');
  for (const dialog of [models, others]) {
    await expect(dialog.loadButton('tiny')).toBeVisible({
      timeout: 60_000,
    });
  }
  expect(host.requestsFor('/tiny/params_shard_0.bin')).toHaveLength(1);
});

test('a model of WebLLM’s list comes from the hosts that it names and from nowhere else, and answers', async ({
  chat,
  context,
  watch,
  host,
  models,
}) => {
  const name = 'mlc-ai/SmolLM2-360M-Instruct-q4f32_1-MLC';
  const hub = 'https://huggingface.co';
  const libraries = 'https://raw.githubusercontent.com';
  const files = fixtureFiles();
  const library = files.get('library.wasm') ?? new Uint8Array();
  files.delete('library.wasm');
  host.addRepository({
    name,
    commit: 'd'.repeat(40),
    files,
    published: (path) => path.endsWith('.bin'),
  });
  const headers = { 'access-control-allow-origin': '*' };
  await context.route(`${hub}/**`, async (route) => {
    const { pathname, search } = new URL(route.request().url());
    const answer = await fetch(`${host.origin}${pathname}${search}`);
    const body = Buffer.from(await answer.arrayBuffer());
    await route.fulfill({ status: answer.status, body, headers });
  });
  await context.route(`${libraries}/**`, (route) =>
    route.fulfill({ body: Buffer.from(library), headers }),
  );
  watch.allowHost(hub);
  watch.allowHost(libraries);
  await chat.open();
  await models.open();
  // opening the list asks nobody
  expect(watch.requests.filter((url) => url.startsWith('https:'))).toEqual([]);
  await models.dialog.getByRole('searchbox').fill('smollm2 360m');
  await models.entry('SmolLM2 360M Instruct').getByRole('button', { name: 'Download' }).click();
  await models.loadButton('SmolLM2 360M Instruct').click({ timeout: 60_000 });
  await chat.expectStatus('ready');
  await chat.ask('Hello');
  expect(await chat.lastReply()).toContain('small test model');
  // weights at a commit, and only of that repository
  const asked = watch.requests.filter((url) => url.startsWith('https:'));
  const known = new RegExp(
    `^${hub}/(api/models/${name}/(revision|tree)/|${name}/resolve/d{40}/)|^${libraries}/mlc-ai/binary-mlc-llm-libs/.+\\.wasm$`,
    'u',
  );
  expect(asked.filter((url) => !known.test(url))).toEqual([]);
  expect(asked.length).toBeGreaterThan(files.size);
});
