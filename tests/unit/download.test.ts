import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { toRemoteFiles, type RemoteFile } from '../../src/domain/remote-model.ts';
import { createBench, offer, randomBytes, type DownloadBench } from '../support/download-bench.ts';
import { freshenStorage } from '../support/fresh-storage.ts';
import { createMemoryWeights } from '../support/memory-weights.ts';
import { ModelHost } from '../support/model-host.ts';

const contents = {
  'config.json': randomBytes(100),
  'shard_0.bin': randomBytes(300_000),
  'shard_1.bin': randomBytes(200_000),
  'shard_2.bin': randomBytes(250_000),
};
const totalBytes = 750_100;

let host: ModelHost;
let files: RemoteFile[];
let bench: DownloadBench;

beforeAll(async () => void (host = await ModelHost.start()));
afterAll(() => host.close());
beforeEach(() => {
  freshenStorage();
  host.reset();
  files = Object.entries(contents).map(([path, bytes]) => offer(host, path, bytes));
  bench = createBench();
});

const asStored = () => files.map(({ path, sizeBytes, sha256 }) => ({ path, sizeBytes, sha256 }));

describe('downloading a model', () => {
  test('stores every file under its hash, names them all and reports every byte', async () => {
    expect(await bench.download(files)).toEqual({ ok: true, value: asStored() });
    for (const [index, bytes] of Object.values(contents).entries()) {
      const stored = bench.store.files.get(files[index]?.sha256 ?? '');
      expect(Buffer.compare(stored ?? new Uint8Array(), bytes)).toBe(0);
    }
    expect(bench.progress.at(-1)).toEqual({
      receivedBytes: totalBytes,
      totalBytes,
      state: { type: 'fetching' },
    });
    for (const { receivedBytes } of bench.progress) {
      expect(receivedBytes).toBeLessThanOrEqual(totalBytes);
    }
  });

  test('fetches only what is missing', async () => {
    for (const [index, bytes] of Object.values(contents).entries()) {
      if (index !== 2) bench.store.files.set(files[index]?.sha256 ?? '', bytes);
    }
    expect((await bench.download(files)).ok).toBe(true);
    expect(host.requests.map(({ path }) => path)).toEqual(['/shard_1.bin']);
  });

  test('begins with the smallest files and fetches three at once', async () => {
    for (const path of ['/config.json', '/shard_1.bin', '/shard_2.bin']) {
      host.misbehaveAlways(path, { type: 'stall', afterBytes: 10 });
    }
    const abort = new AbortController();
    const download = bench.download(files, abort.signal);
    await expect.poll(() => host.requests.length).toBe(3);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(host.requests.map(({ path }) => path).sort()).toEqual([
      '/config.json',
      '/shard_1.bin',
      '/shard_2.bin',
    ]);
    abort.abort();
    expect(await download).toEqual({ ok: false, error: { type: 'aborted' } });
  });

  test('sends nothing that could tell who asks', async () => {
    await bench.download(files.slice(0, 1));
    const headers = host.requests[0]?.headers ?? {};
    expect(headers.cookie).toBeUndefined();
    expect(headers.referer).toBeUndefined();
  });

  test('goes on with the files that a cancelled download had not finished', async () => {
    host.misbehaveAlways('/shard_0.bin', { type: 'stall', afterBytes: 10 });
    const abort = new AbortController();
    const download = bench.download(files, abort.signal);
    await expect.poll(() => bench.store.files.size).toBe(3);
    abort.abort();
    expect(await download).toEqual({ ok: false, error: { type: 'aborted' } });
    host.misbehaveAlways('/shard_0.bin', { type: 'none' });
    host.requests = [];
    expect((await bench.download(files)).ok).toBe(true);
    expect(host.requests.map(({ path }) => path)).toEqual(['/shard_0.bin']);
  });

  test('one file that fails ends the others too, and what is finished stays', async () => {
    host.misbehaveAlways('/shard_1.bin', { type: 'status', status: 404 });
    host.misbehaveAlways('/shard_2.bin', { type: 'stall', afterBytes: 10 });
    const result = await bench.download(files);
    expect(result).toMatchObject({
      error: { type: 'download-failed', path: 'shard_1.bin', status: 404 },
    });
    expect(host.requestsFor('/shard_0.bin').length).toBeLessThanOrEqual(1);
  });

  test('reports at most every tenth of a second', async () => {
    host.misbehaveAlways('/shard_0.bin', { type: 'drip', bytes: 10_000, everyMs: 20 });
    const times: number[] = [];
    const push = bench.progress.push.bind(bench.progress);
    bench.progress.push = (...items) => {
      times.push(performance.now());
      return push(...items);
    };
    expect((await bench.download(files)).ok).toBe(true);
    expect(times.length).toBeGreaterThan(3);
    // the last word does not wait
    for (let at = 1; at < times.length - 1; at += 1) {
      expect((times[at] ?? 0) - (times[at - 1] ?? 0)).toBeGreaterThanOrEqual(95);
    }
  });
});

describe('a file that nobody knew beforehand', () => {
  const unknown = (): RemoteFile[] =>
    files.map((file) => ({ ...file, sizeBytes: null, sha256: null }));

  test('is stored under the hash that it has, and the reply says which', async () => {
    expect(await bench.download(unknown())).toEqual({ ok: true, value: asStored() });
    expect(bench.progress[0]?.totalBytes).toBeNull();
    expect(bench.progress.at(-1)).toMatchObject({ receivedBytes: totalBytes, totalBytes });
  });

  test('is not fetched again when the download goes on', async () => {
    host.misbehaveAlways('/shard_0.bin', { type: 'status', status: 404 });
    const ordered = unknown();
    expect((await bench.download(ordered.slice(2))).ok).toBe(true);
    expect((await bench.download(ordered)).ok).toBe(false);
    host.misbehaveAlways('/shard_0.bin', { type: 'none' });
    host.requests = [];
    expect((await createBenchOver(bench).download(ordered)).ok).toBe(true);
    expect(host.requestsFor('/shard_1.bin')).toEqual([]);
    expect(host.requestsFor('/shard_2.bin')).toEqual([]);
  });

  test('is fetched again if another has been stored than its size says', async () => {
    await bench.download(unknown());
    host.requests = [];
    const [, shard] = files as [RemoteFile, RemoteFile];
    host.put('/shard_0.bin', randomBytes(5));
    expect(await bench.download([{ ...shard, sizeBytes: 5, sha256: null }])).toMatchObject({
      value: [{ sizeBytes: 5 }],
    });
  });

  function createBenchOver({ store }: DownloadBench): DownloadBench {
    const next = createBench();
    for (const [hash, bytes] of store.files) next.store.files.set(hash, bytes);
    return next;
  }
});

describe('a store that refuses', () => {
  test('a full disk says how much is still needed', async () => {
    const full = createMemoryWeights(() =>
      Object.assign(new Error('full'), { name: 'QuotaExceededError' }),
    );
    expect(await createBench({ store: full }).download(files)).toEqual({
      ok: false,
      error: { type: 'quota-exceeded', neededBytes: totalBytes },
    });
  });

  test('no storage at all is its own error', async () => {
    const broken = { ...bench.store, list: () => Promise.reject(new Error('denied')) };
    expect(await createBench({ store: broken }).download(files)).toMatchObject({
      error: { type: 'storage-unavailable' },
    });
  });
});

test('files of our own origin get addresses in which only their slashes stay', () => {
  const file = { path: 'a folder/b#c.bin', sizeBytes: 1, sha256: 'aa' };
  expect(toRemoteFiles([file], 'https://mamori.test/models/m/')).toEqual([
    { ...file, url: 'https://mamori.test/models/m/a%20folder/b%23c.bin' },
  ]);
});
