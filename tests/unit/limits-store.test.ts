import { openDB } from 'idb';
import { beforeEach, expect, test } from 'vitest';
import { admit, noteBlock, type Admission } from '../../src/safety/limits/limits.ts';
import { readState, type ClockTime } from '../../src/safety/limits/state.ts';
import { createLimitStore, type LimitStore } from '../../src/storage/limits/limit-store.ts';
import { after, POLICY } from './safety/limits/world.ts';
import { freshenStorage, refuseStorage } from '../support/fresh-storage.ts';

beforeEach(() => {
  freshenStorage();
});

async function send(store: LimitStore, time: ClockTime): Promise<Admission> {
  const sent = await store.update((stored) => {
    const admission = admit(readState(stored, time), POLICY, time);
    return { state: admission.state, value: admission };
  });
  if (!sent.ok) throw new Error(sent.error.type);
  return sent.value;
}

async function block(store: LimitStore, time: ClockTime): Promise<void> {
  await store.update((stored) => ({
    state: noteBlock(readState(stored, time), POLICY, time),
    value: null,
  }));
}

test('two tabs that send at once share one limit', async () => {
  const tabs = [createLimitStore(), createLimitStore()] as const;
  const sent = await Promise.all(
    [0, 1, 0, 1, 0, 1].map((tab) => send(tabs[tab === 0 ? 0 : 1], after(1, `tab-${tab}`))),
  );
  expect(sent.filter(({ allowed }) => allowed)).toHaveLength(3);
});

test('a cool-down that one tab began holds in another and after the page was loaded again', async () => {
  const one = createLimitStore();
  await block(one, after(1));
  await block(one, after(2));
  const refusal = { allowed: false, reason: 'cool-down' };
  expect(await send(createLimitStore(), after(4, 'two'))).toMatchObject(refusal);
  expect(await send(createLimitStore(), after(31, 'reloaded'))).toMatchObject(refusal);
  expect(await send(createLimitStore(), after(40, 'reloaded'))).toMatchObject({ allowed: true });
});

test('a damaged record counts as all used up', async () => {
  const store = createLimitStore();
  await send(store, after(1));
  const raw = await openDB('mamori-limits');
  await raw.put('limits', { timeMs: 'long ago' }, 'state');
  raw.close();
  expect(await send(store, after(2))).toMatchObject({ allowed: false, waitMs: 30_000 });
});

test('what throws on the way writes nothing', async () => {
  const store = createLimitStore();
  await send(store, after(1));
  const failed = await store.update(() => {
    throw new RangeError('a clock gave no finite number');
  });
  expect(failed).toMatchObject({ ok: false, error: { type: 'unknown' } });
  await store.update((stored) => {
    expect(stored).toMatchObject({ admitted: [{ id: 'one:1000' }] });
    return { state: stored, value: null };
  });
});

test('a browser that refuses IndexedDB is an error value, not an exception', async () => {
  refuseStorage();
  expect(await createLimitStore().update((state) => ({ state, value: 1 }))).toMatchObject({
    ok: false,
    error: { type: 'storage-unavailable' },
  });
});
