import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import type { ModelFile } from '../../src/domain/catalogue.ts';
import type { ByteProgress } from '../../src/protocol/download-contract.ts';
import { exportModel } from '../../workers/download/export-model.ts';
import {
  asStored,
  byPath,
  chosen,
  chosenFiles,
  fixtureModel,
  NEEDED,
  runImport,
  tinyModel,
  type FileSet,
} from '../support/local-models.ts';
import type { MemoryWeights } from '../support/memory-weights.ts';
import { bytesOf, lockFile } from '../support/model-files.ts';
import { readZip, stored } from '../support/packed-models.ts';

const progress: ByteProgress[] = [];
afterEach(() => void progress.splice(0));

function runExport(
  { store, files }: { store: MemoryWeights; files: readonly ModelFile[] },
  name = 'Tiny',
  signal = new AbortController().signal,
) {
  const onProgress = (item: ByteProgress): void => void progress.push(item);
  return exportModel({ modelId: 'm', name, files, signal, onProgress }, store);
}

async function zipOf(...args: Parameters<typeof runExport>): Promise<Blob> {
  const result = await runExport(...args);
  if (!result.ok) throw new Error(result.error.type);
  return result.value;
}

describe('an exported model', () => {
  test('is taken again as it was', async () => {
    const files = tinyModel();
    const first = await runImport(chosen(files));
    const blob = await zipOf({ store: first.store, files: asStored(files, NEEDED) }, 'My Model');
    const second = await runImport({ type: 'zip', blob });
    expect(second.result).toMatchObject({ ok: true, value: { name: 'My Model' } });
    expect(second.result.ok && [...second.result.value.files].sort(byPath)).toEqual(
      asStored(files, NEEDED),
    );
    expect(second.store.files).toEqual(first.store.files);
  });

  test('lies in one folder, sorted, uncompressed, and of a day that tells nothing', async () => {
    const files = fixtureModel();
    const blob = await zipOf(stored(files), 'mamori-tiny');
    expect(blob.type).toBe('application/zip');
    const { entries, contents } = await readZip(blob);
    expect([...contents.keys()]).toEqual([...files.keys()].map((p) => `mamori-tiny/${p}`).sort());
    for (const entry of entries) {
      expect(entry).toMatchObject({
        compressionMethod: 0,
        rawLastModDate: 0x00210000,
        zip64: false,
        bitFlag: { dataDescriptor: false },
      });
    }
  });

  test('is the same every time, in whatever order and time zone', async () => {
    const model = stored(tinyModel());
    const first = await (await zipOf(model)).arrayBuffer();
    const zone = process.env['TZ'];
    process.env['TZ'] = 'Pacific/Kiritimati';
    const reversed = { ...model, files: [...model.files].reverse() };
    const second = await (await zipOf(reversed)).arrayBuffer();
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
    expect(Buffer.from(second).equals(Buffer.from(first))).toBe(true);
    // changes of this are changes for everybody who compares
    expect(lockFile('', new Uint8Array(first)).sha256).toMatchInlineSnapshot(
      `"71c436f7b3fd42dba871d12725909f61515d24b0017da6c4554db8dbe5809526"`,
    );
  });

  test('of many megabytes is put together from parts', async () => {
    const large = new Uint8Array(20 * 1024 ** 2).fill(7);
    const { contents } = await readZip(await zipOf(stored(new Map([['a.bin', large]]))));
    expect(Buffer.from(contents.get('Tiny/a.bin') ?? []).equals(Buffer.from(large))).toBe(true);
  });

  test.each([
    ['a/b: "c"?', 'a b c'],
    ['..\u202eevil', 'evil'],
    ['..', 'model'],
    ['', 'model'],
    ['模型 é', '模型 é'],
    ['😀'.repeat(80), '😀'.repeat(50)],
  ])('called %j is put into a folder called %j', async (name, folder) => {
    const { contents } = await readZip(await zipOf(stored(new Map([['a', bytesOf('x')]])), name));
    expect([...contents.keys()]).toEqual([`${folder}/a`]);
  });

  test('is counted in bytes from nothing to all', async () => {
    const { store, files } = stored(tinyModel());
    await zipOf({ store, files });
    const totalBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    expect(progress.at(0)).toEqual({ doneBytes: 0, totalBytes });
    expect(progress.at(-1)).toEqual({ doneBytes: totalBytes, totalBytes });
  });
});

describe('an export ends', () => {
  test('with the name of a damaged file, which is removed', async () => {
    const model = stored(tinyModel());
    const damaged = model.files[3];
    model.store.files.set(damaged?.sha256 ?? '', bytesOf('rot'));
    expect(await runExport(model)).toEqual({
      ok: false,
      error: { type: 'integrity-mismatch', modelId: 'm', path: damaged?.path, stage: 'load' },
    });
    expect(model.store.files.has(damaged?.sha256 ?? '')).toBe(false);
  });

  test('with the name of a missing file', async () => {
    const model = stored(tinyModel());
    model.store.files.delete(model.files[3]?.sha256 ?? '');
    expect(await runExport(model)).toMatchObject({
      error: { type: 'model-incomplete', path: model.files[3]?.path },
    });
  });

  test('when it is stopped', async () => {
    const abort = new AbortController();
    const model = stored(tinyModel());
    const store = {
      ...model.store,
      read: (sha256: string) => {
        abort.abort();
        return model.store.read(sha256);
      },
    };
    expect(await runExport({ ...model, store }, 'Tiny', abort.signal)).toEqual({
      ok: false,
      error: { type: 'aborted' },
    });
  });

  test('without storage', async () => {
    const model = stored(tinyModel());
    const store = { ...model.store, read: () => Promise.reject(new Error('denied')) };
    expect(await runExport({ ...model, store })).toMatchObject({
      error: { type: 'storage-unavailable' },
    });
  });

  test.each(['../a', '/a', 'a\\b', 'C:a', ''])('at a path like %j', async (path) => {
    const model = stored(new Map([[path, bytesOf('x')]]));
    expect(await runExport(model)).toMatchObject({ error: { type: 'model-unsupported' } });
  });

  test('at a path that is there twice', async () => {
    const { store, files } = stored(new Map([['a', bytesOf('x')]]));
    expect(await runExport({ store, files: [...files, ...files] })).toMatchObject({
      error: { type: 'model-unsupported' },
    });
  });
});

const content = fc.uint8Array({ maxLength: 300 }).map((bytes) => new Uint8Array(bytes));
const segment = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .filter((text) => !/[/\\\p{Cc}\p{Cs}]/u.test(text) && !/^\.{1,2}$|^[a-z]:/iu.test(text));
const unicodePath = fc.array(segment, { minLength: 1, maxLength: 4 }).map((all) => all.join('/'));

test('files at paths of every script come out of the zip as they went in', () =>
  fc.assert(
    fc.asyncProperty(fc.dictionary(unicodePath, content, { maxKeys: 8 }), async (record) => {
      const files: FileSet = new Map(Object.entries(record));
      const { contents } = await readZip(await zipOf(stored(files)));
      expect(contents).toEqual(
        new Map([...files].map(([path, all]) => [`Tiny/${path}`, all] as const).sort(byKey)),
      );
    }),
    { numRuns: 60 },
  ));

test('a model with whatever shards, in whatever folder, comes back with the same hashes', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(content, { minLength: 1, maxLength: 6 }),
      unicodePath,
      fc.dictionary(unicodePath, content, { maxKeys: 4 }),
      fc.string({ unit: 'binary', maxLength: 120 }),
      async (shards, folder, others, name) => {
        const model = tinyModel({ 'params_shard_0.bin': null, 'params_shard_1.bin': null });
        const records = shards.map(({ byteLength }, index) => ({
          dataPath: `shards/${index}.bin`,
          nbytes: byteLength,
        }));
        model.set('tensor-cache.json', bytesOf(JSON.stringify({ records })));
        for (const [index, bytes] of shards.entries()) model.set(`shards/${index}.bin`, bytes);
        const besides = Object.entries(others).map(([path, bytes]) => ({
          path: `${folder}/others/${path}`,
          blob: new Blob([bytes]),
        }));
        const all = [...chosenFiles(`${folder}/`, model), ...besides];
        const first = await runImport({ type: 'files', files: all });
        if (!first.result.ok) throw new Error(JSON.stringify(first.result.error));
        const { files } = first.result.value;
        const blob = await zipOf({ store: first.store, files }, name);
        const second = await runImport({ type: 'zip', blob });
        if (!second.result.ok) throw new Error(JSON.stringify(second.result.error));
        expect([...second.result.value.files].sort(byPath)).toEqual([...files].sort(byPath));
        expect(second.store.files).toEqual(first.store.files);
      },
    ),
    { numRuns: 60 },
  ));

function byKey([a]: readonly unknown[], [b]: readonly unknown[]): number {
  return String(a) < String(b) ? -1 : 1;
}
