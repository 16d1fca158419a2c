import { BlobWriter, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js';
import { describe, expect, test } from 'vitest';
import { entriesOf, writeZip, type HostileEntry } from '../support/hostile-zip.ts';
import {
  asStored,
  byPath,
  fixtureModel,
  NEEDED,
  refusalOf,
  runImport,
  shardList,
  tinyModel,
  type FileSet,
} from '../support/local-models.ts';
import { bytesOf } from '../support/model-files.ts';
import { StoppingBlob } from '../support/odd-blobs.ts';

const zipOf = (entries: readonly HostileEntry[], saysEntries?: number) =>
  ({ type: 'zip', blob: writeZip(entries, saysEntries) }) as const;

/** A zip in which one entry says something else than the truth. */
function lying(path: string, change: Partial<HostileEntry>) {
  const entries = entriesOf(tinyModel(), 'm/');
  return zipOf(entries.map((entry) => (entry.path === path ? { ...entry, ...change } : entry)));
}

describe('a zip', () => {
  test('gives the same files as its folder', async () => {
    const files = tinyModel();
    const { result } = await runImport(zipOf(entriesOf(files, 'My Model/')));
    const value = result.ok ? result.value : null;
    expect(value).toMatchObject({ name: 'My Model', contextWindowTokens: 4096 });
    expect([...(value?.files ?? [])].sort(byPath)).toEqual(asStored(files, NEEDED));
  });

  test.each([
    ['compressed', { level: 6 }],
    ['stored', { level: 0 }],
    ['of the kind for more than 4 GB', { level: 6, zip64: true }],
    ['whose sizes stand behind its files', { level: 6, dataDescriptor: true }],
  ])('of the committed model, %s, is taken', async (_, options) => {
    const files = fixtureModel();
    const zip = new ZipWriter(new BlobWriter(), { useWebWorkers: false, ...options });
    await zip.add('mamori-tiny/', undefined, { directory: true });
    for (const [path, bytes] of files) {
      await zip.add(`mamori-tiny/${path}`, new Uint8ArrayReader(bytes));
    }
    const { result } = await runImport({ type: 'zip', blob: await zip.close() });
    expect(result).toMatchObject({ ok: true, value: { name: 'mamori-tiny' } });
    const named = new Map(files).set('library.wasm', files.get('mamori-tiny.wasm') ?? empty);
    const paths = result.ok ? result.value.files.map(({ path }) => path) : [];
    expect(paths).toHaveLength(5);
    expect(result.ok && [...result.value.files].sort(byPath)).toEqual(asStored(named, paths));
  });

  test('may hold folders in folders, and what macOS adds', async () => {
    const { result } = await runImport(
      zipOf([
        { path: 'a/' },
        { path: 'a/b/' },
        { path: 'a/.DS_Store', bytes: bytesOf('x') },
        { path: '__MACOSX/' },
        { path: '__MACOSX/a/b/mlc-chat-config.json', bytes: bytesOf('x') },
        { path: '__MACOSX/a/b/._library.wasm', bytes: bytesOf('x') },
        ...entriesOf(tinyModel(), 'a/b/'),
      ]),
    );
    expect(result).toMatchObject({ ok: true, value: { name: 'b' } });
  });

  test('without a folder is called what its file is called', async () => {
    const blob = new File([writeZip(entriesOf(tinyModel()))], 'Tiny 1B.zip');
    const { result } = await runImport({ type: 'zip', blob });
    expect(result).toMatchObject({ ok: true, value: { name: 'Tiny 1B' } });
  });

  test('may begin with something else, as programs that unpack themselves do', async () => {
    const blob = new Blob([bytesOf('#!/bin/sh\n'), writeZip(entriesOf(tinyModel(), 'm/'))]);
    expect((await runImport({ type: 'zip', blob })).result).toMatchObject({ ok: true });
  });
});

const empty = new Uint8Array();

describe('a zip is refused with', () => {
  test.each([
    '../evil',
    'm/../../evil',
    '/etc/passwd',
    '..\\evil',
    'm\\library.wasm',
    '\\\\host\\share',
    'C:/evil',
    'c:evil',
    'm/./evil',
    'm//evil',
    'm/ev\0il',
    'm/ev\u001b[2Jil',
  ])('an entry called %j', async (path) => {
    const entries = [...entriesOf(tinyModel(), 'm/'), { path, bytes: bytesOf('x') }];
    expect(await refusalOf(zipOf(entries))).toContain('no plain path');
  });

  test('a folder that climbs out', async () => {
    const entries = [...entriesOf(tinyModel(), 'm/'), { path: '../' }];
    expect(await refusalOf(zipOf(entries))).toContain('no plain path');
  });

  test.each([
    ['a name twice', { path: 'm/library.wasm', bytes: bytesOf('x') }, '"m/library.wasm" is there'],
    [
      'a link',
      { path: 'm/link', bytes: bytesOf('/etc'), unixMode: 0o120777 },
      '"m/link" is a link',
    ],
    ['an encrypted entry', { path: 'm/a', bytes: bytesOf('x'), flags: 1 }, '"m/a" is encrypted'],
    ['two models', { path: 'n/mlc-chat-config.json' }, 'more than one model'],
  ])('%s', async (_, entry, detail) => {
    expect(await refusalOf(zipOf([...entriesOf(tinyModel(), 'm/'), entry]))).toContain(detail);
  });

  test('no model in it', async () => {
    expect(await refusalOf(zipOf([{ path: 'a' }]))).toContain('no mlc-chat-config.json');
  });

  test('a missing shard', async () => {
    const source = zipOf(entriesOf(tinyModel({ 'params_shard_0.bin': null }), 'm/'));
    expect(await refusalOf(source)).toContain('no params_shard_0.bin');
  });

  test.each([
    ['says to be shorter than it is', 'm/tokenizer.json', { saysBytes: 1 }],
    ['says to be longer than it is', 'm/tokenizer.json', { saysBytes: 3 }],
    ['says to be empty', 'm/mlc-chat-config.json', { saysBytes: 0 }],
    ['is stored and says to be longer', 'm/tokenizer.json', { saysBytes: 3, deflate: false }],
    ['is stored and says to be shorter', 'm/tokenizer.json', { saysBytes: 1, deflate: false }],
    ['has another checksum', 'm/library.wasm', { saysCrc: 1 }],
    ['is stored with another checksum', 'm/library.wasm', { saysCrc: 1, deflate: false }],
    ['is packed in a way that is unknown', 'm/library.wasm', { method: 99 }],
    ['is not what it is packed as', 'm/library.wasm', { deflate: false, method: 8 }],
    ['has another name where it lies', 'm/library.wasm', { localPath: 'm/libraryX.wasm' }],
    ['lies upon another', 'm/params_shard_1.bin', { overlaps: true }],
  ])('a needed file that %s', async (_, path, change) => {
    expect(await refusalOf(lying(path, change))).toContain(path);
  });

  test('a file that unpacks to more than it says stops being unpacked', async () => {
    const bomb = new Uint8Array(64 * 1024 ** 2);
    const source = lying('m/tokenizer.json', { bytes: bomb, saysBytes: 2 });
    const before = process.memoryUsage().arrayBuffers;
    expect(await refusalOf(source)).toContain('m/tokenizer.json');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(bomb.byteLength);
  });

  test('a bomb that says what it is', async () => {
    const bomb: HostileEntry = {
      path: 'm/x',
      bytes: new Uint8Array(11 * 1024 ** 2),
      deflate: true,
    };
    const source = zipOf([...entriesOf(tinyModel(), 'm/'), bomb]);
    expect(await refusalOf(source)).toContain('"m/x" would unpack to');
  });

  test('more bytes than any model has', async () => {
    // each of them lies within the ratio, and all of them lie upon the same bytes
    const block = new Uint8Array(24 * 1024 ** 2);
    const blocks = Array.from({ length: 11 }, (_, index) => ({
      path: `m/${index}`,
      bytes: block,
      saysBytes: 0xf0000000,
      overlaps: index > 0,
    }));
    const source = zipOf([...blocks, ...entriesOf(tinyModel(), 'm/')]);
    expect(await refusalOf(source)).toContain('the zip holds more than');
  });

  test('more files than any model has', async () => {
    const many = Array.from({ length: 2_001 }, (_, index) => ({ path: `m/${index}` }));
    expect(await refusalOf(zipOf(many))).toContain('more than 2000 files');
  });

  test('more folders than any archive has', async () => {
    const many = Array.from({ length: 8_001 }, (_, index) => ({ path: `${index}/` }));
    expect(await refusalOf(zipOf(many))).toContain('more than 8000 entries');
  });

  test('fewer entries than its end says', async () => {
    expect(await refusalOf(zipOf(entriesOf(tinyModel(), 'm/'), 60_000))).toContain('the zip');
  });

  test('a list that is longer than any memory should give it', async () => {
    const path = 'x'.repeat(60_000);
    const entry = writeZip([{ path }]);
    const tail = new Uint8Array(await entry.arrayBuffer());
    const end = new DataView(tail.buffer, tail.byteLength - 22);
    const body = new Blob([new Uint8Array(40 * 1024 ** 2)]);
    end.setUint32(12, 40 * 1024 ** 2, true);
    end.setUint32(16, 0, true);
    const blob = new Blob([body, tail.slice(-22)]);
    expect(await refusalOf({ type: 'zip', blob })).toContain('its list is too long');
  });

  test.each([
    ['nothing in it', new Blob()],
    ['something else in it', new Blob(['not a zip at all, but long enough to be one'])],
    ['its end cut off', writeZip(entriesOf(tinyModel(), 'm/')).slice(0, -30)],
    ['its beginning cut off', writeZip(entriesOf(tinyModel(), 'm/')).slice(60)],
  ])('%s', async (_, blob) => {
    expect(await refusalOf({ type: 'zip', blob })).not.toBe('');
  });
});

test('a zip that is cut or changed anywhere gives the true model or an error, never another', async () => {
  const files: FileSet = tinyModel();
  const whole = new Uint8Array(await writeZip(entriesOf(files, 'm/')).arrayBuffer());
  const truth = asStored(files, NEEDED);
  for (let at = 0; at < whole.length; at += 3) {
    const changed = whole.slice();
    changed[at] = (changed[at] ?? 0) ^ 0xff;
    const { result, store } = await runImport({ type: 'zip', blob: new Blob([changed]) });
    if (!result.ok) expect(store.files.size).toBe(0);
    else {
      const hashes = new Set(truth.map(({ sha256 }) => sha256));
      for (const { sha256 } of result.value.files) expect(hashes).toContain(sha256);
    }
  }
});

test('unpacking can be stopped', async () => {
  const shards = [new Uint8Array(8 * 1024 ** 2), bytesOf('second')];
  const change = {
    'tensor-cache.json': shardList(shards),
    'params_shard_0.bin': shards[0] ?? empty,
    'params_shard_1.bin': shards[1] ?? empty,
  };
  const abort = new AbortController();
  // the packed shard has 8 KB, and so much more is read at once of nothing else
  const blob = new StoppingBlob(writeZip(entriesOf(tinyModel(change), 'm/')), 4_000, abort);
  const { result, store } = await runImport({ type: 'zip', blob }, undefined, abort.signal);
  expect(abort.signal.aborted).toBe(true);
  expect(result).toEqual({ ok: false, error: { type: 'aborted' } });
  expect(store.files.size).toBe(0);
});
