import { expect, test } from 'vitest';
import type { ByteProgress } from '../../src/protocol/download-contract.ts';
import type { WeightStore } from '../../src/storage/weights/weight-store.ts';
import { verifyModel } from '../../workers/download/verify-model.ts';
import { asStored, tinyModel } from '../support/local-models.ts';
import { createMemoryWeights } from '../support/memory-weights.ts';
import { bytesOf } from '../support/model-files.ts';

const model = tinyModel();
const files = asStored(model);
const [first, second, third] = files;
const totalBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);

function fullStore() {
  const store = createMemoryWeights();
  for (const { path, sha256 } of files) {
    store.files.set(sha256, model.get(path) ?? new Uint8Array());
  }
  return store;
}

function verify(
  store: WeightStore,
  signal = new AbortController().signal,
  onProgress: (progress: ByteProgress) => void = () => undefined,
) {
  return verifyModel({ modelId: 'm', files, signal, onProgress }, store);
}

test('a model that is whole has no damage, and all of it was read', async () => {
  const progress: ByteProgress[] = [];
  const result = await verify(fullStore(), undefined, (item) => progress.push(item));
  expect(result).toEqual({ ok: true, value: { damagedPaths: [] } });
  expect(progress.at(0)).toEqual({ doneBytes: 0, totalBytes });
  expect(progress.at(-1)).toEqual({ doneBytes: totalBytes, totalBytes });
});

test('damaged and missing files are named, and what is damaged is removed', async () => {
  const store = fullStore();
  store.files.set(first?.sha256 ?? '', bytesOf('rot'));
  store.files.set(second?.sha256 ?? '', new Uint8Array());
  store.files.delete(third?.sha256 ?? '');
  expect(await verify(store)).toEqual({
    ok: true,
    value: { damagedPaths: [first?.path, second?.path, third?.path] },
  });
  expect([...store.files.keys()].sort()).toEqual(
    files
      .slice(3)
      .map(({ sha256 }) => sha256)
      .sort(),
  );
});

test('verifying can be stopped', async () => {
  const abort = new AbortController();
  const store = fullStore();
  let reads = 0;
  const read = (sha256: string) => {
    reads += 1;
    if (reads === 2) abort.abort();
    return store.read(sha256);
  };
  expect(await verify({ ...store, read }, abort.signal)).toEqual({
    ok: false,
    error: { type: 'aborted' },
  });
  expect(reads).toBe(2);
});

test('a store that cannot be read is no damage', async () => {
  const read = () => Promise.reject(new Error('denied'));
  expect(await verify({ ...fullStore(), read })).toMatchObject({
    error: { type: 'storage-unavailable' },
  });
});
