import { deleteDB } from 'idb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Model } from '../../src/domain/catalogue.ts';
import type { DownloadProgress } from '../../src/protocol/download-contract.ts';
import { err, ok } from '../../src/domain/result.ts';
import { Models } from '../../src/state/models.svelte.ts';
import { StorageMeter } from '../../src/state/storage-meter.svelte.ts';
import { createInstallStore } from '../../src/storage/models/install-store.ts';
import type { Downloader } from '../../src/engine/downloader.ts';
import { createMemoryWeights } from '../support/memory-weights.ts';

beforeEach(() => deleteDB('mamori-models'));
afterEach(() => vi.useRealTimers());

const HASH = { a: 'a'.repeat(64), b: 'b'.repeat(64), shared: 'c'.repeat(64) };

function modelOf(id: 'a' | 'b', hashes: readonly (string | null)[] = [HASH[id]]): Model {
  return {
    id,
    name: id.toUpperCase(),
    parameters: null,
    licence: null,
    languages: [],
    alignment: 'unknown',
    contextWindowTokens: 2048,
    hidden: false,
    origin: { type: 'address', folderUrl: `https://example.com/${id}`, revision: null },
    files: hashes.map((sha256, at) => ({
      path: `file-${at}`,
      url: `https://example.com/${id}/${at}`,
      sizeBytes: 100,
      sha256,
    })),
    sizeBytes: 100 * hashes.length,
  };
}

type Download = Downloader['download'];

async function createModels(options: { freeBytes?: number; download?: Download } = {}) {
  const weights = createMemoryWeights();
  const started: string[] = [];
  const storeAll: Download = (modelId, files) => {
    started.push(modelId);
    const stored = files.map(({ path, sizeBytes, sha256 }) => ({
      path,
      sizeBytes: sizeBytes ?? 100,
      sha256: sha256 ?? HASH.shared,
    }));
    for (const { sha256 } of stored) weights.files.set(sha256, new Uint8Array(1));
    return Promise.resolve(ok(stored));
  };
  const downloader = {
    download: options.download ?? storeAll,
    discard: () => Promise.resolve(ok([])),
    measure: () => Promise.resolve(ok(0)),
    verifyModel: () => Promise.resolve(ok({ damagedPaths: [] })),
  } as unknown as Downloader;
  const estimate = { usage: 0, quota: options.freeBytes ?? 1_000_000 };
  let isPersisted = false;
  const storage = new StorageMeter({
    estimate: () => Promise.resolve(estimate),
    persisted: () => Promise.resolve(isPersisted),
    persist: () => Promise.resolve((isPersisted = true)),
  } as StorageManager);
  const create = () =>
    new Models({ own: [], downloader, weights, installs: createInstallStore(), storage });
  const models = create();
  await models.start();
  return { models, weights, started, storage, create };
}

test('a model from elsewhere is remembered before anything is fetched, and found after a restart', async () => {
  const { models, create } = await createModels();
  await models.add(modelOf('a', [null]));
  const again = create();
  await again.start();
  expect(again.find('a')).toMatchObject({ name: 'A', files: [{ sha256: null }] });
  expect(again.installOf('a')).toEqual({ type: 'absent', storedBytes: 0, wasComplete: false });
});

test('a hash that nobody published is the one of the first download, and is said to be', async () => {
  const { models } = await createModels();
  const model = modelOf('a', [null]);
  await models.add(model);
  await models.download(model);
  expect(models.installOf('a')).toEqual({ type: 'installed' });
  expect(models.find('a')?.files).toMatchObject([{ sha256: HASH.shared }]);
  expect(models.notesOf('a')?.trust).toBe('first-use');
});

test('downloads wait for each other, and one that is stopped while it waits never begins', async () => {
  let finish = (): void => undefined;
  const held = new Promise<void>((resolve) => (finish = resolve));
  const started: string[] = [];
  const { models } = await createModels({
    download: async (modelId) => {
      started.push(modelId);
      await held;
      return err({ type: 'aborted' });
    },
  });
  await models.add(modelOf('a'));
  await models.add(modelOf('b'));
  const first = models.download(modelOf('a'));
  const second = models.download(modelOf('b'));
  await expect.poll(() => models.installOf('a').type).toBe('downloading');
  expect(models.installOf('b')).toEqual({ type: 'queued' });
  models.stop('b');
  finish();
  await Promise.all([first, second]);
  expect(started).toEqual(['a']);
  expect(models.installOf('b').type).toBe('absent');
});

test('a download that the disk has no room for does not begin, and says how much is needed and free', async () => {
  const { models, started } = await createModels({ freeBytes: 60 });
  await models.add(modelOf('a'));
  await models.download(modelOf('a'));
  expect(started).toEqual([]);
  expect(models.installOf('a')).toMatchObject({
    type: 'failed',
    error: { type: 'quota-exceeded', neededBytes: 100, freeBytes: 60 },
  });
});

test('the browser is asked to keep everything when the first download begins', async () => {
  const { models, storage } = await createModels();
  await models.add(modelOf('a'));
  expect(storage.isPersisted).toBe(false);
  await models.download(modelOf('a'));
  await expect.poll(() => storage.isPersisted).toBe(true);
});

test('a retry and a wait for another tab are shown while they last', async () => {
  const states: DownloadProgress['state'][] = [
    { type: 'waiting' },
    { type: 'retrying', inMs: 5_000, attempt: 2 },
  ];
  const seen: unknown[] = [];
  const { models } = await createModels({
    download: (_id, _files, onProgress) => {
      for (const state of states) {
        onProgress({ receivedBytes: 1, totalBytes: null, state });
        seen.push(models.installOf('a'));
      }
      return Promise.resolve(err({ type: 'aborted' }));
    },
  });
  await models.add(modelOf('a'));
  await models.download(modelOf('a'));
  expect(seen).toMatchObject(states.map((activity) => ({ activity, totalBytes: null })));
});

test('files that the browser has removed are noticed', async () => {
  const { models, weights } = await createModels();
  await models.add(modelOf('a', [HASH.a, HASH.shared]));
  await models.download(modelOf('a', [HASH.a, HASH.shared]));
  weights.files.delete(HASH.a);
  await models.refresh();
  expect(models.installOf('a')).toEqual({ type: 'absent', storedBytes: 100, wasComplete: true });
});

test('deleting can be undone for some seconds, and spares what another model shares', async () => {
  const { models, weights } = await createModels();
  for (const id of ['a', 'b'] as const) {
    await models.add(modelOf(id, [HASH[id], HASH.shared]));
    await models.download(modelOf(id, [HASH[id], HASH.shared]));
  }
  vi.useFakeTimers();
  const model = modelOf('a', [HASH.a, HASH.shared]);
  models.remove(model);
  expect(models.isLeaving('a')).toBe(true);
  await vi.advanceTimersByTimeAsync(3_000);
  models.undoRemoval('a');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(weights.files.has(HASH.a)).toBe(true);

  models.remove(model);
  await vi.advanceTimersByTimeAsync(7_000);
  vi.useRealTimers();
  await expect.poll(() => models.find('a')).toBeNull();
  expect([...weights.files.keys()].sort()).toEqual([HASH.b, HASH.shared]);
});

test('the model that was not used for longest is the first to go', async () => {
  const { models } = await createModels();
  for (const id of ['a', 'b'] as const) {
    await models.add(modelOf(id));
    await models.download(modelOf(id));
  }
  await models.noteUsed(modelOf('a'));
  expect(models.leastRecentlyUsed.map(({ id }) => id)).toEqual(['b', 'a']);
});
