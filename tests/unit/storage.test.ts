import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import {
  CONVERSATION_SCHEMA_VERSION,
  type Conversation,
  type Message,
} from '../../src/domain/conversation.ts';
import { createConversationStore } from '../../src/storage/conversations/conversation-store.ts';
import { createMemoryConversationStore } from '../../src/storage/conversations/memory-conversation-store.ts';
import { measureStored, openWeightStore } from '../../src/storage/weights/weight-store.ts';
import { makeMessage } from '../support/messages.ts';
import { bytesOf, lockFile } from '../support/model-files.ts';
import { freshenStorage, refuseStorage } from '../support/fresh-storage.ts';

const conversation: Conversation = {
  schemaVersion: CONVERSATION_SCHEMA_VERSION,
  id: 'c1',
  title: 'First',
  activeLeafId: 'b',
  createdAt: 1,
  updatedAt: 2,
};
const messages = [
  makeMessage({ id: 'a' }),
  makeMessage({ id: 'b', parentId: 'a', role: 'assistant' }),
];

beforeEach(() => {
  freshenStorage();
});

describe.each([
  ['IndexedDB', createConversationStore],
  ['memory', createMemoryConversationStore],
])('conversations in %s', (_place, create) => {
  test('come back as they were saved', async () => {
    const store = create();
    expect(await store.save([conversation], messages)).toEqual({ ok: true, value: null });
    expect(await store.listConversations()).toEqual({ ok: true, value: [conversation] });
    expect(await store.readMessages('c1')).toEqual({ ok: true, value: messages });
  });

  test('a message saved twice is there once, as it was last', async () => {
    const store = create();
    await store.save([conversation], messages);
    await store.save([conversation], [makeMessage({ id: 'b', text: 'changed' })]);
    const read = await store.readMessages('c1');
    expect(read.ok && read.value.map(({ text }) => text)).toEqual(['a', 'changed']);
  });

  test('removing one takes its messages along and leaves others alone', async () => {
    const store = create();
    await store.save([conversation], messages);
    await store.save(
      [{ ...conversation, id: 'c2' }],
      [makeMessage({ id: 'x', conversationId: 'c2' })],
    );
    await store.removeConversations(['c1']);
    expect(await store.readMessages('c1')).toEqual({ ok: true, value: [] });
    expect(await store.readMessages('c2')).toMatchObject({ value: [{ id: 'x' }] });
  });
});

describe('storage that fails', () => {
  test('a browser that refuses IndexedDB is an error value, not an exception', async () => {
    refuseStorage();
    expect(await createConversationStore().listConversations()).toMatchObject({
      ok: false,
      error: { type: 'storage-unavailable' },
    });
  });

  test('a failed opening is tried again at the next call', async () => {
    const working = indexedDB;
    const store = createConversationStore();
    vi.stubGlobal('indexedDB', {
      open: () => {
        throw new Error('passing fault');
      },
    });
    expect((await store.listConversations()).ok).toBe(false);
    vi.stubGlobal('indexedDB', working);
    expect((await store.listConversations()).ok).toBe(true);
  });

  test('an opening that the browser breaks off, as it does while data are cleared, is tried once more', async () => {
    const { open } = IDBFactory.prototype;
    const broken = vi.spyOn(IDBFactory.prototype, 'open').mockImplementationOnce(() => {
      throw new DOMException('The connection was closed.', 'AbortError');
    });
    expect(await createConversationStore().listConversations()).toEqual({ ok: true, value: [] });
    expect(broken).toHaveBeenCalledTimes(2);
    broken.mockRestore();
    expect(IDBFactory.prototype.open).toBe(open);
  });

  test('a message that cannot be stored stores nothing of its transaction', async () => {
    const store = createConversationStore();
    const unclonable = makeMessage({ id: 'bad', text: (() => '') as unknown as string });
    expect((await store.save([conversation], [messages[0] ?? unclonable, unclonable])).ok).toBe(
      false,
    );
    expect(await store.listConversations()).toEqual({ ok: true, value: [] });
    expect(await store.readMessages('c1')).toEqual({ ok: true, value: [] });
  });
});

test('a damaged record does not take the others down with it', async () => {
  const store = createConversationStore();
  await store.save([conversation], messages);
  const damaged = { id: 'd', conversationId: 'c1', text: 7 } as unknown as Message;
  await store.save([{ id: 'c9', title: null } as unknown as Conversation], [damaged]);
  expect(await store.listConversations()).toEqual({ ok: true, value: [conversation] });
  expect(await store.readMessages('c1')).toEqual({ ok: true, value: messages });
});

describe('weights', () => {
  test('are found by their hash', async () => {
    const store = openWeightStore();
    await store.write('aa', bytesOf('weights'));
    expect(await store.has('aa')).toBe(true);
    expect(await store.read('aa')).toEqual(bytesOf('weights'));
    expect(await store.list()).toEqual(new Set(['aa']));
    await store.remove('aa');
    expect(await store.read('aa')).toBeUndefined();
  });

  test('count as complete only when every file is there', () => {
    const files = [lockFile('a', bytesOf('1')), lockFile('b', bytesOf('22'))];
    const hashes = files.map(({ sha256 }) => sha256);
    expect(measureStored(files, new Set(hashes.slice(1)))).toEqual({
      storedBytes: 2,
      complete: false,
    });
    expect(measureStored(files, new Set(hashes))).toEqual({ storedBytes: 3, complete: true });
  });
});
