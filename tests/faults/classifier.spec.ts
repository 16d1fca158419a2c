import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import lock from '../../models.lock.json' with { type: 'json' };
import { corruptStored } from '../support/stored-weights.ts';
import { expect, test } from '../support/test.ts';
import { findWorker, hangWorker } from '../support/workers.ts';

const files = lock.models.find(({ id }) => id === 'mamori-classifier')?.files ?? [];
const model = files.find(({ path }) => path === 'classifier.onnx');

test('a classifier that was changed on this device is refused, and downloading again repairs it', async ({
  chat,
  page,
  safety,
  watch,
}) => {
  await chat.open();
  await safety.install();
  await corruptStored(page, model?.sha256 ?? '');
  await page.reload();
  await safety.open();
  await expect(safety.dialog.getByRole('alert')).toContainText('classifier.onnx');
  await expect(safety.text).toHaveCount(0);
  watch.requests = [];
  await safety.dialog.getByRole('button', { name: 'Download again' }).click();
  await safety.expectReady();
  expect(watch.requests.filter((url) => url.includes('/models/'))).toHaveLength(1);
});

test('a classifier that was changed on the way is not stored', async ({ chat, page, safety }) => {
  const tampered = readFileSync('models/mamori-classifier/classifier.json');
  tampered[20] = (tampered[20] ?? 0) ^ 1;
  await page.route('**/mamori-classifier/classifier.json', (route) =>
    route.fulfill({ body: tampered }),
  );
  await chat.open();
  await safety.open();
  await safety.dialog.getByRole('button', { name: 'Download' }).click();
  await expect(safety.dialog.getByRole('alert')).toContainText('its hash is wrong');
  await page.unroute('**/mamori-classifier/classifier.json');
  await safety.dialog.getByRole('button', { name: 'Download again' }).click();
  await safety.expectReady();
});

/** A death is told at once; only its silence tells a hang. Milliseconds. */
const NOTICED_WITHIN_MS = { dies: 10_000, hangs: 30_000 };

/** Far more windows than the time allows, no sentence twice. */
const book = Array.from({ length: 3_000 }, (_, at) => `On page ${at} the lamp was lit.`).join(' ');

for (const [fault, harm] of [
  ['dies', (page: Page) => findWorker(page, 'classify-worker').evaluate(() => self.close())],
  ['hangs', (page: Page) => hangWorker(page, 'classify-worker')],
] as const) {
  test(`a classifier worker that ${fault} while it scores is noticed, nothing is decided, and it is started again`, async ({
    chat,
    page,
    safety,
  }) => {
    await chat.open();
    await safety.install();
    await safety.text.fill(book);
    await safety.dialog.getByRole('button', { name: 'Score' }).click();
    await expect(safety.dialog).toContainText('Checking');
    await harm(page);
    const alert = safety.dialog.getByRole('alert').first();
    await expect(alert).toContainText('Nothing was decided', { timeout: NOTICED_WITHIN_MS[fault] });
    await expect(safety.dialog.locator('[data-finding]')).toHaveCount(0);
    await safety.expectReady();
    await safety.score('Good morning');
    await expect(safety.dialog.getByRole('alert')).toHaveCount(0);
  });
}

test('a classifier worker that dies while nobody asks it anything is replaced within seconds', async ({
  chat,
  page,
  safety,
}) => {
  await chat.open();
  await safety.install();
  const replaced = page.waitForEvent('worker', {
    predicate: (worker) => worker.url().includes('/workers/classify-worker/'),
    timeout: 15_000,
  });
  await findWorker(page, 'classify-worker').evaluate(() => self.close());
  await replaced;
  await safety.expectReady();
  await safety.score('Good morning');
});

test('a text that takes too long is given up with nothing decided, and the classifier goes on', async ({
  chat,
  safety,
}) => {
  await chat.open();
  await safety.install();
  await safety.text.fill(book);
  await safety.dialog.getByRole('button', { name: 'Score' }).click();
  const alert = safety.dialog.getByRole('alert');
  await expect(alert).toContainText('too long', { timeout: 40_000 });
  await expect(safety.dialog.locator('[data-finding]')).toHaveCount(0);
  await safety.expectReady();
  await safety.score('Good morning');
});

test('scoring a long text can be stopped, and the next text does not wait for it', async ({
  chat,
  safety,
}) => {
  await chat.open();
  await safety.install();
  await safety.text.fill(book);
  await safety.dialog.getByRole('button', { name: 'Score' }).click();
  await expect(safety.dialog).toContainText('Checking');
  await safety.dialog.getByRole('button', { name: 'Stop' }).click();
  await expect(safety.dialog).not.toContainText('Checking');
  await safety.score('Good morning');
  // a worker that did not hear of the stop would by now have been taken for hung
  await safety.page.waitForTimeout(6_000);
  await safety.expectReady();
  await expect(safety.dialog.getByRole('alert')).toHaveCount(0);
});
