import { describe, expect, test } from 'vitest';
import {
  chosen,
  chosenFiles,
  json,
  refusalOf,
  runImport,
  tinyModel,
} from '../support/local-models.ts';
import { bytesOf } from '../support/model-files.ts';
import { ChangingBlob, LostBlob, LyingBlob, SizedBlob } from '../support/odd-blobs.ts';

const shard = tinyModel().get('params_shard_1.bin') ?? new Uint8Array();

describe('a folder is refused that', () => {
  test.each([
    ['has no configuration', { 'mlc-chat-config.json': null }, 'no mlc-chat-config.json'],
    ['has no list of shards', { 'tensor-cache.json': null }, 'no tensor-cache.json'],
    ['lacks a shard', { 'params_shard_1.bin': null }, 'no params_shard_1.bin'],
    ['has a shard that is too short', { 'params_shard_1.bin': bytesOf('x') }, 'params_shard_1.bin'],
    ['lacks its library', { 'library.wasm': null }, 'library.wasm'],
    [
      'has two libraries to choose from',
      { 'library.wasm': null, 'a.wasm': bytesOf('a'), 'b.wasm': bytesOf('b') },
      'library.wasm',
    ],
    ['lacks every tokenizer', { 'tokenizer.json': null }, 'no tokenizer.json'],
    ['has a list that is not JSON', { 'tensor-cache.json': bytesOf('{') }, 'tensor-cache.json'],
    ['has a configuration of 20 MB', { 'mlc-chat-config.json': huge() }, 'mlc-chat-config.json'],
    ['holds two models', { 'b/mlc-chat-config.json': bytesOf('{}') }, 'more than one model'],
    [
      'names a shard that climbs out',
      { 'tensor-cache.json': json({ records: [{ dataPath: '../a.bin', nbytes: 1 }] }) },
      'not a plain relative path',
    ],
    [
      'names a shard in the place of the library',
      { 'tensor-cache.json': json({ records: [{ dataPath: 'library.wasm', nbytes: 4 }] }) },
      'two files of one name',
    ],
  ])('%s', async (_, change, detail) => {
    expect(await refusalOf(chosen(tinyModel(change)))).toContain(detail);
  });

  test('names a file larger than any memory', async () => {
    const nbytes = 3 * 1024 ** 3;
    const list = json({ records: [{ dataPath: 'params_shard_0.bin', nbytes }] });
    const files = chosenFiles('m/', tinyModel({ 'tensor-cache.json': list })).map((file) =>
      file.path.endsWith('shard_0.bin') ? { ...file, blob: new SizedBlob(nbytes) } : file,
    );
    expect(await refusalOf({ type: 'files', files })).toContain('params_shard_0.bin is larger');
  });

  test('is empty', async () => {
    expect(await refusalOf({ type: 'files', files: [] })).toContain('no mlc-chat-config.json');
  });

  test.each(['../a', '/a', 'a\\b', 'C:/a', 'a//b', 'a/./b', 'a\0b', '', `${'a/'.repeat(501)}a`])(
    'holds a path like %j',
    async (path) => {
      const files = [...chosenFiles('m/'), { path, blob: new Blob(['x']) }];
      expect(await refusalOf({ type: 'files', files })).toContain('no plain path');
    },
  );

  test('holds a path twice', async () => {
    const files = [...chosenFiles('m/'), { path: 'm/library.wasm', blob: new Blob(['x']) }];
    expect(await refusalOf({ type: 'files', files })).toContain('"m/library.wasm" is there twice');
  });

  test('holds more files than any model', async () => {
    const many = Array.from({ length: 2_000 }, (_, index) => ({
      path: `${index}`,
      blob: new Blob(['x']),
    }));
    expect(await refusalOf({ type: 'files', files: [...many, ...chosenFiles('m/')] })).toContain(
      'more than 2000 files',
    );
  });

  test('cannot be read, with the name of the file', async () => {
    const files = chosenFiles('m/').map((file) =>
      file.path.endsWith('shard_1.bin') ? { ...file, blob: new LostBlob([shard]) } : file,
    );
    expect((await runImport({ type: 'files', files })).result).toMatchObject({
      error: { type: 'unknown', detail: expect.stringContaining('params_shard_1.bin') as string },
    });
    expect(await refusalOf({ type: 'files', files })).toContain('NotReadableError');
  });

  test.each([
    ['longer', 'more than it says', 'longer than the 16 bytes'],
    ['shorter', 'less', 'shorter than the 16 bytes'],
  ])('gives a file that is %s than it says', async (_, content, detail) => {
    const files = chosenFiles('m/').map((file) =>
      file.path.endsWith('shard_1.bin') ? { ...file, blob: new LyingBlob([shard], content) } : file,
    );
    const refusal = await refusalOf({ type: 'files', files });
    expect(refusal).toContain('params_shard_1.bin');
    expect(refusal).toContain(detail);
  });

  test('changes while it is read', async () => {
    const changing = new ChangingBlob([tinyModel().get('mlc-chat-config.json') ?? '']);
    const files = chosenFiles('m/').map((file) =>
      file.path.endsWith('config.json') && file.path.includes('mlc')
        ? { ...file, blob: changing }
        : file,
    );
    expect(await refusalOf({ type: 'files', files })).toContain('was changed while');
  });
});

function huge(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(20_000_001).fill(32);
}
