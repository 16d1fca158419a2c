import type { Page } from '@playwright/test';
import lock from '../../models.lock.json' with { type: 'json' };
import { storedHashes } from '../support/models-page.ts';
import { expect, test } from '../support/test.ts';

/** Waits until every file of the tiny model but its library is stored: files come side by side, in no order. */
async function expectAllButLibrary(page: Page): Promise<void> {
  const files = lock.models.find(({ id }) => id === 'mamori-tiny')?.files ?? [];
  const others = files.filter(({ path }) => path !== 'library.wasm').map(({ sha256 }) => sha256);
  expect(others.length).toBeGreaterThan(0);
  await expect.poll(() => storedHashes(page)).toEqual(others.sort());
}

test('a model is downloaded with a progress bar, loaded, kept over a reload, and deleted', async ({
  chat,
  page,
}) => {
  // held until the bar has been seen
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/params_shard_0.bin', async (route) => {
    await held;
    await route.continue();
  });
  await chat.open();
  await chat.expectStatus('needs-model');
  await page.getByRole('button', { name: 'Models', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Models', exact: true });
  const model = dialog.getByRole('listitem', { name: /Mamori Tiny/u });
  await expect(model).toContainText('Not downloaded');
  await model.getByRole('button', { name: 'Download' }).click();
  const bar = model.getByRole('progressbar', { name: /Downloading Mamori Tiny/u });
  await expect(bar).toBeVisible();
  await expect(bar).toHaveAttribute('aria-valuetext', /B of .* MB/u);
  release();
  await expect(model).toContainText('Downloaded and checked');

  await model.getByRole('button', { name: 'Load' }).click();
  await expect(page.getByRole('progressbar', { name: /Loading Mamori Tiny/u })).toBeVisible();
  await chat.expectStatus('ready');

  await page.reload();
  await chat.expectStatus('ready');
  await page.getByRole('button', { name: 'Models', exact: true }).click();
  await expect(model).toContainText('Loaded');
  await model.getByRole('button', { name: 'Delete' }).click();
  await expect(model).toContainText('Not downloaded');
  await chat.expectStatus('needs-model');
});

test('a paused download keeps the finished files and goes on from there', async ({
  chat,
  page,
  watch,
}) => {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/library.wasm', async (route) => {
    await held;
    await route.continue().catch(() => undefined);
  });
  await chat.open();
  await page.getByRole('button', { name: 'Download and start' }).click();
  await expect.poll(() => watch.requests.some((url) => url.endsWith('library.wasm'))).toBe(true);
  await expectAllButLibrary(page);
  await page.getByRole('button', { name: 'Pause' }).click();
  await chat.expectStatus('needs-model');
  release();

  watch.requests = [];
  await page.getByRole('button', { name: 'Resume' }).click();
  await chat.expectStatus('ready');
  const fetched = watch.requests.filter((url) => url.includes('/models/'));
  expect(fetched.map((url) => new URL(url).pathname.split('/').at(-1))).toEqual(['library.wasm']);
});

test('a reload in the middle of a download loses nothing that was finished', async ({
  chat,
  page,
  watch,
}) => {
  await page.route('**/library.wasm', () => new Promise(() => undefined));
  await chat.open();
  await page.getByRole('button', { name: 'Download and start' }).click();
  await expect.poll(() => watch.requests.some((url) => url.endsWith('library.wasm'))).toBe(true);
  await expectAllButLibrary(page);
  await page.reload();
  await chat.expectStatus('needs-model');
  // not before the reload, or the file could still come
  await page.unroute('**/library.wasm');
  watch.requests = [];
  await page.getByRole('button', { name: 'Resume' }).click();
  await chat.expectStatus('ready');
  const fetched = watch.requests.filter((url) => url.includes('/models/'));
  expect(fetched.map((url) => new URL(url).pathname.split('/').at(-1))).toEqual(['library.wasm']);
});
