import { openDB } from 'idb';
import { beforeEach, describe, expect, test } from 'vitest';
import { createCounts } from '../../src/storage/usage/usage-counts.ts';
import { createUsageStore, type UsageStore } from '../../src/storage/usage/usage-store.ts';
import { freshenStorage, REFUSED, refuseStorage } from '../support/fresh-storage.ts';

beforeEach(() => {
  freshenStorage();
});

const DONE = { ok: true, value: null };

describe('usage figures', () => {
  const SINCE = '2026-08-28';

  async function add(store: UsageStore, day: string, level = 'standard'): Promise<void> {
    expect(await store.add({ day, level, since: SINCE }, ['question'])).toEqual(DONE);
  }

  async function daysIn(store: UsageStore, since = SINCE): Promise<string[]> {
    const read = await store.read(since);
    if (!read.ok) throw new Error(read.error.type);
    return read.value.map(({ day, level, counts }) => `${day} ${level} ${counts.question}`);
  }

  test('are kept by day and level, and hold numbers only', async () => {
    const store = createUsageStore();
    const at = { day: '2026-11-25', level: 'strict', since: SINCE };
    await store.add(at, ['question', 'blocked-question', 'masked-text']);
    await store.add(at, ['question', 'classifier-unavailable']);
    await add(store, '2026-11-24');
    expect(await createUsageStore().read(SINCE)).toEqual({
      ok: true,
      value: [
        { day: '2026-11-24', level: 'standard', counts: { ...createCounts(), question: 1 } },
        {
          day: '2026-11-25',
          level: 'strict',
          counts: {
            ...createCounts(),
            question: 2,
            'blocked-question': 1,
            'masked-text': 1,
            'classifier-unavailable': 1,
          },
        },
      ],
    });
  });

  test('two tabs that count at once lose nothing', async () => {
    const tabs = [createUsageStore(), createUsageStore()] as const;
    await Promise.all(
      Array.from({ length: 20 }, (_, at) => add(tabs[at % 2 === 0 ? 0 : 1], '2026-11-25')),
    );
    expect(await daysIn(createUsageStore())).toEqual(['2026-11-25 standard 20']);
  });

  test('days that are too old go when something is counted, the first day that is kept stays', async () => {
    const store = createUsageStore();
    await add(store, '2026-08-27', 'strict');
    await add(store, '2026-08-28', 'minimal');
    await add(store, '2026-11-25');
    const raw = await openDB('mamori-usage');
    expect(await raw.getAllKeys('days')).toEqual([
      ['2026-08-28', 'minimal'],
      ['2026-11-25', 'standard'],
    ]);
    raw.close();
  });

  test('days that are too old go when the figures are read', async () => {
    const store = createUsageStore();
    await add(store, '2026-08-28');
    await add(store, '2026-11-25');
    expect(await daysIn(store, '2026-08-29')).toEqual(['2026-11-25 standard 1']);
    expect(await daysIn(store, '2026-01-01')).toEqual(['2026-11-25 standard 1']);
  });

  test('a damaged day is not shown, and counting begins it anew', async () => {
    const store = createUsageStore();
    await add(store, '2026-11-25');
    const raw = await openDB('mamori-usage');
    await raw.put('days', { day: '2026-11-25', level: 'standard', counts: { question: -1 } });
    raw.close();
    expect(await daysIn(store)).toEqual([]);
    await add(store, '2026-11-25');
    expect(await daysIn(store)).toEqual(['2026-11-25 standard 1']);
  });

  test('can be deleted', async () => {
    const store = createUsageStore();
    await add(store, '2026-11-25');
    expect(await store.clear()).toEqual(DONE);
    expect(await daysIn(createUsageStore())).toEqual([]);
  });

  test('a browser that refuses IndexedDB is an error value, not an exception', async () => {
    refuseStorage();
    const store = createUsageStore();
    const at = { day: '2026-11-25', level: 'strict', since: SINCE };
    expect(await store.add(at, ['reply'])).toMatchObject(REFUSED);
    expect(await store.read(SINCE)).toMatchObject(REFUSED);
    expect(await store.clear()).toMatchObject(REFUSED);
  });
});
