import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AppError } from '../../src/domain/app-error.ts';
import { ok } from '../../src/domain/result.ts';
import { createClient, type Client } from '../../src/protocol/client.ts';
import { severLifelines } from '../../src/protocol/lifeline.ts';
import type { Locks } from '../../src/protocol/locks.ts';
import { serve } from '../../src/protocol/server.ts';
import { FakeLocks } from '../support/fake-locks.ts';
import { createPortPair, type PortPair } from './port-pair.ts';

interface EchoContract {
  requests: { echo: { request: string; item: never; reply: string } };
  events: Record<string, never>;
}

let locks: FakeLocks;
let pair: PortPair;
let client: Client<EchoContract>;
let deaths: AppError[];
let severed: number;

beforeEach(() => {
  locks = new FakeLocks();
  pair = createPortPair();
  deaths = [];
  severed = 0;
});
afterEach(() => {
  client.dispose({ type: 'aborted' });
  pair.close();
});

function start(page: Locks | null, worker: Locks | null): void {
  client = createClient<EchoContract>(pair.page, {
    worker: 'chat',
    locks: page,
    onDeath: (error) => deaths.push(error),
  });
  serve<EchoContract>(
    pair.worker,
    { echo: (request) => Promise.resolve(ok(request)) },
    { worker: 'chat', locks: worker, onSevered: () => (severed += 1) },
  );
}

const greet = async (): Promise<void> => {
  expect(await client.call('echo', 'hello')).toEqual({ ok: true, value: 'hello' });
  await new Promise((resolve) => setTimeout(resolve, 20));
};

test('a worker that ends without a word while nobody asks it anything is noticed at once', async () => {
  start(locks.of('page'), locks.of('worker'));
  await greet();
  locks.end('worker');
  await expect.poll(() => deaths).toMatchObject([{ type: 'worker-died', worker: 'chat' }]);
  expect((await client.call('echo', 'late')).ok).toBe(false);
});

test('a call that is pending when the worker ends is settled', async () => {
  start(locks.of('page'), locks.of('worker'));
  await greet();
  const call = client.call('echo', 'never');
  locks.end('worker');
  pair.close();
  expect(await call).toMatchObject({ error: { type: 'worker-died' } });
});

test('a worker that is ended on purpose has not died', async () => {
  start(locks.of('page'), locks.of('worker'));
  await greet();
  client.dispose({ type: 'aborted' });
  locks.end('worker');
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(deaths).toEqual([]);
});

test('a living worker keeps its lifeline, however long it says nothing', async () => {
  start(locks.of('page'), locks.of('worker'));
  await greet();
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(deaths).toEqual([]);
});

test.each([
  ['the worker', true, false],
  ['the page', false, true],
])('without locks in %s everything else works', async (_where, inPage, inWorker) => {
  start(inPage ? locks.of('page') : null, inWorker ? locks.of('worker') : null);
  await greet();
  expect(deaths).toEqual([]);
});

test('a browser that refuses locks still has a worker that greets', async () => {
  const refuse = () => Promise.reject(new DOMException('no', 'SecurityError'));
  const refusing = { request: refuse, query: refuse } as Locks;
  start(refusing, refusing);
  await greet();
  expect(severed).toBe(0);
});

test('another tab can end a worker whose page hangs, and the page learns of it when it wakes', async () => {
  start(locks.of('page'), locks.of('worker'));
  await greet();
  await severLifelines(locks.of('other tab'), 'chat');
  await expect.poll(() => severed).toBe(1);
  await expect.poll(() => deaths.length).toBe(1);
});

test('only workers of the kind that is named are ended', async () => {
  start(locks.of('page'), locks.of('worker'));
  await greet();
  await severLifelines(locks.of('other tab'), 'download');
  expect(severed).toBe(0);
  expect(deaths).toEqual([]);
});
