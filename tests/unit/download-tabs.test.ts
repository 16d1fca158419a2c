import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RemoteFile } from '../../src/domain/remote-model.ts';
import type { Locks } from '../../workers/download/model-lock.ts';
import { createBench, offer, randomBytes } from '../support/download-bench.ts';
import { freshenStorage } from '../support/fresh-storage.ts';
import { ModelHost } from '../support/model-host.ts';

const bytes = randomBytes(35_000);
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

describe('two tabs', () => {
  function createLocks(): Locks {
    let held: Promise<unknown> | null = null;
    return {
      async request(_name, options, callback) {
        if ('ifAvailable' in options && held) return callback(null);
        while (held) {
          const aborted = new Promise((_resolve, reject) => {
            if ('signal' in options) {
              const fail = () => reject(Object.assign(new Error('no'), { name: 'AbortError' }));
              if (options.signal.aborted) fail();
              else options.signal.addEventListener('abort', fail);
            }
          });
          await Promise.race([held, aborted]);
        }
        const work = callback({});
        held = work.finally(() => (held = null));
        return held;
      },
    };
  }

  test.each([
    ['known', () => file],
    ['unknown', firstUse],
  ])('fetch a file of %s hash once: the second waits for the first', async (_, wanted) => {
    const locks = createLocks();
    const first = createBench({ locks });
    const second = createBench({ locks, store: first.store });
    const results = await Promise.all([first.download([wanted()]), second.download([wanted()])]);
    for (const { ok } of results) expect(ok).toBe(true);
    expect(results[0]).toEqual(results[1]);
    expect(host.requests).toHaveLength(1);
    expect(second.progress[0]?.state).toEqual({ type: 'waiting' });
    expect(second.progress.at(-1)?.receivedBytes).toBe(bytes.byteLength);
  });

  test('can be stopped while they wait', async () => {
    const locks = createLocks();
    const [holding, waiting] = [new AbortController(), new AbortController()];
    host.misbehaveAlways(PATH, { type: 'stall', afterBytes: 1 });
    const first = createBench({ locks }).download([file], holding.signal);
    const second = createBench({ locks }).download([file], waiting.signal);
    await new Promise((resolve) => setTimeout(resolve, 50));
    waiting.abort();
    expect(await second).toEqual({ ok: false, error: { type: 'aborted' } });
    holding.abort();
    expect(await first).toEqual({ ok: false, error: { type: 'aborted' } });
  });
});
