import { deleteDB, openDB, type IDBPDatabase } from 'idb';
import { beforeEach, describe, expect, test } from 'vitest';
import type { AuditEntry } from '../../src/safety/audit/entry.ts';
import { parseJsonLines } from '../../src/safety/audit/json-lines.ts';
import { openAuditStore } from '../../src/state/audit-log.ts';
import { DAY_MS, eventAt, NOON } from './safety/audit/chains.ts';
import { freshenStorage, refuseStorage } from '../support/fresh-storage.ts';

type Store = ReturnType<typeof openAuditStore>;

beforeEach(() => {
  freshenStorage();
});

/** The database as somebody with the developer tools sees it. */
const openRaw = (): Promise<IDBPDatabase> => openDB('mamori-audit');

async function rawRecords(): Promise<string> {
  const raw = await openRaw();
  const stores = [...raw.objectStoreNames].map((name) => raw.getAll(name));
  return JSON.stringify(await Promise.all(stores));
}

async function edit(raw: IDBPDatabase, change: (entry: AuditEntry) => void): Promise<void> {
  const entry = (await raw.get('entries', 1)) as AuditEntry;
  change(entry);
  await raw.put('entries', entry);
}

async function write(store: Store, count: number, keepText = false): Promise<void> {
  for (let at = 0; at < count; at += 1) {
    const event = eventAt(NOON + at, { conversationId: at % 2 === 0 ? 'even' : 'odd' });
    expect(await store.append(event, `text ${at}`, { keepText })).toEqual({
      ok: true,
      value: null,
    });
  }
}

async function entriesIn(store: Store): Promise<readonly AuditEntry[]> {
  const all = await store.readAll();
  return all.ok ? (all.value as AuditEntry[]) : [];
}

const indexesIn = async (store: Store): Promise<number[]> =>
  (await entriesIn(store)).map(({ record }) => record.index);

const intact = (count: number) => ({ ok: true, value: { type: 'intact', count, notes: [] } });
const broken = (fault: object) => ({ ok: true, value: { type: 'broken', fault } });

describe('a log that nobody touched', () => {
  test('is empty and intact at first', async () => {
    const store = openAuditStore();
    expect(await store.readAll()).toEqual({ ok: true, value: [] });
    expect(await store.verify()).toEqual(intact(0));
    expect(await store.exportJsonLines()).toEqual({ ok: true, value: '' });
  });

  test('stays one whole chain when two stores write at once', async () => {
    const stores = [openAuditStore(), openAuditStore()];
    const written = await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        stores[at % 2]?.append(eventAt(NOON), `text ${at}`, { keepText: false }),
      ),
    );
    expect(written.every((result) => result?.ok)).toBe(true);
    expect(await indexesIn(openAuditStore())).toEqual(Array.from({ length: 20 }, (_, at) => at));
    expect(await openAuditStore().verify()).toEqual(intact(20));
  });

  test('is read in pages, newest first', async () => {
    const store = openAuditStore();
    await write(store, 5);
    const indexes = async (before: number | null) => {
      const page = await store.readPage(2, before);
      if (!page.ok) throw new Error(page.error.type);
      const entries = page.value.entries as AuditEntry[];
      return [...entries.map(({ record }) => record.index), page.value.before];
    };
    expect(await indexes(null)).toEqual([4, 3, 3]);
    expect(await indexes(3)).toEqual([2, 1, 1]);
    expect(await indexes(1)).toEqual([0, null]);
  });

  test('is exported as lines that can be read back', async () => {
    const store = openAuditStore();
    await write(store, 3);
    const exported = await store.exportJsonLines();
    expect(exported.ok && parseJsonLines(exported.value)).toEqual(await store.readAll());
  });

  test('gives every entry a salt of its own, and no text unless the policy asks for it', async () => {
    const store = openAuditStore();
    await store.append(eventAt(NOON), 'the same', { keepText: false });
    await store.append(eventAt(NOON), 'the same', { keepText: false });
    const entries = await entriesIn(store);
    expect(new Set(entries.map(({ sealed }) => sealed?.salt)).size).toBe(2);
    expect(new Set(entries.map(({ record }) => record.textHash)).size).toBe(2);
    expect(await rawRecords()).not.toContain('the same');
  });
});

describe('what somebody did to the log is found', () => {
  test.each<[string, (raw: IDBPDatabase) => Promise<unknown>, object]>([
    [
      'an entry that was edited',
      (raw) => edit(raw, ({ record }) => (record.action = 'allow')),
      { type: 'wrong-hash', position: 1, index: 1 },
    ],
    [
      'a kept text that was edited',
      (raw) => edit(raw, ({ sealed }) => sealed && (sealed.text = 'harmless')),
      { type: 'wrong-text', position: 1, index: 1 },
    ],
    [
      'an entry that was removed from the middle',
      (raw) => raw.delete('entries', 2),
      { type: 'index-gap', position: 2, expected: 2, found: 3 },
    ],
    [
      'the newest entry that was removed',
      (raw) => raw.delete('entries', 3),
      { type: 'wrong-end', expected: { index: 3 }, found: { index: 2 } },
    ],
    ['all entries that were removed', (raw) => raw.clear('entries'), { type: 'wrong-end' }],
    ['a lost note of the ends', (raw) => raw.clear('meta'), { type: 'lost-bounds' }],
  ])('%s', async (_title, tamper, fault) => {
    const store = openAuditStore();
    await write(store, 4, true);
    await tamper(await openRaw());
    expect(await store.verify()).toMatchObject(broken(fault));
  });

  test('a removed newest entry, also after the log has gone on', async () => {
    const store = openAuditStore();
    await write(store, 4);
    await (await openRaw()).delete('entries', 3);
    await write(store, 1);
    expect(await store.verify()).toEqual(
      broken({ type: 'index-gap', position: 3, expected: 3, found: 4 }),
    );
  });

  test('a damaged note of the ends, also after the log has gone on without it', async () => {
    const store = openAuditStore();
    await write(store, 2);
    await (await openRaw()).put('meta', { last: 'damaged' }, 'bounds');
    await write(store, 1);
    expect(await store.verify()).toEqual(broken({ type: 'lost-bounds' }));
    expect(await indexesIn(store)).toEqual([0, 1, 2]);
  });

  test('an entry that is no entry any more; it is exported as it is', async () => {
    const store = openAuditStore();
    await write(store, 2);
    await (await openRaw()).put('entries', { record: { index: 1 }, text: 'gone' });
    expect(await store.verify()).toMatchObject(broken({ type: 'malformed', position: 1 }));
    expect(await store.exportJsonLines()).toMatchObject({
      value: expect.stringContaining('\n{"record":{"index":1},"text":"gone"}\n') as string,
    });
    expect((await store.readPage(5, null)).ok).toBe(true);
    expect((await store.eraseConversation('even')).ok).toBe(true);
    expect((await store.expire(1, NOON)).ok).toBe(true);
    expect((await store.append(eventAt(NOON), '', { keepText: false })).ok).toBe(true);
  });
});

test('erasing a conversation leaves none of its text or salt anywhere in the database', async () => {
  const store = openAuditStore();
  await write(store, 4, true);
  const secrets = (await entriesIn(store))
    .filter(({ record }) => record.conversationId === 'even')
    .flatMap(({ sealed }) => [sealed?.salt ?? '', sealed?.text ?? '']);
  expect(secrets).toHaveLength(4);
  expect(await rawRecords()).toContain('text 0');
  expect(await store.eraseConversation('even')).toEqual({ ok: true, value: null });
  const records = await rawRecords();
  for (const secret of secrets) expect(records).not.toContain(secret);
  expect(records).toContain('text 1');
  expect(await store.verify()).toEqual(intact(4));
});

describe('entries that are too old', () => {
  test('are deleted, and the rest verifies and goes on', async () => {
    const store = openAuditStore();
    for (const days of [0, 1, 5, 6]) {
      await store.append(eventAt(NOON + days * DAY_MS), `day ${days}`, { keepText: true });
    }
    expect(await store.expire(3, NOON + 7 * DAY_MS)).toEqual({ ok: true, value: null });
    expect(await indexesIn(store)).toEqual([2, 3]);
    expect(await rawRecords()).not.toContain('day 1');
    expect(await store.verify()).toEqual(intact(2));
    await store.append(eventAt(NOON + 7 * DAY_MS), '', { keepText: false });
    expect(await store.verify()).toEqual(intact(3));
  });

  test('may be all of them, and the numbers go on', async () => {
    const store = openAuditStore();
    await write(store, 3);
    await store.expire(1, NOON + 9 * DAY_MS);
    expect(await store.verify()).toEqual(intact(0));
    await store.append(eventAt(NOON + 9 * DAY_MS), '', { keepText: false });
    expect(await indexesIn(store)).toEqual([3]);
    expect(await store.verify()).toEqual(intact(1));
  });

  test('do not hide that the oldest of the rest was removed', async () => {
    const store = openAuditStore();
    for (const days of [0, 5, 6]) {
      await store.append(eventAt(NOON + days * DAY_MS), '', { keepText: false });
    }
    await store.expire(3, NOON + 7 * DAY_MS);
    await (await openRaw()).delete('entries', 1);
    expect(await store.verify()).toMatchObject(
      broken({ type: 'index-gap', expected: 1, found: 2 }),
    );
  });
});

describe('a log that cannot be written', () => {
  test('a browser that refuses IndexedDB is an error value, not an exception', async () => {
    refuseStorage();
    const refused = { ok: false, error: { type: 'storage-unavailable' } };
    const store = openAuditStore();
    expect(await store.append(eventAt(NOON), '', { keepText: false })).toMatchObject(refused);
    expect(await store.readPage(5, null)).toMatchObject(refused);
    expect(await store.verify()).toMatchObject(refused);
  });

  test('a malformed event is an error value and writes nothing', async () => {
    const store = openAuditStore();
    await write(store, 1);
    const malformed = eventAt(NOON, { policyHash: 'no hash' });
    expect(await store.append(malformed, '', { keepText: false })).toMatchObject({
      ok: false,
      error: { type: 'unknown' },
    });
    expect(await store.verify()).toEqual(intact(1));
    await write(store, 1);
    expect(await store.verify()).toMatchObject({ value: { type: 'intact', count: 2 } });
  });

  test('a log whose database was deleted under the open page begins anew', async () => {
    const store = openAuditStore();
    await write(store, 2);
    await deleteDB('mamori-audit');
    await write(store, 1);
    expect(await store.verify()).toEqual(intact(1));
  });
});
