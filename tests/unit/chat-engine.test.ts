import type { AppError } from '../../src/domain/app-error.ts';
import { describe, expect, test } from 'vitest';
import type { Model } from '../../src/domain/catalogue.ts';
import type { EngineState } from '../../src/domain/engine-state.ts';
import { USUAL_SETTINGS } from '../../src/domain/generation-settings.ts';
import { err, ok } from '../../src/domain/result.ts';
import { ChatEngine } from '../../src/engine/chat-engine.ts';
import type { ChatContract } from '../../src/protocol/chat-contract.ts';
import { serve, type Handlers, type Server } from '../../src/protocol/server.ts';
import { createPortPair } from '../protocol/port-pair.ts';

function makeModel(id: string): Model {
  return {
    id,
    name: id,
    parameters: 1,
    licence: 'Apache-2.0',
    languages: ['en'],
    alignment: 'unknown',
    contextWindowTokens: 2048,
    hidden: false,
    origin: { type: 'own' },
    files: [],
    sizeBytes: 0,
  };
}

const obedient: Handlers<ChatContract> = {
  countTokens: () => Promise.resolve(ok({ counts: null })),
  check: () => Promise.resolve(ok({ lost: null })),
  connectClassifier: () => Promise.resolve(ok(null)),
  screen: () => Promise.resolve(err({ type: 'unknown', detail: 'nothing is screened here' })),
  load: (_request, { emit }) => {
    emit({ phase: 'uploading', fraction: 0.5 });
    return Promise.resolve(ok({ contextWindowTokens: 2048 }));
  },
  generate: (_request, { emit, signal }) => {
    emit({ type: 'text', text: 'Hello' });
    return new Promise((resolve) => {
      signal.addEventListener('abort', () => {
        resolve(ok({ end: 'stopped', usage: null, droppedMessages: 0, verdict: null }));
      });
    });
  },
};

/** An engine over scripted workers: the n-th spawned worker answers with the n-th handlers (then obediently). */
function createEngine(scripts: Partial<Handlers<ChatContract>>[] = []) {
  const states: EngineState[] = [];
  const servers: Server<ChatContract>[] = [];
  const lost: AppError[] = [];
  let terminated = 0;
  let loaded = 0;
  const engine = new ChatEngine({
    onState: (state) => states.push(state),
    onLoaded: () => (loaded += 1),
    onClassifierLost: (error) => lost.push(error),
    spawn: () => {
      const pair = createPortPair();
      servers.push(serve(pair.worker, { ...obedient, ...scripts[servers.length] }));
      return ok({
        ...pair.page,
        terminate: () => {
          terminated += 1;
          pair.close();
        },
      });
    },
  });
  const types = (): string[] => states.map(({ type }) => type);
  return { engine, servers, types, lost, loaded: () => loaded, terminated: () => terminated };
}

const question = [{ role: 'user', content: 'Hi' }] as const;

describe('loading', () => {
  test('asks for the context window that was chosen', async () => {
    const asked: (number | null)[] = [];
    const { engine } = createEngine([
      {
        load: ({ contextWindowTokens }) => {
          asked.push(contextWindowTokens);
          return Promise.resolve(ok({ contextWindowTokens: 1024 }));
        },
      },
    ]);
    await engine.load(makeModel('a'), 1024);
    expect(asked).toEqual([1024]);
    engine.unload();
  });

  test('of a model whose files are not all known fails and starts no worker', async () => {
    const { engine, servers } = createEngine();
    const file = { path: 'a.bin', url: 'https://example.com/a.bin', sizeBytes: 1, sha256: null };
    expect(await engine.load({ ...makeModel('a'), files: [file] }, null)).toMatchObject({
      error: { type: 'model-incomplete', path: 'a.bin' },
    });
    expect(servers).toEqual([]);
  });

  test('goes through its phases to ready', async () => {
    const { engine, types } = createEngine();
    expect(await engine.load(makeModel('a'), null)).toEqual({ ok: true, value: null });
    expect(types()).toEqual(['loading', 'loading', 'ready']);
    engine.unload();
  });

  test('another model ends the first worker, and the first load says that it was aborted', async () => {
    const { engine, terminated } = createEngine([{ load: () => new Promise(() => undefined) }]);
    const first = engine.load(makeModel('a'), null);
    expect((await engine.load(makeModel('b'), null)).ok).toBe(true);
    expect(await first).toEqual({ ok: false, error: { type: 'aborted' } });
    expect(engine.state).toEqual({ type: 'ready', modelId: 'b' });
    expect(terminated()).toBe(1);
    engine.unload();
  });

  test('a failure is a state with its reason, and the worker is ended', async () => {
    const error = { type: 'model-incomplete', modelId: 'a', path: 'x' } as const;
    const { engine, terminated } = createEngine([{ load: () => Promise.resolve(err(error)) }]);
    await engine.load(makeModel('a'), null);
    expect(engine.state).toEqual({ type: 'failed', modelId: 'a', error, isRepeated: false });
    expect(terminated()).toBe(1);
  });

  test('unloading ends the worker: that is what gives GPU memory back', async () => {
    const { engine, terminated } = createEngine();
    await engine.load(makeModel('a'), null);
    engine.unload();
    expect(engine.state).toEqual({ type: 'absent' });
    expect(terminated()).toBe(1);
  });
});

describe('generating', () => {
  test('without a model is an error value', async () => {
    const { engine } = createEngine();
    expect(
      (
        await engine.generate(
          question,
          USUAL_SETTINGS,
          null,
          () => undefined,
          new AbortController().signal,
        )
      ).ok,
    ).toBe(false);
  });

  test('a stop settles as a stop and leaves the engine ready', async () => {
    const { engine, types } = createEngine();
    await engine.load(makeModel('a'), null);
    const abort = new AbortController();
    const result = await engine.generate(
      question,
      USUAL_SETTINGS,
      null,
      () => abort.abort(),
      abort.signal,
    );
    expect(result).toMatchObject({ ok: true, value: { end: 'stopped' } });
    expect(types().slice(-3)).toEqual(['generating', 'stopping', 'ready']);
    engine.unload();
  });

  test('text that arrives after the stop is not shown', async () => {
    const { engine } = createEngine([
      {
        generate: async (_request, { emit, signal }) => {
          emit({ type: 'text', text: 'before' });
          await new Promise((resolve) => signal.addEventListener('abort', resolve));
          emit({ type: 'text', text: 'after' });
          return ok({ end: 'stopped', usage: null, droppedMessages: 0, verdict: null });
        },
      },
    ]);
    await engine.load(makeModel('a'), null);
    const abort = new AbortController();
    let text = '';
    await engine.generate(
      question,
      USUAL_SETTINGS,
      null,
      (item) => {
        if (item.type === 'text') text += item.text;
        abort.abort();
      },
      abort.signal,
    );
    expect(text).toBe('before');
    engine.unload();
  });

  test('a worker that does not stop in time is ended, and the person only sees a stop', async () => {
    const { engine, terminated } = createEngine([{ generate: () => new Promise(() => undefined) }]);
    await engine.load(makeModel('a'), null);
    const abort = new AbortController();
    const generating = engine.generate(
      question,
      USUAL_SETTINGS,
      null,
      () => undefined,
      abort.signal,
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    abort.abort();
    expect(await generating).toMatchObject({ ok: true, value: { end: 'stopped' } });
    expect(engine.state).toMatchObject({ type: 'failed', error: { type: 'worker-unresponsive' } });
    expect(terminated()).toBe(1);
  });

  test('a lost GPU fails the reply and the engine with the reason', async () => {
    const { engine, servers } = createEngine([{ generate: () => new Promise(() => undefined) }]);
    await engine.load(makeModel('a'), null);
    const generating = engine.generate(
      question,
      USUAL_SETTINGS,
      null,
      () => undefined,
      new AbortController().signal,
    );
    const error = { type: 'gpu-lost', detail: 'unknown: reset' } as const;
    servers[0]?.send('device-lost', { error });
    expect(await generating).toEqual({ ok: false, error });
    expect(engine.state).toEqual({ type: 'failed', modelId: 'a', error, isRepeated: false });
  });
});

describe('after a sleep', () => {
  test('an engine that still has its GPU goes on', async () => {
    const { engine } = createEngine();
    await engine.load(makeModel('a'), null);
    await engine.check();
    expect(engine.state.type).toBe('ready');
    engine.unload();
  });

  test('an engine whose GPU is gone has died of that', async () => {
    const lost = { type: 'gpu-lost', detail: 'unknown: sleep' } as const;
    const { engine, terminated } = createEngine([{ check: () => Promise.resolve(ok({ lost })) }]);
    await engine.load(makeModel('a'), null);
    await engine.check();
    expect(engine.state).toMatchObject({ type: 'failed', error: lost });
    expect(terminated()).toBe(1);
  });

  test('a reply that is being written is not asked about', async () => {
    let asked = 0;
    const { engine } = createEngine([
      {
        check: () => {
          asked += 1;
          return Promise.resolve(ok({ lost: null }));
        },
      },
    ]);
    await engine.load(makeModel('a'), null);
    const abort = new AbortController();
    const generating = engine.generate(
      question,
      USUAL_SETTINGS,
      null,
      () => undefined,
      abort.signal,
    );
    await engine.check();
    expect(asked).toBe(0);
    abort.abort();
    await generating;
    engine.unload();
  });
});

describe('the line to the classifier', () => {
  test('is asked for with every worker that has loaded a model', async () => {
    const { engine, loaded } = createEngine();
    await engine.load(makeModel('a'), null);
    await engine.load(makeModel('b'), null);
    expect(loaded()).toBe(2);
    engine.unload();
  });

  test('that breaks is told, and neither the engine nor the reply fails of it', async () => {
    const { engine, servers, lost } = createEngine();
    await engine.load(makeModel('a'), null);
    const error = { type: 'worker-unresponsive', worker: 'classify', silentMs: 4_000 } as const;
    servers[0]?.send('classifier-lost', { error });
    await expect.poll(() => lost).toEqual([error]);
    expect(engine.state.type).toBe('ready');
    engine.unload();
  });
});
