import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ModelFile } from '../../src/domain/catalogue.ts';
import type { WeightStore } from '../../src/storage/weights/weight-store.ts';
import { downloadModel } from '../../workers/download/download-model.ts';
import { createMemoryWeights, type MemoryWeights } from '../support/memory-weights.ts';
import { lockFile } from '../support/model-files.ts';

const contents: Record<string, Uint8Array<ArrayBuffer>> = {
  'config.json': new Uint8Array(100).fill(1),
  'shard_0.bin': new Uint8Array(300_000).fill(2),
  'shard_1.bin': new Uint8Array(200_000).fill(3),
};
const files: ModelFile[] = Object.entries(contents).map(([path, bytes]) => lockFile(path, bytes));
const totalBytes = 500_100;

let server: Server;
let baseUrl: string;
let requested: string[];
let answer: (path: string, response: ServerResponse) => void;
let store: MemoryWeights;

beforeAll(async () => {
  server = createServer((request, response) => {
    const path = (request.url ?? '').slice(1);
    requested.push(path);
    answer(path, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => void server.close());
beforeEach(() => {
  requested = [];
  store = createMemoryWeights();
  answer = (path, response) => response.end(contents[path]);
});

function download(
  options: { signal?: AbortSignal; store?: WeightStore; onProgress?: (bytes: number) => void } = {},
) {
  return downloadModel({
    modelId: 'm',
    files,
    baseUrl,
    store: options.store ?? store,
    signal: options.signal ?? new AbortController().signal,
    onProgress: ({ receivedBytes }) => options.onProgress?.(receivedBytes),
  });
}

describe('downloading a model', () => {
  test('stores every file under its hash and reports every byte', async () => {
    const progress: number[] = [];
    expect(await download({ onProgress: (bytes) => progress.push(bytes) })).toEqual({
      ok: true,
      value: null,
    });
    for (const file of files) expect(store.files.get(file.sha256)).toEqual(contents[file.path]);
    expect(progress.at(-1)).toBe(totalBytes);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
  });

  test('fetches only what is missing', async () => {
    const [config, , shard] = files as [ModelFile, ModelFile, ModelFile];
    store.files.set(config.sha256, contents['config.json'] as Uint8Array<ArrayBuffer>);
    store.files.set(shard.sha256, contents['shard_1.bin'] as Uint8Array<ArrayBuffer>);
    expect((await download()).ok).toBe(true);
    expect(requested).toEqual(['shard_0.bin']);
  });

  test('goes on where a cancelled download stopped', async () => {
    const abort = new AbortController();
    answer = (path, response) => {
      if (path === 'shard_0.bin') abort.abort();
      else response.end(contents[path]);
    };
    expect(await download({ signal: abort.signal })).toEqual({
      ok: false,
      error: { type: 'aborted' },
    });
    expect(store.files.size).toBe(2);
    answer = (path, response) => response.end(contents[path]);
    requested = [];
    expect((await download()).ok).toBe(true);
    expect(requested).toEqual(['shard_0.bin']);
  });
});

describe('what is wrong is never stored', () => {
  test.each([
    [
      'a flipped byte',
      (bytes: Uint8Array) => bytes.map((byte, index) => (index === 7 ? byte ^ 1 : byte)),
      'integrity-mismatch',
    ],
    ['a longer body', (bytes: Uint8Array) => new Uint8Array([...bytes, 0]), 'integrity-mismatch'],
    ['a shorter body that ends cleanly', (bytes: Uint8Array) => bytes.slice(1), 'download-failed'],
    ['a page instead of a file', () => new TextEncoder().encode('<html>'), 'download-failed'],
  ])('%s', async (_case, spoil, type) => {
    answer = (path, response) => {
      const bytes = contents[path] as Uint8Array;
      // chunked, so that no length gives the fault away
      response.write(path === 'shard_0.bin' ? spoil(bytes) : bytes);
      response.end();
    };
    const result = await download();
    expect(result).toMatchObject({ ok: false, error: { type, path: 'shard_0.bin' } });
    expect(store.files.has((files[1] as ModelFile).sha256)).toBe(false);
  });

  test('a connection that breaks in the middle', async () => {
    answer = (path, response) => {
      if (path !== 'shard_0.bin') return response.end(contents[path]);
      response.write(new Uint8Array(1_000));
      return setTimeout(() => response.destroy(), 20);
    };
    expect(await download()).toMatchObject({
      ok: false,
      error: { type: 'download-failed', status: null },
    });
    expect(store.files.has((files[1] as ModelFile).sha256)).toBe(false);
  });

  test('an error status is reported with its number', async () => {
    answer = (_path, response) => {
      response.statusCode = 404;
      response.end('not here');
    };
    expect(await download()).toMatchObject({ error: { type: 'download-failed', status: 404 } });
    expect(store.files.size).toBe(0);
  });
});

describe('a store that refuses', () => {
  test('a full disk says how much is still needed', async () => {
    const full = createMemoryWeights(() =>
      Object.assign(new Error('full'), { name: 'QuotaExceededError' }),
    );
    expect(await download({ store: full })).toEqual({
      ok: false,
      error: { type: 'quota-exceeded', neededBytes: totalBytes },
    });
  });

  test('no storage at all is its own error', async () => {
    const broken = { ...store, list: () => Promise.reject(new Error('denied')) };
    expect(await download({ store: broken })).toMatchObject({
      error: { type: 'storage-unavailable' },
    });
  });
});
