import { describe, expect, test } from 'vitest';
import type { AppError } from '../../src/domain/app-error.ts';
import { err, ok } from '../../src/domain/result.ts';
import { ClassifierClient } from '../../src/engine/classifier-client.ts';
import type { ClassifyContract } from '../../src/protocol/classify-contract.ts';
import { serve, type Handlers } from '../../src/protocol/server.ts';
import { createPortPair } from '../protocol/port-pair.ts';

const obedient: Handlers<ClassifyContract> = {
  load: () => Promise.resolve(ok({ version: '1', loadMs: 5 })),
  connect: () => Promise.resolve(ok(null)),
  classify: () => Promise.resolve(ok([])),
  health: () =>
    Promise.resolve(
      ok({
        version: '1',
        scoredTexts: 0,
        waitingRequests: 0,
        medianWindowMs: null,
        slowestWindowMs: null,
      }),
    ),
};

function createClient(handlers: Partial<Handlers<ClassifyContract>> = {}) {
  const deaths: AppError[] = [];
  let terminated = 0;
  const client = new ClassifierClient({
    onDeath: (error) => deaths.push(error),
    spawn: () => {
      const pair = createPortPair();
      serve<ClassifyContract>(pair.worker, { ...obedient, ...handlers });
      return ok({
        ...pair.page,
        terminate: () => {
          terminated += 1;
          pair.close();
        },
      });
    },
  });
  return { client, deaths, terminated: () => terminated };
}

describe('the client of the classifier worker', () => {
  test('before anything is loaded every question is an error, never a harmless text', async () => {
    const { client } = createClient();
    expect((await client.classify('Hi', 'prompt')).ok).toBe(false);
    expect((await client.health()).ok).toBe(false);
  });

  test('an answer without a verdict is an error', async () => {
    const { client } = createClient();
    await client.load([]);
    expect((await client.classify('Hi', 'prompt')).ok).toBe(false);
    client.unload();
  });

  test('a worker that could not load is ended, and says why', async () => {
    const error = { type: 'model-incomplete', modelId: 'c', path: 'x' } as const;
    const { client, terminated } = createClient({ load: () => Promise.resolve(err(error)) });
    expect(await client.load([])).toEqual({ ok: false, error });
    expect(terminated()).toBe(1);
  });

  test('loading again ends the worker of before', async () => {
    const { client, terminated } = createClient();
    await client.load([]);
    await client.load([]);
    expect(terminated()).toBe(1);
    client.unload();
    expect(terminated()).toBe(2);
  });

  test('running out of time is passed on as what it is', async () => {
    const error = { type: 'timed-out', afterMs: 7 } as const;
    const { client } = createClient({ classify: () => Promise.resolve(err(error)) });
    await client.load([]);
    expect(await client.classify('Hi', 'prompt', { timeoutMs: 7 })).toEqual({ ok: false, error });
    client.unload();
  });

  test('a question that is cancelled ends as cancelled', async () => {
    const { client } = createClient({
      connect: () => Promise.resolve(ok(null)),
      classify: (_request, { signal }) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve(err({ type: 'aborted' })));
        }),
    });
    await client.load([]);
    const abort = new AbortController();
    const answer = client.classify('Hi', 'prompt', { signal: abort.signal });
    abort.abort();
    expect(await answer).toEqual({ ok: false, error: { type: 'aborted' } });
    client.unload();
  });
});
