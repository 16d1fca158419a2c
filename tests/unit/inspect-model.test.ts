import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { inspectModel } from '../../workers/download/inspect-model.ts';
import { createImpatience } from '../support/download-bench.ts';
import {
  json,
  NEEDED,
  SHARDS,
  shardRecords,
  tinyModel,
  type FileChange,
} from '../support/local-models.ts';
import { bytesOf, lockFile } from '../support/model-files.ts';
import { ModelHost } from '../support/model-host.ts';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const records = shardRecords(SHARDS);

let host: ModelHost;

beforeAll(async () => void (host = await ModelHost.start()));
afterAll(() => host.close());
beforeEach(() => host.reset());

function inspect(path: string, libraryUrl: string | null = null) {
  const signal = new AbortController().signal;
  const folderUrl = path.startsWith('http') ? path : host.origin + path;
  return inspectModel({ folderUrl, libraryUrl }, { policy: createImpatience(), signal });
}

async function detailOf(result: ReturnType<typeof inspect>): Promise<string> {
  const { ok, ...rest } = await result;
  expect(ok).toBe(false);
  return 'error' in rest && 'detail' in rest.error ? rest.error.detail : JSON.stringify(rest);
}

describe('a repository', () => {
  const add = (files = tinyModel(), pageEntries?: number) =>
    host.addRepository({
      name: 'org/repo',
      commit: COMMIT,
      files,
      published: (path) => /\.(?:bin|wasm)$/u.test(path),
      ...(pageEntries === undefined ? {} : { pageEntries }),
    });

  test.each([
    '/org/repo',
    '/org/repo/',
    '/org/repo/tree/main',
    '/org/repo/resolve/main/',
    `/org/repo/tree/${COMMIT}`,
  ])('at %s is read at its commit, with the hashes that the host publishes', async (path) => {
    add();
    const result = await inspect(path);
    const value = result.ok ? result.value : null;
    expect(value?.revision).toBe(COMMIT);
    expect(value?.contextWindowTokens).toBe(4096);
    expect(value?.files.map((file) => file.path).sort()).toEqual(NEEDED);
    expect(value?.files.find((file) => file.path === 'params_shard_1.bin')).toEqual({
      ...lockFile('params_shard_1.bin', SHARDS[1] ?? new Uint8Array()),
      url: `${host.origin}/org/repo/resolve/${COMMIT}/params_shard_1.bin`,
    });
    expect(value?.files.find((file) => file.path === 'tokenizer.json')).toMatchObject({
      sizeBytes: 2,
      sha256: null,
    });
    const files = tinyModel();
    const total = NEEDED.reduce((sum, each) => sum + (files.get(each)?.byteLength ?? 0), 0);
    expect(value?.sizeBytes).toBe(total);
  });

  test('is not downloaded by being read', async () => {
    add();
    await inspect('/org/repo');
    expect(host.requests.some(({ path }) => path.endsWith('.bin'))).toBe(false);
  });

  test('with a long list is read page by page', async () => {
    add(tinyModel(), 2);
    expect(await inspect('/org/repo')).toMatchObject({ value: { revision: COMMIT } });
  });

  test('gives the only library that it has, whatever it is called', async () => {
    add(tinyModel({ 'library.wasm': null, 'lib/my-model.wasm': bytesOf('wasm!') }));
    const result = await inspect('/org/repo');
    expect(result.ok && result.value.files.find(({ path }) => path === 'library.wasm')).toEqual({
      ...lockFile('library.wasm', bytesOf('wasm!')),
      url: `${host.origin}/org/repo/resolve/${COMMIT}/lib/my-model.wasm`,
    });
  });

  test('with two libraries leaves the choice to whoever asks', async () => {
    add(tinyModel({ 'library.wasm': null, 'a.wasm': bytesOf('a'), 'b.wasm': bytesOf('b') }));
    expect(await detailOf(inspect('/org/repo'))).toContain('no model library');
    host.put('/elsewhere.wasm', bytesOf('elsewhere'));
    const result = await inspect('/org/repo', `${host.origin}/elsewhere.wasm`);
    expect(result.ok && result.value.files.find(({ path }) => path === 'library.wasm')).toEqual({
      path: 'library.wasm',
      url: `${host.origin}/elsewhere.wasm`,
      sizeBytes: 9,
      sha256: null,
    });
  });

  test('of an older kind is stored under the names that are asked for today', async () => {
    const cache = json({ records });
    add(tinyModel({ 'tensor-cache.json': null, 'ndarray-cache.json': cache }));
    const result = await inspect('/org/repo');
    expect(
      result.ok && result.value.files.find(({ path }) => path === 'tensor-cache.json'),
    ).toEqual({
      path: 'tensor-cache.json',
      url: `${host.origin}/org/repo/resolve/${COMMIT}/ndarray-cache.json`,
      sizeBytes: cache.byteLength,
      sha256: null,
    });
  });

  test.each([
    ['lacks a shard', { 'params_shard_1.bin': null }, 'has no params_shard_1.bin'],
    ['has a shard of another size', { 'params_shard_1.bin': bytesOf('x') }, '1 bytes instead of'],
    ['lacks every tokenizer', { 'tokenizer.json': null }, 'no tokenizer.json'],
  ])('that %s is refused', async (_, change, detail) => {
    add(tinyModel(change));
    expect(await detailOf(inspect('/org/repo'))).toContain(detail);
  });

  test('whose host is overloaded is not mistaken for a plain folder', async () => {
    add();
    host.misbehaveAlways('/api/models/org/repo/revision/main', { type: 'status', status: 503 });
    expect(await inspect('/org/repo/resolve/main')).toMatchObject({ error: { status: 503 } });
  });

  test('that is closed to strangers says so', async () => {
    host.misbehaveAlways('/api/models/org/repo/revision/main', { type: 'status', status: 401 });
    expect(await inspect('/org/repo')).toMatchObject({ error: { status: 401 } });
  });

  test('is refused if its list names a file twice', async () => {
    add();
    const entry = { type: 'file', path: 'a', size: 1 };
    host.putJson(`/api/models/org/repo/tree/${COMMIT}?recursive=true`, [entry, entry]);
    // a list that cannot be believed leaves what the plain folder says
    host.files.delete('/org/repo/mlc-chat-config.json');
    expect(await inspect('/org/repo')).toMatchObject({ ok: false });
  });
});

describe('a plain folder', () => {
  const add = (change: FileChange = {}) => {
    for (const [path, bytes] of tinyModel(change)) host.put(`/models/tiny/v1/${path}`, bytes);
  };

  test('is read from its own configuration', async () => {
    add();
    const result = await inspect('/models/tiny/v1');
    const value = result.ok ? result.value : null;
    expect(value?.revision).toBeNull();
    expect(value?.files.map(({ path }) => path).sort()).toEqual(NEEDED);
    expect(value?.files.every(({ sha256, sizeBytes }) => sha256 === null && sizeBytes)).toBe(true);
    expect(value?.files.find(({ path }) => path === 'params_shard_0.bin')?.url).toBe(
      `${host.origin}/models/tiny/v1/params_shard_0.bin`,
    );
  });

  test('may have an address like that of a repository', async () => {
    for (const [path, bytes] of tinyModel()) host.put(`/models/tiny/${path}`, bytes);
    expect(await inspect('/models/tiny')).toMatchObject({ ok: true, value: { revision: null } });
  });

  test('may lie with a host that answers everything with its page', async () => {
    for (const [path, bytes] of tinyModel()) host.put(`/models/tiny/${path}`, bytes);
    host.misbehaveAlways('/api/models/models/tiny/revision/main', { type: 'page' });
    expect(await inspect('/models/tiny')).toMatchObject({ ok: true });
  });

  test('may have a file list of the older name', async () => {
    add({ 'tensor-cache.json': null, 'ndarray-cache.json': json({ records }) });
    const result = await inspect('/models/tiny/v1');
    expect(result.ok && result.value.files.map(({ path }) => path).sort()).toEqual(NEEDED);
  });

  test('of a host that tells no sizes has an unknown size', async () => {
    add();
    host.misbehaveAlways('/models/tiny/v1/library.wasm', { type: 'status', status: 405 });
    const result = await inspect('/models/tiny/v1');
    expect(result).toMatchObject({ ok: true, value: { sizeBytes: null } });
  });

  test('without a configuration is reported with the status', async () => {
    expect(await inspect('/models/tiny/v1')).toMatchObject({
      error: { type: 'download-failed', path: 'mlc-chat-config.json', status: 404 },
    });
  });

  const shard = (dataPath: unknown, nbytes: unknown = 1) =>
    json({ records: [{ dataPath, nbytes }] });
  test.each([
    ['a path that climbs out', 'tensor-cache.json', shard('../../secret')],
    ['a path that climbs out on the way', 'tensor-cache.json', shard('a/../../secret')],
    ['an absolute path', 'tensor-cache.json', shard('/etc/passwd')],
    ['an address as a path', 'tensor-cache.json', shard('https://evil.test/a')],
    ['a path with a backslash', 'tensor-cache.json', shard('a\\b')],
    ['an escaped path', 'tensor-cache.json', shard('%2e%2e/a')],
    ['a hidden file', 'tensor-cache.json', shard('.git/config')],
    ['an empty path', 'tensor-cache.json', shard('')],
    ['a path that is no text', 'tensor-cache.json', shard({})],
    ['a negative size', 'tensor-cache.json', shard('a.bin', -1)],
    ['half a byte', 'tensor-cache.json', shard('a.bin', 1.5)],
    ['a size that is text', 'tensor-cache.json', shard('a.bin', '1')],
    ['a file larger than any model', 'tensor-cache.json', shard('a.bin', 1e15)],
    ['no shards', 'tensor-cache.json', json({ records: [] })],
    ['a shard twice', 'tensor-cache.json', json({ records: [records[0], records[0]] })],
    [
      'a shard in the place of the library',
      'tensor-cache.json',
      json({ records: [{ dataPath: 'library.wasm', nbytes: 4 }] }),
    ],
    [
      'too many shards',
      'tensor-cache.json',
      json({ records: Array.from({ length: 2_001 }, (_, i) => ({ dataPath: `${i}`, nbytes: 1 })) }),
    ],
    [
      'more bytes than any model',
      'tensor-cache.json',
      json({ records: [1, 2].map((i) => ({ dataPath: `${i}`, nbytes: 30_000_000_000 })) }),
    ],
    ['a list that is not JSON', 'tensor-cache.json', bytesOf('{')],
    ['a list that is not text', 'tensor-cache.json', new Uint8Array([0xff, 0xfe])],
    ['a list of 20 MB', 'tensor-cache.json', new Uint8Array(20_000_001).fill(32)],
    ['a tokenizer that climbs out', 'mlc-chat-config.json', json({ tokenizer_files: ['../a'] })],
    ['no tokenizer', 'mlc-chat-config.json', json({ tokenizer_files: [] })],
    ['an array as configuration', 'mlc-chat-config.json', json([])],
    ['__proto__ as configuration', 'mlc-chat-config.json', bytesOf('{"__proto__":{}}')],
  ])('with %s is refused', async (_, path, content) => {
    add({ [path]: content });
    expect((await inspect('/models/tiny/v1')).ok).toBe(false);
  });
});

describe('an address', () => {
  test.each([
    'huggingface.co/org/repo',
    'http://example.com/org/repo',
    'ftp://example.com/org/repo',
    'javascript:alert(1)',
    'https://name:word@example.com/org/repo',
    `https://example.com/${'a'.repeat(3_000)}`,
  ])('like %s is refused without a request', async (address) => {
    const real = globalThis.fetch;
    let isAsked = false;
    globalThis.fetch = () => {
      isAsked = true;
      return Promise.reject(new TypeError('no'));
    };
    try {
      const signal = new AbortController().signal;
      const request = { folderUrl: address, libraryUrl: null };
      const result = await inspectModel(request, { policy: createImpatience(), signal });
      expect(result.ok).toBe(false);
      expect(isAsked).toBe(false);
    } finally {
      globalThis.fetch = real;
    }
  });
});

test('reading a model can be cancelled', async () => {
  const abort = new AbortController();
  host.onRequest = () => abort.abort();
  const reader = { policy: createImpatience(), signal: abort.signal };
  const request = { folderUrl: `${host.origin}/org/repo`, libraryUrl: null };
  expect(await inspectModel(request, reader)).toEqual({ ok: false, error: { type: 'aborted' } });
});
