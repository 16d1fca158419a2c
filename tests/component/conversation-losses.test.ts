import { expect, test } from 'vitest';
import { err, ok } from '../../src/domain/result.ts';
import { CONVERSATION_SCHEMA_VERSION, type Conversation } from '../../src/domain/conversation.ts';
import { Conversations } from '../../src/state/conversations.svelte.ts';
import type { ConversationStore } from '../../src/storage/conversations/conversation-store.ts';
import { createMemoryConversationStore } from '../../src/storage/conversations/memory-conversation-store.ts';
import type { PreferenceKey } from '../../src/storage/preferences.ts';
import { makeMessage } from '../support/messages.ts';

const conversation: Conversation = {
  schemaVersion: CONVERSATION_SCHEMA_VERSION,
  id: 'c1',
  title: 'First',
  activeLeafId: 'a',
  createdAt: 1,
  updatedAt: 2,
};

function open(
  store: ConversationStore,
  values: Map<PreferenceKey, string>,
  onLocked = () => undefined,
) {
  return new Conversations({
    store,
    fallback: createMemoryConversationStore,
    preferences: {
      read: (key) => values.get(key) || null,
      write: (key, value) => void values.set(key, value),
    },
    onLocked,
  });
}

const QUESTION = {
  parentId: null,
  role: 'user',
  text: 'Hello',
  status: 'complete',
  modelId: null,
} as const;

test('a newcomer misses nothing, and neither does who has deleted everything', async () => {
  const values = new Map<PreferenceKey, string>();
  const store = createMemoryConversationStore();
  const conversations = open(store, values);
  await conversations.start();
  expect(conversations.loss).toBeNull();
  await conversations.append([QUESTION], null).stored;
  expect(values.get('conversation-count')).toBe('1');
  await conversations.removeAll();
  const later = open(store, values);
  await later.start();
  expect(later.loss).toBeNull();
});

test('a store that is empty although it was not is a loss until it was read', async () => {
  const values = new Map<PreferenceKey, string>();
  const first = open(createMemoryConversationStore(), values);
  await first.start();
  await first.append([QUESTION], null).stored;
  for (const again of [1, 2]) {
    const later = open(createMemoryConversationStore(), values);
    await later.start();
    expect(later.loss, `start ${again}`).toEqual({ conversationCount: 1, hasSavedOpen: false });
    if (again === 2) later.dismissLoss();
  }
  const last = open(createMemoryConversationStore(), values);
  await last.start();
  expect(last.loss).toBeNull();
});

test('what could not be stored before the lock is stored when it is opened', async () => {
  const inner = createMemoryConversationStore();
  await inner.save([conversation], [makeMessage({ id: 'a' })]);
  let isLocked = false;
  let heard = 0;
  const refuse = err({ type: 'storage-locked' } as const);
  const store: ConversationStore = {
    ...inner,
    listConversations: () => (isLocked ? Promise.resolve(refuse) : inner.listConversations()),
    save: (...parameters) => (isLocked ? Promise.resolve(refuse) : inner.save(...parameters)),
  };
  const conversations = open(store, new Map(), () => void (heard += 1));
  await conversations.start();
  await conversations.open('c1');
  isLocked = true;
  const reply = makeMessage({ id: 'b', parentId: 'a', role: 'assistant', text: 'late' });
  conversations.close();
  expect([conversations.list, conversations.path]).toEqual([[], []]);
  await conversations.write(reply);
  expect(heard).toBe(1);
  isLocked = false;
  await conversations.start();
  expect(conversations.problem).toBeNull();
  expect(await inner.readMessages('c1')).toMatchObject({ value: [{ id: 'a' }, { text: 'late' }] });
});

test('the open conversation is stored as a whole in a database that was made anew', async () => {
  const before = createMemoryConversationStore();
  await before.save(
    [conversation],
    [makeMessage({ id: 'a' }), makeMessage({ id: 'b', parentId: 'a' })],
  );
  await before.save([{ ...conversation, id: 'c2' }], []);
  const after = createMemoryConversationStore();
  let store = before;
  const conversations = open(
    {
      ...before,
      readMessages: (id) => store.readMessages(id),
      listConversations: () => store.listConversations(),
      countRecords: () => Promise.resolve(ok(2)),
      save: (...parameters) => store.save(...parameters),
    },
    new Map(),
  );
  await conversations.start();
  await conversations.open('c1');
  store = after;
  await conversations.noteRecreated();
  expect(conversations.loss).toEqual({ conversationCount: 1, hasSavedOpen: true });
  expect(conversations.list.map(({ id }) => id)).toEqual(['c1']);
  expect(await after.listConversations()).toMatchObject({ value: [{ id: 'c1' }] });
  expect(await after.readMessages('c1')).toMatchObject({ value: [{ id: 'a' }, { id: 'b' }] });
});
