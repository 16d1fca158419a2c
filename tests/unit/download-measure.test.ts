import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { measureDownload } from '../../workers/download/measure-download.ts';
import {
  createBench,
  createImpatience,
  offer,
  PART_BYTES,
  randomBytes,
} from '../support/download-bench.ts';
import { freshenStorage } from '../support/fresh-storage.ts';
import { ModelHost } from '../support/model-host.ts';

let host: ModelHost;

beforeAll(async () => void (host = await ModelHost.start()));
afterAll(() => host.close());
beforeEach(() => {
  freshenStorage();
  host.reset();
});

test('nothing is stored of a model that nobody has begun to download', async () => {
  const file = offer(host, 'a.bin', randomBytes(100));
  expect(await measureDownload([file], createBench())).toEqual({ ok: true, value: 0 });
});

test('whole files count, also those that were trusted on first use, and the first part of one that broke', async () => {
  const small = { ...offer(host, 'config.json', randomBytes(100)), sha256: null };
  const large = offer(host, 'shard.bin', randomBytes(3 * PART_BYTES));
  host.misbehaveAlways('/shard.bin', { type: 'drop', afterBytes: 2.5 * PART_BYTES });
  const bench = createBench({ policy: { ...createImpatience(), attempts: 1 } });
  expect((await bench.download([small, large])).ok).toBe(false);
  expect(await measureDownload([small, large], bench)).toEqual({
    ok: true,
    value: 100 + PART_BYTES,
  });
});
