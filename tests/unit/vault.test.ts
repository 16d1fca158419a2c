import { openDB } from 'idb';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import {
  CONVERSATION_SCHEMA_VERSION,
  type Conversation,
  type Message,
} from '../../src/domain/conversation.ts';
import { createConnection } from '../../src/storage/connection.ts';
import { openConversationStorage } from '../../src/storage/conversations/conversation-storage.ts';
import { createConversationStore } from '../../src/storage/conversations/conversation-store.ts';
import { CONVERSATIONS } from '../../src/storage/conversations/database.ts';
import type { EncryptedRecord } from '../../src/storage/vault/encrypted-record.ts';
import { PASSPHRASE_ITERATIONS } from '../../src/storage/vault/passphrase.ts';
import { createSession } from '../../src/storage/vault/session.ts';
import { createVaultStore } from '../../src/storage/vault/vault-store.ts';
import { freshenStorage } from '../support/fresh-storage.ts';
import { makeMessage } from '../support/messages.ts';

const PASSPHRASE = 'four words make a phrase';
const DONE = { ok: true, value: 'done' };
const WRONG = { ok: true, value: 'wrong-passphrase' };
const LOCKED = { ok: false, error: { type: 'storage-locked' } };
/** What no record on the disk may hold while the lock is on. */
const WORDS = ['Heron', 'weather'];

const conversation: Conversation = {
  schemaVersion: CONVERSATION_SCHEMA_VERSION,
  id: 'c1',
  title: 'Project Heron',
  activeLeafId: 'b',
  createdAt: 1,
  updatedAt: 2,
};
const messages = [
  makeMessage({ id: 'a', text: 'How is the weather?' }),
  makeMessage({ id: 'b', parentId: 'a', role: 'assistant', text: 'The weather \ud800 holds.' }),
];

/** One tab: its own connection and its own key. A real lock takes a moment on purpose, these do not. */
function openTab() {
  const session = createSession();
  const withDatabase = createConnection(CONVERSATIONS);
  return {
    store: createConversationStore(withDatabase, session),
    vault: createVaultStore({ withDatabase, session, iterations: 10 }),
  };
}

async function openLocked() {
  const tab = openTab();
  await tab.store.save([conversation], messages);
  expect(await tab.vault.turnOn(PASSPHRASE)).toEqual({ ok: true, value: null });
  return tab;
}

/** Everything that is on the disk, as text in which every word would be found. */
async function readDisk(): Promise<string> {
  const db = await openDB(CONVERSATIONS.name);
  const rows: unknown[] = [];
  for (const name of db.objectStoreNames) rows.push(...(await db.getAll(name)));
  db.close();
  return JSON.stringify(rows, (_key, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
  );
}

/** Changes one record on the disk, as somebody with the files of the browser could. */
async function changeOnDisk<T extends object>(
  store: 'conversations' | 'messages' | 'meta',
  key: string,
  change: (record: T) => object,
): Promise<void> {
  const db = await openDB(CONVERSATIONS.name);
  const changed = change((await db.get(store, key)) as T);
  await (store === 'meta' ? db.put(store, changed, key) : db.put(store, changed));
  db.close();
}

beforeEach(() => {
  freshenStorage();
});

describe('turning the lock on', () => {
  test('leaves no word of a conversation on the disk, and changes nothing for who has the key', async () => {
    const { store, vault } = await openLocked();
    const disk = await readDisk();
    for (const word of WORDS) expect(disk).not.toContain(word);
    expect(await vault.readStatus()).toEqual({ ok: true, value: 'unlocked' });
    expect(await store.listConversations()).toEqual({ ok: true, value: [conversation] });
    expect(await store.readMessages('c1')).toEqual({ ok: true, value: messages });
  });

  test('encrypts what is saved and imported afterwards', async () => {
    const { store } = await openLocked();
    await store.save(
      [{ ...conversation, id: 'c2' }],
      [makeMessage({ id: 'x', conversationId: 'c2', text: 'More weather' })],
    );
    await store.addAll([
      {
        conversation: { ...conversation, id: 'c3' },
        messages: [makeMessage({ id: 'y', conversationId: 'c3', text: 'Other weather' })],
      },
    ]);
    const disk = await readDisk();
    for (const word of WORDS) expect(disk).not.toContain(word);
    expect(await store.readMessages('c3')).toMatchObject({ value: [{ text: 'Other weather' }] });
  });

  test('that is interrupted leaves everything as it was', async () => {
    const { store, vault } = openTab();
    await store.save([conversation], messages);
    const { put } = IDBObjectStore.prototype;
    let puts = 0;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
      this: IDBObjectStore,
      ...parameters: Parameters<IDBObjectStore['put']>
    ) {
      puts += 1;
      if (puts === 3) throw new DOMException('full', 'QuotaExceededError');
      return put.apply(this, parameters);
    });
    expect(await vault.turnOn(PASSPHRASE)).toMatchObject({ error: { type: 'quota-exceeded' } });
    vi.restoreAllMocks();
    expect(await vault.readStatus()).toEqual({ ok: true, value: 'off' });
    expect(await store.readMessages('c1')).toEqual({ ok: true, value: messages });
  });

  test('takes along what another tab writes meanwhile', async () => {
    const [one, two] = [openTab(), openTab()];
    await one.store.save([conversation], messages);
    const turning = one.vault.turnOn(PASSPHRASE);
    await two.store.save([conversation], [makeMessage({ id: 'late', text: 'weather report' })]);
    expect((await turning).ok).toBe(true);
    expect(await readDisk()).not.toContain('weather');
    const read = await one.store.readMessages('c1');
    expect(read.ok && read.value.map(({ id }) => id)).toContain('late');
  });

  test('keeps a tab that has not heard of it from writing in plain', async () => {
    const [one, two] = [openTab(), openTab()];
    await two.store.save([conversation], messages);
    await one.vault.turnOn(PASSPHRASE);
    expect(await two.store.save([conversation], messages)).toEqual(LOCKED);
    expect(await two.store.addAll([{ conversation, messages }])).toEqual(LOCKED);
    expect(await two.store.removeConversations(['c1'])).toEqual(LOCKED);
    expect(await two.store.listConversations()).toEqual(LOCKED);
    expect(await readDisk()).not.toContain('weather');
  });

  test('follows the published advice on how long a guess takes', async () => {
    const { vault } = openConversationStorage();
    await vault.turnOn(PASSPHRASE);
    expect(PASSPHRASE_ITERATIONS).toBe(600_000);
    const db = await openDB(CONVERSATIONS.name);
    expect(await db.get('meta', 'lock')).toMatchObject({
      derivation: { name: 'PBKDF2', hash: 'SHA-256', iterations: 600_000 },
    });
    db.close();
  });
});

describe('a locked tab', () => {
  test('reads and writes nothing until the passphrase is right', async () => {
    await openLocked();
    const { store, vault } = openTab();
    expect(await vault.readStatus()).toEqual({ ok: true, value: 'locked' });
    expect(await store.listConversations()).toEqual(LOCKED);
    expect(await store.readMessages('c1')).toEqual(LOCKED);
    expect(await store.save([conversation], messages)).toEqual(LOCKED);
    expect(await vault.unlock(`${PASSPHRASE} `)).toEqual(WRONG);
    expect(await store.listConversations()).toEqual(LOCKED);
    expect(await vault.unlock(PASSPHRASE)).toEqual(DONE);
    expect(await store.readMessages('c1')).toEqual({ ok: true, value: messages });
  });

  test('forgets the key when it is locked again', async () => {
    const { store, vault } = await openLocked();
    vault.lock();
    expect(await vault.readStatus()).toEqual({ ok: true, value: 'locked' });
    expect(await store.readMessages('c1')).toEqual(LOCKED);
  });

  test('takes a passphrase however its characters are composed', async () => {
    const { vault } = openTab();
    await vault.turnOn('caf\u00e9 ｶﾅ');
    vault.lock();
    expect(await vault.unlock('cafe\u0301 カナ')).toEqual(DONE);
  });

  test('can be emptied without the passphrase, and is open then', async () => {
    await openLocked();
    const { store, vault } = openTab();
    expect(await vault.erase()).toEqual({ ok: true, value: ['c1'] });
    expect(await vault.readStatus()).toEqual({ ok: true, value: 'off' });
    expect(await store.listConversations()).toEqual({ ok: true, value: [] });
    expect((await store.save([conversation], messages)).ok).toBe(true);
  });
});

describe('what somebody changes on the disk', () => {
  const flip = (record: EncryptedRecord): object => {
    const data = record.cipher.data.slice();
    data[3] = (data[3] ?? 0) ^ 1;
    return { ...record, cipher: { ...record.cipher, data } };
  };

  test('is not shown, and takes nothing else down', async () => {
    const { store } = await openLocked();
    await changeOnDisk('messages', 'a', flip);
    expect(await store.readMessages('c1')).toEqual({ ok: true, value: messages.slice(1) });
    expect(await store.countRecords('c1')).toEqual({ ok: true, value: 2 });
  });

  test('is noticed when two records change places', async () => {
    const { store } = await openLocked();
    const db = await openDB(CONVERSATIONS.name);
    const [a, b] = (await db.getAll('messages')) as [EncryptedRecord, EncryptedRecord];
    await db.put('messages', { ...a, cipher: b.cipher });
    await db.put('messages', { ...b, cipher: a.cipher });
    db.close();
    expect(await store.readMessages('c1')).toEqual({ ok: true, value: [] });
  });

  test('is noticed when a message is moved to another conversation', async () => {
    const { store } = await openLocked();
    await changeOnDisk<EncryptedRecord>('messages', 'a', (record) => ({
      ...record,
      conversationId: 'c2',
    }));
    expect(await store.readMessages('c2')).toEqual({ ok: true, value: [] });
  });

  test('is not shown when it was never encrypted', async () => {
    const { store } = await openLocked();
    await changeOnDisk<Message>('messages', 'a', () => makeMessage({ id: 'a', text: 'forged' }));
    expect(await store.readMessages('c1')).toEqual({ ok: true, value: messages.slice(1) });
  });

  test('does not open with the key of another lock', async () => {
    const { vault } = await openLocked();
    await changeOnDisk<{ lockId: string }>('meta', 'lock', (lock) => ({
      ...lock,
      lockId: 'other',
    }));
    expect(await vault.unlock(PASSPHRASE)).toEqual(WRONG);
  });

  test('can damage the lock, which then says so and lets nothing be written in plain', async () => {
    await openLocked();
    await changeOnDisk('meta', 'lock', () => ({ version: 7 }));
    const { store, vault } = openTab();
    expect(await vault.readStatus()).toEqual({ ok: true, value: 'locked' });
    expect(await vault.unlock(PASSPHRASE)).toMatchObject({
      error: { type: 'storage-unavailable', detail: 'the record of the lock is damaged' },
    });
    expect(await store.save([conversation], messages)).toEqual(LOCKED);
    expect((await vault.erase()).ok).toBe(true);
    expect((await store.save([conversation], messages)).ok).toBe(true);
  });
});

describe('changing the passphrase', () => {
  test('touches no record, and only the new one opens', async () => {
    const { vault } = await openLocked();
    const db = await openDB(CONVERSATIONS.name);
    const before = await db.getAll('messages');
    expect(await vault.changePassphrase('wrong', 'other')).toEqual(WRONG);
    expect(await vault.changePassphrase(PASSPHRASE, 'other')).toEqual(DONE);
    expect(await db.getAll('messages')).toEqual(before);
    db.close();
    const { store, vault: later } = openTab();
    expect(await later.unlock(PASSPHRASE)).toEqual(WRONG);
    expect(await later.unlock('other')).toEqual(DONE);
    expect(await store.readMessages('c1')).toEqual({ ok: true, value: messages });
  });
});

describe('turning the lock off', () => {
  test('needs the passphrase, and gives everything back in plain', async () => {
    const { store, vault } = await openLocked();
    expect(await vault.turnOff('wrong')).toEqual(WRONG);
    expect(await readDisk()).not.toContain('weather');
    expect(await vault.turnOff(PASSPHRASE)).toEqual(DONE);
    expect(await vault.readStatus()).toEqual({ ok: true, value: 'off' });
    expect(await readDisk()).toContain('weather');
    expect(await store.readMessages('c1')).toEqual({ ok: true, value: messages });
    expect(await openTab().store.readMessages('c1')).toEqual({ ok: true, value: messages });
  });

  test('makes another tab that had the key forget it', async () => {
    const one = await openLocked();
    const two = openTab();
    await two.vault.unlock(PASSPHRASE);
    await one.vault.turnOff(PASSPHRASE);
    expect(await two.store.save([conversation], messages)).toEqual(LOCKED);
    expect(await two.vault.readStatus()).toEqual({ ok: true, value: 'off' });
    expect((await two.store.save([conversation], messages)).ok).toBe(true);
    // and a lock that is turned on anew is another lock
    await one.vault.turnOn(PASSPHRASE);
    expect(await two.store.save([conversation], messages)).toEqual(LOCKED);
    expect(await two.vault.readStatus()).toEqual({ ok: true, value: 'locked' });
  });

  test('leaves alone what cannot be decrypted', async () => {
    const { store, vault } = await openLocked();
    await changeOnDisk<EncryptedRecord>('messages', 'a', (record) => ({
      ...record,
      cipher: { ...record.cipher, iv: new Uint8Array(12) },
    }));
    expect(await vault.turnOff(PASSPHRASE)).toEqual(DONE);
    expect(await store.readMessages('c1')).toEqual({ ok: true, value: messages.slice(1) });
    expect(await store.countRecords('c1')).toEqual({ ok: true, value: 2 });
  });
});

test('a database that was deleted under a tab with the key is locked again before anything is written', async () => {
  const created = vi.fn();
  const { conversations: store, vault } = openConversationStorage({ onCreated: created });
  await store.save([conversation], messages);
  await vault.turnOn(PASSPHRASE);
  await new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(CONVERSATIONS.name);
    request.onsuccess = resolve;
    request.onerror = reject;
  });
  expect((await store.save([conversation], messages)).ok).toBe(true);
  expect(created).toHaveBeenCalledTimes(2);
  expect(await readDisk()).not.toContain('weather');
  vault.lock();
  expect(await vault.unlock(PASSPHRASE)).toEqual(DONE);
  expect(await store.readMessages('c1')).toEqual({ ok: true, value: messages });
});

test('of two versions of a message the one that was saved last is stored, however long the first takes', async () => {
  const { store } = await openLocked();
  await Promise.all([
    store.save([conversation], [makeMessage({ id: 'a', text: 'x'.repeat(2_000_000) })]),
    store.save([conversation], [makeMessage({ id: 'a', text: 'last' })]),
  ]);
  expect(await store.readMessages('c1')).toMatchObject({ value: [{ text: 'last' }, {}] });
});
