import { beforeEach, describe, expect, test } from 'vitest';
import { openFirstUseStore } from '../../src/storage/weights/first-use-store.ts';
import { openPartStore, type PartKey } from '../../src/storage/weights/part-store.ts';
import { freshenStorage, refuseStorage, REFUSED } from '../support/fresh-storage.ts';

const version = { etag: '"a"', lastModified: null, totalBytes: 30 };
const part = { bytes: new Uint8Array([1, 2, 3]), version };
const key: PartKey = { url: 'https://host.test/a', sha256: 'aa' };

beforeEach(freshenStorage);

describe('the parts of a file', () => {
  test('are found again by address, hash and index, with the version that they belong to', async () => {
    await openPartStore().write(key, 1, part);
    const store = openPartStore();
    expect(await store.read(key, 1)).toEqual({ ok: true, value: part });
    expect(await store.read(key, 0)).toEqual({ ok: true, value: undefined });
    expect(await store.read({ ...key, sha256: null }, 1)).toEqual({ ok: true, value: undefined });
  });

  test('are removed together, whatever hash they were to have, and no others with them', async () => {
    const store = openPartStore();
    const [unknown, longer] = [
      { ...key, sha256: null },
      { ...key, url: `${key.url}b` },
    ];
    for (const each of [key, unknown, longer]) await store.write(each, 0, part);
    await store.write(key, 1, part);
    await store.remove(key.url);
    for (const [each, index] of [
      [key, 0],
      [key, 1],
      [unknown, 0],
    ] as const) {
      expect(await store.read(each, index)).toEqual({ ok: true, value: undefined });
    }
    expect(await store.read(longer, 0)).toEqual({ ok: true, value: part });
  });

  test('are an error value where storage is refused', async () => {
    refuseStorage();
    const store = openPartStore();
    expect(await store.read(key, 0)).toMatchObject(REFUSED);
    expect(await store.write(key, 0, part)).toMatchObject(REFUSED);
    expect(await store.remove(key.url)).toMatchObject(REFUSED);
  });
});

describe('what was trusted on first use', () => {
  const file = { sha256: 'aa', sizeBytes: 3 };

  test('is found by its address for as long as the download is not complete', async () => {
    const store = openFirstUseStore();
    await store.remember(key.url, file);
    expect(await store.recall(key.url, 1e15)).toMatchObject({ value: file });
    await store.forget(key.url);
    expect(await store.recall(key.url, 0)).toEqual({ ok: true, value: undefined });
  });

  test('is found for ten minutes after that, and not later, for the host may have another by then', async () => {
    const store = openFirstUseStore();
    await store.remember(key.url, file);
    expect(await store.complete([key.url, 'https://host.test/never'], 1_000)).toMatchObject({
      ok: true,
    });
    expect(await store.recall(key.url, 600_999)).toMatchObject({ value: file });
    expect(await store.recall(key.url, 601_000)).toEqual({ ok: true, value: undefined });
  });
});
