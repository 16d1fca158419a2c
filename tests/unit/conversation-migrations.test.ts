import { deleteDB, openDB } from 'idb';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import {
  CONVERSATION_SCHEMA_VERSION,
  placeConversation,
  type Conversation,
  type Message,
} from '../../src/domain/conversation.ts';
import { createConnection } from '../../src/storage/connection.ts';
import { openConversationStorage } from '../../src/storage/conversations/conversation-storage.ts';
import { createConversationStore } from '../../src/storage/conversations/conversation-store.ts';
import {
  CONVERSATIONS,
  DATABASE_VERSION,
  type ConversationSchema,
} from '../../src/storage/conversations/database.ts';
import version1 from '../fixtures/conversations/version-1.json' with { type: 'json' };
import { freshenStorage } from '../support/fresh-storage.ts';
import { makeMessage } from '../support/messages.ts';

const NAME = CONVERSATIONS.name;

/** Stores as the releases with database version 1 made them, with what they wrote. Never changed: it is out there. */
async function writeVersion1(): Promise<void> {
  const db = await openDB(NAME, 1, {
    upgrade(database) {
      database.createObjectStore('conversations', { keyPath: 'id' });
      const messages = database.createObjectStore('messages', { keyPath: 'id' });
      messages.createIndex('conversationId', 'conversationId');
    },
  });
  for (const conversation of version1.conversations) await db.put('conversations', conversation);
  for (const message of version1.messages) await db.put('messages', message);
  db.close();
}

async function readAll(): Promise<{ version: number; stores: string[]; data: unknown }> {
  const db = await openDB(NAME);
  const data = {
    conversations: await db.getAll('conversations'),
    messages: await db.getAll('messages'),
  };
  const read = { version: db.version, stores: [...db.objectStoreNames], data };
  db.close();
  return read;
}

const conversation: Conversation = {
  schemaVersion: CONVERSATION_SCHEMA_VERSION,
  id: 'c1',
  title: 'First',
  activeLeafId: 'a',
  createdAt: 1,
  updatedAt: 2,
};

beforeEach(() => {
  freshenStorage();
});

test('what version 1 has stored is all there after the upgrade, and can be encrypted', async () => {
  await writeVersion1();
  const { conversations: store, vault } = openConversationStorage();
  const listed = await store.listConversations();
  expect(listed).toEqual({ ok: true, value: version1.conversations });
  for (const { id } of version1.conversations) {
    const own = version1.messages.filter((message) => message.conversationId === id);
    expect(await store.readMessages(id)).toEqual({ ok: true, value: own });
  }
  expect((await readAll()).version).toBe(DATABASE_VERSION);
  expect((await vault.turnOn('a passphrase')).ok).toBe(true);
  expect(await store.listConversations()).toEqual(listed);
  // what later releases know of a conversation is encrypted with the rest of it
  const [first] = listed.ok ? listed.value : [];
  if (!first) throw new Error('nothing was stored');
  const placed = placeConversation(first, { pinned: true, archived: true, folder: 'My folder' });
  expect((await store.save([placed], [])).ok).toBe(true);
  expect(await store.readConversation(first.id)).toEqual({ ok: true, value: placed });
  expect(JSON.stringify(await readAll())).not.toMatch(/folder|pinned|archived/u);
});

test('an upgrade that is interrupted leaves version 1 as it was', async () => {
  await writeVersion1();
  const broken = createConnection<ConversationSchema>({
    ...CONVERSATIONS,
    upgrade(...parameters) {
      CONVERSATIONS.upgrade(...parameters);
      throw new Error('the power went');
    },
  });
  expect((await broken((db) => db.getAll('conversations'))).ok).toBe(false);
  expect(await readAll()).toEqual({
    version: 1,
    stores: ['conversations', 'messages'],
    data: version1,
  });
  // and the next start does it
  const listed = await createConversationStore().listConversations();
  expect(listed).toEqual({ ok: true, value: version1.conversations });
});

describe('a newer release', () => {
  test('that has changed the database is met with an error of its own, and nothing is written', async () => {
    const store = createConversationStore();
    await store.save([conversation], [makeMessage({ id: 'a' })]);
    const newer = await openDB(NAME, DATABASE_VERSION + 1);
    const refused = { ok: false, error: { type: 'storage-newer' } };
    expect(await store.save([{ ...conversation, title: 'older' }], [])).toEqual(refused);
    expect(await store.listConversations()).toEqual(refused);
    expect(await newer.get('conversations', 'c1')).toEqual(conversation);
    newer.close();
  });

  test('that has changed a record keeps it: it is neither shown nor overwritten', async () => {
    const store = createConversationStore();
    await store.save([conversation], [makeMessage({ id: 'a' })]);
    const db = await openDB(NAME);
    const changed = { ...conversation, schemaVersion: CONVERSATION_SCHEMA_VERSION + 1 };
    await db.put('conversations', changed);
    expect(await store.listConversations()).toEqual({ ok: true, value: [] });
    expect(await store.countRecords(null)).toEqual({ ok: true, value: 1 });
    expect(await store.save([{ ...conversation, title: 'older' }], [])).toEqual({
      ok: false,
      error: { type: 'storage-newer' },
    });
    expect(await db.get('conversations', 'c1')).toEqual(changed);
    db.close();
  });

  test('that has changed an encrypted record keeps it too', async () => {
    const { conversations: store, vault } = openConversationStorage();
    const changed = { ...conversation, schemaVersion: CONVERSATION_SCHEMA_VERSION + 1 };
    await store.save([changed], []);
    await vault.turnOn('a passphrase');
    expect(await store.listConversations()).toEqual({ ok: true, value: [] });
    expect(await store.save([conversation], [])).toEqual({
      ok: false,
      error: { type: 'storage-newer' },
    });
  });
});

test('an upgrade that an older tab blocks says so after a moment, and goes on when the tab is closed', async () => {
  await writeVersion1();
  const old = await openDB(NAME, 1);
  const store = createConversationStore();
  expect(await store.listConversations()).toEqual({
    ok: false,
    error: { type: 'storage-blocked' },
  });
  const waiting = store.listConversations();
  old.close();
  expect(await waiting).toEqual({ ok: true, value: version1.conversations });
});

test('a database that is deleted under a tab is made anew, and the tab hears of it', async () => {
  const events = { onCreated: vi.fn(), onClosed: vi.fn() };
  const { conversations: store } = openConversationStorage(events);
  await store.save([conversation], [makeMessage({ id: 'a' }) satisfies Message]);
  expect(events.onCreated).toHaveBeenCalledTimes(1);
  await deleteDB(NAME);
  expect(events.onClosed).toHaveBeenCalledTimes(1);
  expect(await store.listConversations()).toEqual({ ok: true, value: [] });
  expect(events.onCreated).toHaveBeenCalledTimes(2);
});
