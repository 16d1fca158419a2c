import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AppError } from '../../src/domain/app-error.ts';
import { ok } from '../../src/domain/result.ts';
import { createClient, type Client } from '../../src/protocol/client.ts';
import { PROTOCOL_VERSION, type Inbound } from '../../src/protocol/messages.ts';
import { serve, type Handlers, type Server } from '../../src/protocol/server.ts';
import { createPortPair, type PortPair } from './port-pair.ts';

interface EchoContract {
  requests: {
    echo: { request: string; item: never; reply: string };
    count: { request: number; item: number; reply: 'done' | 'stopped' };
    hang: { request: null; item: never; reply: null };
    explode: { request: null; item: never; reply: null };
  };
  events: { news: string };
}

const handlers: Handlers<EchoContract> = {
  echo: (request) => Promise.resolve(ok(request)),
  async count(limit, { emit, signal }) {
    for (let i = 0; i < limit; i += 1) {
      if (signal.aborted) return ok('stopped');
      emit(i);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return ok('done');
  },
  hang: () => new Promise(() => undefined),
  explode: () => Promise.reject(Object.assign(new Error('full'), { name: 'QuotaExceededError' })),
};

let pair: PortPair;
let client: Client<EchoContract>;
let server: Server<EchoContract>;
let deaths: AppError[];
let news: string[];

beforeEach(() => {
  pair = createPortPair();
  deaths = [];
  news = [];
  client = createClient<EchoContract>(pair.page, {
    worker: 'chat',
    onDeath: (error) => deaths.push(error),
    onEvent: (_name, payload) => news.push(payload),
  });
});
afterEach(() => {
  client.dispose({ type: 'aborted' });
  pair.close();
});

const start = (): void => void (server = serve(pair.worker, handlers));
const post = (message: Inbound): void => pair.worker.postMessage(message);
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('calls', () => {
  test('are answered, each with its own reply', async () => {
    start();
    const replies = await Promise.all(['a', 'b', 'c'].map((text) => client.call('echo', text)));
    expect(replies).toEqual(['a', 'b', 'c'].map((value) => ({ ok: true, value })));
  });

  test('made before the worker has started are answered when it has', async () => {
    const early = client.call('echo', 'early');
    await wait(20);
    start();
    expect(await early).toEqual({ ok: true, value: 'early' });
  });

  test('stream their items in order, all before the reply', async () => {
    start();
    const items: number[] = [];
    const reply = await client.call('count', 20, { onItem: (item) => items.push(item) });
    expect(reply).toEqual({ ok: true, value: 'done' });
    expect(items).toEqual(Array.from({ length: 20 }, (_, index) => index));
  });

  test('a handler that throws is an error value', async () => {
    start();
    expect(await client.call('explode', null)).toMatchObject({ error: { type: 'quota-exceeded' } });
    expect(deaths).toEqual([]);
  });

  test('a request that nobody knows is an error value', async () => {
    start();
    const unknown = client as unknown as Client<{
      requests: { constructor: { request: null; item: never; reply: null } };
      events: Record<never, never>;
    }>;
    expect((await unknown.call('constructor', null)).ok).toBe(false);
  });
});

describe('aborting', () => {
  test('reaches the handler, which ends the call as it sees fit', async () => {
    start();
    const abort = new AbortController();
    const items: number[] = [];
    const reply = client.call('count', 1_000, {
      signal: abort.signal,
      onItem: (item) => {
        items.push(item);
        if (item === 3) abort.abort();
      },
    });
    expect(await reply).toEqual({ ok: true, value: 'stopped' });
    expect(items.length).toBeLessThan(20);
  });

  test('before the call is made makes no call', async () => {
    start();
    const abort = new AbortController();
    abort.abort();
    expect(await client.call('hang', null, { signal: abort.signal })).toEqual({
      ok: false,
      error: { type: 'aborted' },
    });
  });

  test('a worker that ignores it past the deadline counts as hung', async () => {
    start();
    const abort = new AbortController();
    const reply = client.call('hang', null, { signal: abort.signal, abortTimeoutMs: 50 });
    await wait(20);
    abort.abort();
    expect(await reply).toMatchObject({ error: { type: 'worker-unresponsive' } });
    expect(deaths).toHaveLength(1);
  });
});

describe('a worker that fails', () => {
  test('settles every pending call and every later one, and reports once', async () => {
    start();
    const pending = [client.call('hang', null), client.call('hang', null)];
    await wait(20);
    pair.fail('script error');
    for (const reply of await Promise.all(pending)) {
      expect(reply).toMatchObject({ error: { type: 'worker-died', detail: 'script error' } });
    }
    expect((await client.call('echo', 'late')).ok).toBe(false);
    pair.fail('again');
    expect(deaths).toHaveLength(1);
  });

  test('before it has greeted, did not start', async () => {
    const reply = client.call('echo', 'x');
    pair.fail('');
    expect(await reply).toMatchObject({ error: { type: 'worker-failed-to-start' } });
  });

  test('and says so itself is believed', async () => {
    start();
    const reply = client.call('hang', null);
    await wait(20);
    post({ type: 'crashed', error: { type: 'worker-died', worker: 'chat', detail: 'rejection' } });
    expect(await reply).toMatchObject({ error: { type: 'worker-died', detail: 'rejection' } });
  });

  test('and falls silent during a call counts as hung', async () => {
    post({ type: 'hello', protocolVersion: PROTOCOL_VERSION });
    await wait(20);
    const reply = await client.call('hang', null, { silenceTimeoutMs: 50 });
    expect(reply).toMatchObject({ error: { type: 'worker-unresponsive' } });
  });

  test('that beats while it works does not count as hung', async () => {
    start();
    const reply = client.call('hang', null, { silenceTimeoutMs: 1_400 });
    await wait(2_200);
    expect(deaths).toEqual([]);
    client.dispose({ type: 'aborted' });
    expect(await reply).toEqual({ ok: false, error: { type: 'aborted' } });
  });

  test('a page that was itself frozen gives the worker its time again before it judges', async () => {
    post({ type: 'hello', protocolVersion: PROTOCOL_VERSION });
    await wait(20);
    const reply = client.call('hang', null, { silenceTimeoutMs: 800 });
    const frozenUntil = performance.now() + 1_500;
    while (performance.now() < frozenUntil);
    // what the worker had said in the meantime is only now on its way
    setTimeout(() => post({ type: 'settled', id: 1, result: ok(null) }), 100);
    expect(await reply).toEqual({ ok: true, value: null });
  });

  test('an idle worker may be silent for ever', async () => {
    start();
    await client.call('echo', 'x', { silenceTimeoutMs: 50 });
    await wait(700);
    expect(deaths).toEqual([]);
  });
});

describe('what does not belong', () => {
  test('a worker of another release is refused before it is misread', async () => {
    post({ type: 'hello', protocolVersion: PROTOCOL_VERSION + 1 });
    expect(await client.call('echo', 'x')).toMatchObject({ error: { type: 'protocol-mismatch' } });
  });

  test.each([[null], ['text'], [{ type: 'nonsense' }], [{ type: 'item' }], [{ id: 1 }]])(
    'the message %j is ignored on both sides',
    async (message) => {
      start();
      pair.worker.postMessage(message);
      pair.page.postMessage(message);
      expect(await client.call('echo', 'still here')).toEqual({ ok: true, value: 'still here' });
    },
  );

  test('events arrive with their payload', async () => {
    start();
    server.send('news', 'hello');
    await client.call('echo', 'x');
    expect(news).toEqual(['hello']);
  });
});
