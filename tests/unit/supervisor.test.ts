import { beforeEach, describe, expect, test } from 'vitest';
import type { AppError } from '../../src/domain/app-error.ts';
import type { Model } from '../../src/domain/catalogue.ts';
import type { EngineState } from '../../src/domain/engine-state.ts';
import { err, ok, type Result } from '../../src/domain/result.ts';
import type { EngineLock } from '../../src/engine/engine-lock.ts';
import { Supervisor } from '../../src/engine/supervisor.ts';
import { FakeTabs } from '../support/fake-tabs.ts';
import { FakeTimers, settle } from '../support/fake-timers.ts';

const model = (id: string): Model => ({
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
});

const GPU_LOST: AppError = { type: 'gpu-lost', detail: 'unknown: reset' };
const OUT_OF_MEMORY: AppError = { type: 'out-of-memory', detail: '' };
const DIED: AppError = { type: 'worker-died', worker: 'chat', detail: 'ended silently' };
const HUNG: AppError = { type: 'worker-unresponsive', worker: 'chat', silentMs: 15_000 };
const NO_ADAPTER: AppError = { type: 'gpu-unavailable', reason: 'no-adapter', detail: '' };

/** An engine whose loads go as they are scripted, and then well. */
function createSupervised(timers: FakeTimers, lock: EngineLock | null = null) {
  const states: EngineState[] = [];
  const loads: string[] = [];
  const failures: AppError[] = [];
  let isRunning = false;
  let isNeeded = false;
  let emit: (state: EngineState) => void = () => undefined;
  const supervisor = new Supervisor({
    create: (onState) => {
      emit = onState;
      return {
        async load({ id }): Promise<Result<null>> {
          loads.push(id);
          emit({ type: 'loading', modelId: id, phase: 'starting', fraction: 0 });
          await Promise.resolve();
          const error = failures.shift();
          if (error) {
            emit({ type: 'failed', modelId: id, error, isRepeated: false });
            return err(error);
          }
          isRunning = true;
          emit({ type: 'ready', modelId: id });
          return ok(null);
        },
        unload() {
          isRunning = false;
          emit({ type: 'absent' });
        },
      };
    },
    lock,
    timers,
    onState: (state) => states.push(state),
    isNeeded: () => isNeeded,
  });
  return {
    supervisor,
    states,
    loads,
    failures,
    emit: (state: EngineState) => emit(state),
    die: async (error: AppError): Promise<void> => {
      isRunning = false;
      emit({ type: 'failed', modelId: 'a', error, isRepeated: false });
      await settle();
    },
    isRunning: () => isRunning,
    need: (now: boolean) => (isNeeded = now),
  };
}

let timers: FakeTimers;
beforeEach(() => (timers = new FakeTimers()));

describe('an engine that dies', () => {
  test.each([GPU_LOST, OUT_OF_MEMORY, DIED, HUNG])(
    'of $type is started again by itself',
    async (error) => {
      const { supervisor, states, loads, die } = createSupervised(timers);
      await supervisor.load(model('a'), null);
      await die(error);
      expect(supervisor.state).toEqual({ type: 'ready', modelId: 'a' });
      expect(loads).toEqual(['a', 'a']);
      expect(states.map(({ type }) => type)).toEqual([
        ...['loading', 'ready'],
        ...['recovering', 'recovering', 'ready'],
      ]);
    },
  );

  test('while it writes is said to recover before anybody can take the reply for failed', async () => {
    const { supervisor, emit, die } = createSupervised(timers);
    await supervisor.load(model('a'), null);
    emit({ type: 'generating', modelId: 'a' });
    const dying = die(GPU_LOST);
    expect(supervisor.state.type).toBe('recovering');
    await dying;
    expect(supervisor.state.type).toBe('ready');
  });

  test('three times within ten minutes is not started a third time, and the reason is told', async () => {
    const { supervisor, loads, die } = createSupervised(timers);
    await supervisor.load(model('a'), null);
    await die(GPU_LOST);
    await timers.pass(60_000);
    await die(DIED);
    await timers.pass(60_000);
    await die(GPU_LOST);
    expect(supervisor.state).toEqual({
      type: 'failed',
      modelId: 'a',
      error: GPU_LOST,
      isRepeated: true,
    });
    await timers.pass(3_600_000);
    expect(loads).toHaveLength(3);
  });

  test('as often as that in a longer time is started again each time', async () => {
    const { supervisor, die } = createSupervised(timers);
    await supervisor.load(model('a'), null);
    for (let death = 0; death < 6; death += 1) {
      await die(GPU_LOST);
      expect(supervisor.state.type).toBe('ready');
      await timers.pass(6 * 60_000);
    }
  });

  test('of too little memory is started again once, then advice is given', async () => {
    const { supervisor, die } = createSupervised(timers);
    await supervisor.load(model('a'), null);
    await die(OUT_OF_MEMORY);
    expect(supervisor.state.type).toBe('ready');
    await die(OUT_OF_MEMORY);
    expect(supervisor.state).toMatchObject({ error: OUT_OF_MEMORY, isRepeated: true });
  });

  test('while it starts again is tried again after a moment, within the same bounds', async () => {
    const { supervisor, failures, loads, die } = createSupervised(timers);
    await supervisor.load(model('a'), null);
    failures.push(GPU_LOST, DIED);
    await die(GPU_LOST);
    expect(supervisor.state.type).toBe('recovering');
    await timers.pass(5_000);
    expect(supervisor.state).toMatchObject({ type: 'failed', error: DIED, isRepeated: true });
    expect(loads).toHaveLength(3);
  });

  test('and then finds its files damaged says that, and does not try again', async () => {
    const error = { type: 'integrity-mismatch', modelId: 'a', path: 'x', stage: 'load' } as const;
    const { supervisor, failures, die } = createSupervised(timers);
    await supervisor.load(model('a'), null);
    failures.push(error);
    await die(DIED);
    await timers.pass(60_000);
    expect(supervisor.state).toMatchObject({ type: 'failed', error, isRepeated: false });
  });

  test('because the person stopped it while it could not hear is no failure', async () => {
    const { supervisor, emit, die } = createSupervised(timers);
    await supervisor.load(model('a'), null);
    for (let stop = 0; stop < 5; stop += 1) {
      emit({ type: 'stopping', modelId: 'a' });
      await die(HUNG);
      expect(supervisor.state.type).toBe('ready');
    }
  });

  test('and is unloaded while it recovers stays unloaded', async () => {
    const { supervisor, loads, failures, die } = createSupervised(timers);
    await supervisor.load(model('a'), null);
    failures.push(DIED);
    await die(DIED);
    supervisor.unload();
    await timers.pass(60_000);
    expect(supervisor.state).toEqual({ type: 'absent' });
    expect(loads).toHaveLength(2);
  });

  test('is given up for another model without its failures counting there', async () => {
    const { supervisor, die } = createSupervised(timers);
    await supervisor.load(model('a'), null);
    await die(DIED);
    await die(DIED);
    await supervisor.load(model('b'), null);
    await die(DIED);
    expect(supervisor.state).toEqual({ type: 'ready', modelId: 'b' });
  });
});

describe('a first load', () => {
  test.each([GPU_LOST, OUT_OF_MEMORY, DIED, NO_ADAPTER])(
    'that fails with $type is left to the person',
    async (error) => {
      const { supervisor, failures, loads } = createSupervised(timers);
      failures.push(error);
      expect(await supervisor.load(model('a'), null)).toEqual({ ok: false, error });
      await timers.pass(3_600_000);
      expect(supervisor.state).toEqual({ type: 'failed', modelId: 'a', error, isRepeated: false });
      expect(loads).toHaveLength(1);
    },
  );
});

describe('a page that gets no adapter any more', () => {
  test('says so with a reason of its own, and tries again after two minutes', async () => {
    const { supervisor, failures, loads, die } = createSupervised(timers);
    await supervisor.load(model('a'), null);
    failures.push(NO_ADAPTER);
    await die(GPU_LOST);
    expect(supervisor.state).toMatchObject({
      type: 'failed',
      error: { type: 'gpu-unavailable', reason: 'after-loss' },
    });
    expect(supervisor.hasLostGpu).toBe(true);
    await timers.pass(119_000);
    expect(loads).toHaveLength(2);
    await timers.pass(2_000);
    expect(supervisor.state.type).toBe('ready');
  });

  test('does not try for ever', async () => {
    const { supervisor, failures, loads, die } = createSupervised(timers);
    await supervisor.load(model('a'), null);
    failures.push(...Array.from({ length: 9 }, () => NO_ADAPTER));
    await die(GPU_LOST);
    await timers.pass(3_600_000);
    expect(loads).toHaveLength(5);
    expect(supervisor.state.type).toBe('failed');
  });
});

describe('two tabs', () => {
  function openTabs() {
    const tabs = new FakeTabs();
    const open = (name: string) => {
      const tab = tabs.open(name);
      return { ...tab, ...createSupervised(tabs.timers, tab.lock) };
    };
    return { tabs, first: open('first'), second: open('second') };
  }

  async function openBoth() {
    const { tabs, first, second } = openTabs();
    await first.supervisor.load(model('a'), null);
    const loading = second.supervisor.load(model('a'), null);
    await tabs.timers.pass(1_000);
    expect(await loading).toEqual({ ok: false, error: { type: 'aborted' } });
    expect(second.supervisor.state).toEqual({
      type: 'elsewhere',
      modelId: 'a',
      handover: 'none',
    });
    return { tabs, first, second };
  }

  test('never both have a model: the second is told where it is', async () => {
    const { first, second } = await openBoth();
    expect([first.isRunning(), second.isRunning()]).toEqual([true, false]);
  });

  test('taking over ends it there and loads it here', async () => {
    const { first, second } = await openBoth();
    await second.supervisor.takeOver();
    expect([first.isRunning(), second.isRunning()]).toEqual([false, true]);
    expect(first.supervisor.state.type).toBe('elsewhere');
    expect(second.supervisor.state).toEqual({ type: 'ready', modelId: 'a' });
  });

  test('taking over waits for the reply there', async () => {
    const { tabs, first, second } = await openBoth();
    first.need(true);
    const taking = second.supervisor.takeOver();
    await tabs.timers.pass(20_000);
    expect(second.supervisor.state).toMatchObject({ handover: 'after-reply' });
    expect([first.isRunning(), second.isRunning()]).toEqual([true, false]);
    first.need(false);
    await tabs.timers.pass(2_000);
    expect((await taking).ok).toBe(true);
    expect([first.isRunning(), second.isRunning()]).toEqual([false, true]);
  });

  test('one that is closed leaves the engine to the other, which loads by itself', async () => {
    const { tabs, second } = await openBoth();
    tabs.close('first');
    await settle();
    expect(second.supervisor.state).toEqual({ type: 'ready', modelId: 'a' });
  });

  test('one that hangs is robbed, and ends its engine when it wakes', async () => {
    const { tabs, first, second } = await openBoth();
    first.hang();
    const taking = second.supervisor.takeOver();
    await tabs.timers.pass(6_000);
    await taking;
    expect(second.isRunning()).toBe(true);
    expect(first.isRunning()).toBe(false);
    expect(first.supervisor.state.type).toBe('elsewhere');
  });

  test('an engine that dies while its lock is lost does not come back', async () => {
    const { tabs, first, second } = await openBoth();
    first.hang();
    const taking = second.supervisor.takeOver();
    await tabs.timers.pass(6_000);
    await taking;
    await first.die(DIED);
    expect(first.isRunning()).toBe(false);
    expect(first.supervisor.state.type).toBe('elsewhere');
  });

  test('an engine that was unloaded or has failed for good leaves the way free', async () => {
    const { first, second } = await openBoth();
    first.supervisor.unload();
    await settle();
    expect(second.supervisor.state.type).toBe('ready');
    expect(first.supervisor.state.type).toBe('absent');
  });

  test('the one that handed over gets it back when the other closes', async () => {
    const { tabs, first, second } = await openBoth();
    await second.supervisor.takeOver();
    tabs.close('second');
    await settle();
    expect(first.supervisor.state.type).toBe('ready');
  });
});
