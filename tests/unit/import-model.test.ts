import { describe, expect, test } from 'vitest';
import { createMemoryWeights } from '../support/memory-weights.ts';
import { bytesOf, lockFile } from '../support/model-files.ts';
import {
  asStored,
  byPath,
  chosen,
  chosenFiles,
  fixtureModel,
  json,
  NEEDED,
  runImport,
  shardList,
  tinyModel,
} from '../support/local-models.ts';

const pathsOf = (files: readonly { path: string }[]): string[] =>
  files.map(({ path }) => path).sort();

describe('a folder', () => {
  test('gives the files that are needed, each under its hash, and no other', async () => {
    const files = tinyModel();
    const { result, store } = await runImport(chosen(files));
    const value = result.ok ? result.value : null;
    expect(value).toMatchObject({ name: 'My Model', contextWindowTokens: 4096 });
    expect([...(value?.files ?? [])].sort(byPath)).toEqual(asStored(files, NEEDED));
    expect(new Map(value?.files.map((file) => [file.path, store.files.get(file.sha256)]))).toEqual(
      new Map(value?.files.map(({ path }) => [path, files.get(path)])),
    );
    expect(store.files.size).toBe(NEEDED.length);
  });

  test('of the committed model is taken, with a library of another name', async () => {
    const files = fixtureModel();
    const { result } = await runImport(chosen(files, 'downloads/mamori-tiny/'));
    const value = result.ok ? result.value : null;
    expect(value).toMatchObject({ name: 'mamori-tiny', contextWindowTokens: 2048 });
    expect(value?.files.find(({ path }) => path === 'library.wasm')).toEqual(
      lockFile('library.wasm', files.get('mamori-tiny.wasm') ?? new Uint8Array()),
    );
    expect(pathsOf(value?.files ?? [])).toEqual([
      'library.wasm',
      'mlc-chat-config.json',
      'params_shard_0.bin',
      'tensor-cache.json',
      'tokenizer.json',
    ]);
  });

  test('of an older kind is stored under the names that are asked for today', async () => {
    const cache = tinyModel().get('tensor-cache.json') ?? null;
    const files = tinyModel({ 'tensor-cache.json': null, 'ndarray-cache.json': cache });
    const { result } = await runImport(chosen(files));
    expect(result.ok && pathsOf(result.value.files)).toEqual(NEEDED);
  });

  test('may lie deep, under names of every script, among other things', async () => {
    const { result } = await runImport({
      type: 'files',
      files: [
        { path: '写真/猫.jpg', blob: new Blob(['cat']) },
        { path: '模型/.DS_Store', blob: new Blob(['x']) },
        ...chosenFiles('模型/Größe 한국어/'),
      ],
    });
    expect(result).toMatchObject({ ok: true, value: { name: 'Größe 한국어' } });
  });

  test('without a folder of its own is called what the model calls itself', async () => {
    const config = { tokenizer_files: ['tokenizer.json'], model_id: 'Tiny\u202e/..\\1B' };
    const named = await runImport(chosen(tinyModel({ 'mlc-chat-config.json': json(config) }), ''));
    expect(named.result).toMatchObject({
      value: { name: 'Tiny .. 1B', contextWindowTokens: null },
    });
    const nameless = await runImport(chosen(tinyModel(), ''));
    expect(nameless.result).toMatchObject({ value: { name: 'model' } });
  });

  test('with a very long name gets a shorter one', async () => {
    const { result } = await runImport(chosen(tinyModel(), `${'😀'.repeat(80)}/`));
    expect(result).toMatchObject({ value: { name: '😀'.repeat(50) } });
  });

  test('is counted in bytes from nothing to all', async () => {
    const { result, progress } = await runImport(chosen(tinyModel()));
    const files = result.ok ? result.value.files : [];
    const totalBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    expect(progress.at(0)).toEqual({ doneBytes: 0, totalBytes });
    expect(progress.at(-1)).toEqual({ doneBytes: totalBytes, totalBytes });
  });

  test('may hold equal files and empty ones', async () => {
    const same = bytesOf('same');
    const files = tinyModel({
      'tensor-cache.json': shardList([same, same]),
      'params_shard_0.bin': same,
      'params_shard_1.bin': same,
      'tokenizer_config.json': new Uint8Array(),
    });
    const { result, store } = await runImport(chosen(files));
    expect(result.ok && [...result.value.files].sort(byPath)).toEqual(asStored(files, NEEDED));
    expect(store.files.size).toBe(NEEDED.length - 1);
  });
});

const shard = tinyModel().get('params_shard_1.bin') ?? new Uint8Array();

describe('an import that fails', () => {
  const quota = (): Error => Object.assign(new Error('full'), { name: 'QuotaExceededError' });

  test('on a full disk says how much is needed, and removes what it has stored', async () => {
    let writes = 0;
    const store = createMemoryWeights(() => ((writes += 1) > 5 ? quota() : null));
    const { result } = await runImport(chosen(tinyModel()), store);
    expect(result).toEqual({
      ok: false,
      error: { type: 'quota-exceeded', neededBytes: 'shard zero'.length + shard.byteLength },
    });
    expect(store.files.size).toBe(0);
  });

  test('leaves what was there before', async () => {
    const files = tinyModel();
    const [before] = asStored(files, ['library.wasm']);
    let writes = 0;
    const store = createMemoryWeights(() => ((writes += 1) > 6 ? quota() : null));
    store.files.set(before?.sha256 ?? '', bytesOf('wasm'));
    expect((await runImport(chosen(files), store)).result.ok).toBe(false);
    expect([...store.files.keys()]).toEqual([before?.sha256]);
  });

  test('without storage says so', async () => {
    const store = { ...createMemoryWeights(), has: () => Promise.reject(new Error('denied')) };
    expect((await runImport(chosen(tinyModel()), store)).result).toMatchObject({
      error: { type: 'storage-unavailable' },
    });
  });

  test('because it was stopped removes what it has stored', async () => {
    const abort = new AbortController();
    const store = createMemoryWeights(() => {
      if (store.files.size === 4) abort.abort();
      return null;
    });
    const { result } = await runImport(chosen(tinyModel()), store, abort.signal);
    expect(result).toEqual({ ok: false, error: { type: 'aborted' } });
    expect(store.files.size).toBe(0);
  });

  test('before it begins reads nothing', async () => {
    const { result } = await runImport(chosen(tinyModel()), undefined, AbortSignal.abort());
    expect(result).toEqual({ ok: false, error: { type: 'aborted' } });
  });
});

test('an import repairs a file that was damaged in the store', async () => {
  const files = tinyModel();
  const [library] = asStored(files, ['library.wasm']);
  const store = createMemoryWeights();
  store.files.set(library?.sha256 ?? '', bytesOf('rot'));
  expect((await runImport(chosen(files), store)).result.ok).toBe(true);
  expect(store.files.get(library?.sha256 ?? '')).toEqual(files.get('library.wasm'));
});
