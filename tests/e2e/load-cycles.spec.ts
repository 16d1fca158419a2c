import { readdirSync, readFileSync } from 'node:fs';
import { measureHeap } from '../support/heap.ts';
import { ModelsPage } from '../support/models-page.ts';
import { expect, test } from '../support/test.ts';

const CYCLES = 20;

/** Resident memory of the browser's GPU process in bytes: the software adapter keeps the GPU's memory there. */
function gpuProcessBytes(): number {
  for (const id of readdirSync('/proc').filter((name) => /^\d+$/u.test(name))) {
    try {
      if (!readFileSync(`/proc/${id}/cmdline`, 'utf8').includes('--type=gpu-process')) continue;
      const [, kilobytes] =
        /VmRSS:\s+(\d+) kB/u.exec(readFileSync(`/proc/${id}/status`, 'utf8')) ?? [];
      return Number(kilobytes) * 1_024;
    } catch {
      // it ended while it was looked at
    }
  }
  throw new Error('there is no GPU process');
}

test('twenty loads and unloads leave the memory of page and GPU flat', async ({ chat, page }) => {
  test.setTimeout(600_000);
  const session = await page.context().newCDPSession(page);
  const measure = async () => ({
    heap: await measureHeap(session),
    gpuBytes: gpuProcessBytes(),
  });
  const models = new ModelsPage(page);
  const entry = models.entry('Mamori Tiny (test model)');
  const cycle = async () => {
    await models.open();
    // a reload of the same model ends its worker, which is what gives the memory back
    await entry.getByText('More').click();
    await entry.getByRole('button', { name: 'Unload' }).click();
    await models.loadButton('Mamori Tiny (test model)').click();
    await chat.expectStatus('ready');
  };
  await chat.start();
  // the first ones fill caches that stay
  for (let turn = 0; turn < 3; turn += 1) await cycle();
  const before = await measure();
  for (let turn = 0; turn < CYCLES; turn += 1) await cycle();
  const after = await measure();
  expect(after.heap.dataBytes).toBeLessThan(before.heap.dataBytes * 1.1);
  expect(after.heap.promiseCount).toBeLessThan(before.heap.promiseCount + CYCLES / 2);
  expect(after.gpuBytes).toBeLessThan(before.gpuBytes * 1.1);
  await chat.ask('Hello');
});
