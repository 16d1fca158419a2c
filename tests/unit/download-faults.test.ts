import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RemoteFile } from '../../src/domain/remote-model.ts';
import { retryDelayMs, NETWORK_POLICY } from '../../workers/download/network-policy.ts';
import {
  createBench,
  createImpatience,
  offer,
  randomBytes,
  type DownloadBench,
} from '../support/download-bench.ts';
import { freshenStorage } from '../support/fresh-storage.ts';
import { ModelHost, type Fault } from '../support/model-host.ts';

const bytes = randomBytes(1_500);
const PATH = '/shard.bin';

let host: ModelHost;
let file: RemoteFile;
let bench: DownloadBench;

beforeAll(async () => void (host = await ModelHost.start()));
afterAll(() => host.close());
beforeEach(() => {
  freshenStorage();
  host.reset();
  file = offer(host, 'shard.bin', bytes);
  bench = createBench();
});

const firstUse = (): RemoteFile => ({ ...file, sha256: null });
const ranges = () => host.requestsFor(PATH).map(({ range }) => range);

describe('a host that fails for a moment is asked again', () => {
  test.each<[string, Fault]>([
    ['drops the connection', { type: 'drop', afterBytes: 700 }],
    ['drops it before the first byte', { type: 'drop', afterBytes: 0 }],
    ['ends the body early', { type: 'short', bytes: 700 }],
    ['answers 408', { type: 'status', status: 408 }],
    ['answers 429', { type: 'status', status: 429 }],
    ['answers 500', { type: 'status', status: 500 }],
    ['answers 503', { type: 'status', status: 503 }],
  ])('if it %s', async (_, fault) => {
    host.misbehave(PATH, fault);
    expect((await bench.download([file])).ok).toBe(true);
    expect(bench.store.files.get(file.sha256 ?? '')).toEqual(bytes);
    expect(bench.waits).toEqual([1_000]);
  });

  test('if it falls silent in the middle of the body', async () => {
    host.misbehave(PATH, { type: 'stall', afterBytes: 700 });
    const policy = { ...createImpatience(), stallMs: 200 };
    expect((await createBench({ policy }).download([file])).ok).toBe(true);
    expect(ranges()).toEqual([null, 'bytes=700-']);
  });

  test('if it never answers at all', async () => {
    host.files.delete(PATH);
    const policy = { ...createImpatience(), attempts: 2 };
    const silent: RemoteFile = { ...file, url: 'http://127.0.0.1:1/shard.bin' };
    expect(await createBench({ policy }).download([silent])).toMatchObject({
      error: { type: 'download-failed', status: null },
    });
  });

  test('but not if it is only slow', async () => {
    host.misbehave(PATH, { type: 'drip', bytes: 300, everyMs: 60 });
    const policy = { ...createImpatience(), stallMs: 250 };
    expect((await createBench({ policy }).download([file])).ok).toBe(true);
    expect(ranges()).toEqual([null]);
  });
});

describe('waiting between tries', () => {
  test('doubles, up to half a minute, and ends after six failures without a new byte', async () => {
    host.misbehaveAlways(PATH, { type: 'status', status: 503 });
    expect(await bench.download([file])).toMatchObject({
      error: { type: 'download-failed', path: 'shard.bin', status: 503 },
    });
    expect(bench.waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000]);
    expect(retryDelayMs({ ...NETWORK_POLICY, random: () => 1 }, 9, null)).toBe(30_000);
    expect(retryDelayMs({ ...NETWORK_POLICY, random: () => 0 }, 9, null)).toBe(15_000);
  });

  test('starts from one second again after each new byte', async () => {
    const drops: Fault[] = Array.from({ length: 9 }, () => ({ type: 'drop', afterBytes: 100 }));
    host.misbehave(PATH, ...drops);
    expect((await bench.download([file])).ok).toBe(true);
    expect(bench.waits).toEqual(Array.from({ length: 9 }, () => 1_000));
  });

  test('ends even if a host without parts breaks at the same byte for ever', async () => {
    host.misbehaveAlways(PATH, { type: 'drop', afterBytes: 700, ignoreRange: true });
    expect(await bench.download([file])).toMatchObject({ error: { type: 'download-failed' } });
    expect(host.requests).toHaveLength(6);
  });

  test.each([
    ['in seconds', () => '7', 7_000],
    ['as a date', () => new Date(50_000_000).toUTCString(), 20_000],
    ['but not longer than five minutes', () => '86400', 300_000],
    ['but not shorter than our own wait', () => '0', 1_000],
    ['unless it is gibberish', () => 'soon', 1_000],
  ])('is as long as the host asks, %s', async (_, retryAfter, ms) => {
    host.misbehave(PATH, { type: 'status', status: 429, retryAfter: retryAfter() });
    const waits: number[] = [];
    const policy = { ...createImpatience(waits), nowMs: () => 49_980_000 };
    expect((await createBench({ policy }).download([file])).ok).toBe(true);
    expect(waits).toEqual([ms]);
  });

  test('is reported with its length and its number', async () => {
    host.misbehave(PATH, { type: 'status', status: 503 }, { type: 'status', status: 503 });
    const sleep = () => new Promise<void>((resolve) => setTimeout(resolve, 150));
    const slow = createBench({ policy: { ...createImpatience(), sleep } });
    await slow.download([file]);
    const states = slow.progress.map(({ state }) => state);
    expect(states).toContainEqual({ type: 'retrying', inMs: 1_000, attempt: 1 });
    expect(states).toContainEqual({ type: 'retrying', inMs: 2_000, attempt: 2 });
    expect(states.at(-1)).toEqual({ type: 'fetching' });
  });

  test('ends at once when it is cancelled', async () => {
    host.misbehaveAlways(PATH, { type: 'status', status: 503 });
    const abort = new AbortController();
    const patient = createBench({ policy: { ...NETWORK_POLICY, firstDelayMs: 30_000 } });
    const download = patient.download([file], abort.signal);
    await expect.poll(() => host.requests.length).toBe(1);
    abort.abort();
    expect(await download).toEqual({ ok: false, error: { type: 'aborted' } });
  });
});

describe('what will not change is not asked for again', () => {
  test.each([400, 401, 403, 404, 410, 451])('status %i', async (status) => {
    host.misbehaveAlways(PATH, { type: 'status', status });
    expect(await bench.download([file])).toMatchObject({
      error: { type: 'download-failed', path: 'shard.bin', status },
    });
    expect(host.requests).toHaveLength(1);
  });

  test('an empty answer in place of a file', async () => {
    host.misbehaveAlways(PATH, { type: 'status', status: 204 });
    expect(await bench.download([file])).toMatchObject({ error: { status: 204 } });
  });

  test('a file that is said to be larger than any memory', async () => {
    const huge = { ...file, sizeBytes: 3 * 1024 ** 3 };
    expect(await bench.download([huge])).toMatchObject({ error: { type: 'download-failed' } });
    expect(host.requests).toEqual([]);
  });
});

describe('what is wrong is fetched once more, and never stored', () => {
  const wrongs: [string, Fault][] = [
    ['a flipped byte', { type: 'flip', at: 7 }],
    ['a body that is too long', { type: 'long', extraBytes: 1 }],
    ['a page', { type: 'page' }],
    ['a page that says it is weights', { type: 'page', plain: true }],
  ];

  test.each(wrongs)('%s, once', async (_, fault) => {
    host.misbehave(PATH, fault);
    expect((await bench.download([file])).ok).toBe(true);
    expect(ranges()).toEqual([null, null]);
  });

  test.each(wrongs)('%s, every time', async (_, fault) => {
    host.misbehaveAlways(PATH, fault);
    expect(await bench.download([file])).toEqual({
      ok: false,
      error: { type: 'integrity-mismatch', modelId: 'm', path: 'shard.bin', stage: 'download' },
    });
    expect(host.requests).toHaveLength(2);
    expect(bench.store.files.size).toBe(0);
  });

  test('without a known hash, a page is a failed download that says so', async () => {
    host.misbehaveAlways(PATH, { type: 'page' });
    expect(await bench.download([firstUse()])).toMatchObject({
      error: { type: 'download-failed', detail: 'a page came in place of the file' },
    });
  });

  test('without a known hash, a body of another length is a failed download', async () => {
    host.misbehaveAlways(PATH, { type: 'long', extraBytes: 1 });
    expect(await bench.download([firstUse()])).toMatchObject({
      error: { type: 'download-failed', detail: 'longer than 1500 bytes' },
    });
    expect(bench.store.files.size).toBe(0);
  });
});

test('a redirect is followed', async () => {
  host.put('/elsewhere', bytes);
  host.misbehaveAlways(PATH, { type: 'redirect', to: '/elsewhere' });
  expect((await bench.download([file])).ok).toBe(true);
});
