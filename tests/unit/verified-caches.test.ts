import { beforeEach, describe, expect, test } from 'vitest';
import { createVerifiedCaches, fileAddress } from '../../workers/chat/verified-caches.ts';
import { createMemoryWeights, type MemoryWeights } from '../support/memory-weights.ts';
import { bytesOf, lockFile } from '../support/model-files.ts';

const config = bytesOf('{"context_window_size": 2048}');
const shard = bytesOf('weights');
const files = [lockFile('mlc-chat-config.json', config), lockFile('params_shard_0.bin', shard)];
const [configFile, shardFile] = files as [(typeof files)[0], (typeof files)[0]];

let store: MemoryWeights;
let read: string[];

beforeEach(() => {
  store = createMemoryWeights();
  store.files.set(configFile.sha256, config);
  store.files.set(shardFile.sha256, shard);
  read = [];
});

async function openCache() {
  const onRead = (file: { path: string }) => void read.push(file.path);
  const verified = createVerifiedCaches({ modelId: 'm', files, store, onRead });
  return { verified, cache: await verified.caches.open('webllm/model') };
}

describe('the caches that WebLLM reads from', () => {
  test('answer with the stored file, as JSON or as bytes', async () => {
    const { cache } = await openCache();
    const json = await cache.match(new Request(fileAddress('m', 'mlc-chat-config.json')));
    expect(await json?.json()).toEqual({ context_window_size: 2048 });
    const bytes = await cache.match(fileAddress('m', 'params_shard_0.bin'));
    expect(new Uint8Array((await bytes?.arrayBuffer()) ?? new ArrayBuffer())).toEqual(shard);
  });

  test('read a file only when its body is wanted', async () => {
    const { cache } = await openCache();
    await cache.match(fileAddress('m', 'params_shard_0.bin'));
    expect(read).toEqual([]);
  });

  test('list exactly the addresses that WebLLM asks for', async () => {
    const { cache } = await openCache();
    const urls = (await cache.keys()).map(({ url }) => url);
    expect(urls).toEqual(files.map(({ path }) => fileAddress('m', path)));
  });

  test('refuse a changed file, remove it and say which one it was', async () => {
    store.files.set(shardFile.sha256, bytesOf('weighted'));
    const { cache, verified } = await openCache();
    const response = await cache.match(fileAddress('m', 'params_shard_0.bin'));
    await expect(response?.arrayBuffer()).rejects.toThrow();
    expect(verified.failure()).toEqual({
      type: 'integrity-mismatch',
      modelId: 'm',
      path: 'params_shard_0.bin',
      stage: 'load',
    });
    expect(store.files.has(shardFile.sha256)).toBe(false);
    expect(read).toEqual([]);
  });

  test('do not have a file that is missing, and cannot fetch it', async () => {
    store.files.delete(shardFile.sha256);
    const { cache, verified } = await openCache();
    const address = fileAddress('m', 'params_shard_0.bin');
    expect(await cache.match(address)).toBeUndefined();
    await expect(cache.add(address)).rejects.toThrow();
    expect(verified.failure()).toMatchObject({
      type: 'model-incomplete',
      path: 'params_shard_0.bin',
    });
  });
});
