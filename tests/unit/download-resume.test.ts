import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { err } from '../../src/domain/result.ts';
import type { RemoteFile } from '../../src/domain/remote-model.ts';
import { openPartStore, type PartStore } from '../../src/storage/weights/part-store.ts';
import { discardDownload } from '../../workers/download/discard-download.ts';
import {
  createBench,
  createImpatience,
  offer,
  PART_BYTES,
  randomBytes,
} from '../support/download-bench.ts';
import { freshenStorage } from '../support/fresh-storage.ts';
import { createMemoryWeights } from '../support/memory-weights.ts';
import { lockFile } from '../support/model-files.ts';
import { ModelHost, type Fault } from '../support/model-host.ts';

const bytes = randomBytes(3.5 * PART_BYTES);
const CUT = 2.3 * PART_BYTES;
/** What is stored of a file that was cut there. */
const KEPT = 2 * PART_BYTES;
const PATH = '/shard.bin';

let host: ModelHost;
let file: RemoteFile;

beforeAll(async () => void (host = await ModelHost.start()));
afterAll(() => host.close());
beforeEach(() => {
  freshenStorage();
  host.reset();
  file = offer(host, 'shard.bin', bytes);
});

const firstUse = (): RemoteFile => ({ ...file, sizeBytes: null, sha256: null });
const asked = () => host.requestsFor(PATH).map(({ range, ifRange }) => [range, ifRange]);
const etag = () => host.files.get(PATH)?.etag ?? null;

/** A download in a worker that ends in the middle of the file, leaving only what is stored. */
async function cutShort(of: RemoteFile = file): Promise<void> {
  host.misbehaveAlways(PATH, { type: 'drop', afterBytes: CUT, ignoreRange: true });
  const policy = { ...createImpatience(), attempts: 1 };
  expect((await createBench({ policy }).download([of])).ok).toBe(false);
  host.misbehaveAlways(PATH, { type: 'none' });
  host.requests = [];
}

async function expectStored(of: RemoteFile = file): Promise<void> {
  const bench = createBench();
  expect(await bench.download([of])).toEqual({ ok: true, value: [lockFile(file.path, bytes)] });
  const stored = bench.store.files.get(lockFile('', bytes).sha256);
  expect(Buffer.compare(stored ?? new Uint8Array(), bytes)).toBe(0);
}

describe('a connection that breaks is taken up where it broke', () => {
  test('with the ETag, so that another version of the file is not mixed in', async () => {
    host.misbehave(PATH, { type: 'drop', afterBytes: CUT });
    await expectStored();
    expect(asked()).toEqual([
      [null, null],
      [`bytes=${CUT}-`, etag()],
    ]);
  });

  test('without it if it promises no equal bytes', async () => {
    host.put(PATH, bytes, { etag: 'W/"1"' });
    host.misbehave(PATH, { type: 'drop', afterBytes: CUT });
    await expectStored();
    expect(asked()).toEqual([
      [null, null],
      [`bytes=${CUT}-`, null],
    ]);
  });

  test('and from the first byte by a host that sends no parts', async () => {
    host.misbehave(PATH, { type: 'drop', afterBytes: CUT }, { type: 'none', ignoreRange: true });
    await expectStored();
    expect(host.requests).toHaveLength(2);
  });

  test('and from the first byte if the part begins elsewhere', async () => {
    host.misbehave(PATH, { type: 'drop', afterBytes: CUT }, { type: 'wrong-part' });
    await expectStored();
    expect(asked().at(-1)).toEqual([null, null]);
  });

  test('and from the first byte if the host has no such part', async () => {
    host.misbehave(PATH, { type: 'drop', afterBytes: CUT }, { type: 'status', status: 416 });
    await expectStored();
    expect(asked().at(-1)).toEqual([null, null]);
  });

  test('and from the first byte if nothing tells versions of a file of unknown hash apart', async () => {
    host.put(PATH, bytes, { etag: null });
    host.misbehave(PATH, { type: 'drop', afterBytes: CUT });
    await expectStored(firstUse());
    expect(asked()).toEqual([
      [null, null],
      [null, null],
    ]);
  });

  test('with the date, where the host has no ETag for a file of unknown hash', async () => {
    host.put(PATH, bytes, { etag: null, lastModified: 'Wed, 01 Jul 2026 00:00:00 GMT' });
    host.misbehave(PATH, { type: 'drop', afterBytes: CUT });
    await expectStored(firstUse());
    expect(asked().at(-1)).toEqual([`bytes=${CUT}-`, null]);
  });
});

describe('after a reload', () => {
  test('a download goes on behind the last stored part', async () => {
    await cutShort();
    await expectStored();
    expect(asked()).toEqual([[`bytes=${KEPT}-`, etag()]]);
  });

  test('the stored parts count as received at once', async () => {
    await cutShort();
    const bench = createBench();
    await bench.download([file]);
    expect(bench.progress[0]?.receivedBytes).toBe(KEPT);
  });

  test('so does one of a file of unknown size and hash', async () => {
    await cutShort(firstUse());
    await expectStored(firstUse());
    expect(asked()).toEqual([[`bytes=${KEPT}-`, etag()]]);
  });

  test('a file of unknown hash that has changed meanwhile starts anew', async () => {
    await cutShort(firstUse());
    const changed = randomBytes(bytes.byteLength);
    host.put(PATH, changed);
    const bench = createBench();
    expect(await bench.download([firstUse()])).toEqual({
      ok: true,
      value: [lockFile('shard.bin', changed)],
    });
  });

  test('parts that were damaged on the disk cost one more try', async () => {
    await cutShort();
    const damaged = bytes.slice(0, PART_BYTES);
    damaged[5] = (damaged[5] ?? 0) ^ 1;
    const version = { etag: etag(), lastModified: null, totalBytes: bytes.byteLength };
    await openPartStore(PART_BYTES).write(file, 0, { bytes: damaged, version });
    await expectStored();
    expect(asked()).toEqual([
      [`bytes=${KEPT}-`, etag()],
      [null, null],
    ]);
  });

  test('nothing is left of a file that is stored', async () => {
    await cutShort();
    await expectStored();
    expect(await openPartStore(PART_BYTES).read(file, 0)).toEqual({ ok: true, value: undefined });
  });

  test('a small file starts anew', async () => {
    file = offer(host, 'shard.bin', bytes.slice(0, 2 * PART_BYTES - 1));
    host.misbehaveAlways(PATH, { type: 'drop', afterBytes: PART_BYTES + 1, ignoreRange: true });
    const policy = { ...createImpatience(), attempts: 1 };
    await createBench({ policy }).download([file]);
    expect(await openPartStore(PART_BYTES).read(file, 0)).toEqual({ ok: true, value: undefined });
  });
});

test('a host that gives no answer to questions for parts is asked for the whole file in the end', async () => {
  host.misbehave(PATH, { type: 'drop', afterBytes: CUT });
  const real = globalThis.fetch;
  globalThis.fetch = (input, init) =>
    new Headers(init?.headers).has('range')
      ? Promise.reject(new TypeError('refused'))
      : real(input, init);
  try {
    await expectStored();
  } finally {
    globalThis.fetch = real;
  }
});

describe('room on the disk', () => {
  const full = () => Promise.resolve(err({ type: 'quota-exceeded', neededBytes: null } as const));

  const inPieces: Fault = { type: 'drip', bytes: PART_BYTES, everyMs: 20 };

  test('that ends with a part ends the download, and says how much is missing', async () => {
    host.misbehave(PATH, inPieces);
    const parts: PartStore = { ...openPartStore(PART_BYTES), write: full };
    expect(await createBench({ parts }).download([file])).toEqual({
      ok: false,
      error: { type: 'quota-exceeded', neededBytes: bytes.byteLength },
    });
  });

  test('that is taken by the parts of the very file is given back for it', async () => {
    host.misbehave(PATH, inPieces);
    const parts = openPartStore(PART_BYTES);
    let isFull = true;
    const remove = (url: string) => {
      isFull = false;
      return parts.remove(url);
    };
    const store = createMemoryWeights(() =>
      isFull ? Object.assign(new Error('full'), { name: 'QuotaExceededError' }) : null,
    );
    const result = await createBench({ parts: { ...parts, remove }, store }).download([file]);
    expect(result.ok).toBe(true);
  });

  test('is not needed for parts: without them a download only loses more', async () => {
    host.misbehave(PATH, inPieces);
    const refuse = () => Promise.resolve(err({ type: 'storage-unavailable', detail: '' } as const));
    const parts: PartStore = { partBytes: PART_BYTES, read: refuse, write: refuse, remove: refuse };
    expect((await createBench({ parts }).download([file])).ok).toBe(true);
  });
});

describe('a cancelled download', () => {
  test('leaves nothing once it is discarded, and names the files whose hashes nobody knows', async () => {
    await cutShort();
    const bench = createBench();
    const config = { ...offer(host, 'config.json', randomBytes(9)), sha256: null };
    await bench.firstUses.remember(config.url, { sha256: 'aa', sizeBytes: 9 });
    expect(await discardDownload([file, config], bench)).toEqual({
      ok: true,
      value: [{ path: 'config.json', sizeBytes: 9, sha256: 'aa' }],
    });
    expect(await bench.parts.read(file, 0)).toEqual({ ok: true, value: undefined });
    expect(await discardDownload([file, config], bench)).toEqual({ ok: true, value: [] });
  });
});

test('wherever connections break and workers end, the stored bytes are the bytes of the file', async () => {
  const cut = fc.record({
    afterBytes: fc.integer({ min: 0, max: bytes.byteLength }),
    ignoreRange: fc.boolean(),
    clean: fc.boolean(),
    reload: fc.boolean(),
  });
  const cuts = fc.array(cut, { maxLength: 6 });
  const property = fc.asyncProperty(cuts, fc.boolean(), async (list, isKnown) => {
    freshenStorage();
    const known = isKnown ? file : { ...file, sha256: null };
    host.misbehave(
      PATH,
      ...list.map(({ afterBytes, ignoreRange, clean }): Fault =>
        clean ? { type: 'short', bytes: afterBytes } : { type: 'drop', afterBytes, ignoreRange },
      ),
    );
    let attempts = 0;
    for (;;) {
      // a worker with one attempt stands for one that is ended after it
      const isShort = list[attempts]?.reload === true;
      const policy = { ...createImpatience(), ...(isShort ? { attempts: 1 } : {}) };
      const bench = createBench({ policy });
      const result = await bench.download([known]);
      attempts += 1;
      if (!result.ok && attempts < 10) continue;
      expect(result).toEqual({ ok: true, value: [lockFile(file.path, bytes)] });
      const [stored] = bench.store.files.values();
      expect(Buffer.compare(stored ?? new Uint8Array(), bytes)).toBe(0);
      return;
    }
  });
  await fc.assert(property, { numRuns: 60 });
});
