import type { IDBPObjectStore } from 'idb';
import type { ConversationTree } from '../../domain/chat-archive.ts';
import type { Conversation, Message } from '../../domain/conversation.ts';
import type { Result } from '../../domain/result.ts';
import { createConnection } from '../connection.ts';
import { CONVERSATIONS, type ConversationDatabase, type ConversationSchema } from './database.ts';
import { keepReadableConversations, keepReadableMessages } from './records.ts';

/** Where conversations are kept. Every method returns storage errors as values; a write is done when it is durable. */
export interface ConversationStore {
  listConversations(): Promise<Result<Conversation[]>>;
  readMessages(conversationId: string): Promise<Result<Message[]>>;
  /** Writes a conversation and some of its messages in one transaction: all of it or nothing. */
  save(conversation: Conversation, messages: readonly Message[]): Promise<Result<null>>;
  removeConversation(conversationId: string): Promise<Result<null>>;
  /** Writes whole conversations in one transaction. */
  addAll(trees: readonly ConversationTree[]): Promise<Result<null>>;
  removeAll(): Promise<Result<null>>;
}

export function createConversationStore(): ConversationStore {
  const withDatabase = createConnection(CONVERSATIONS);
  return {
    listConversations: () =>
      withDatabase(async (db) => keepReadableConversations(await db.getAll('conversations'))),

    readMessages: (conversationId) =>
      withDatabase(async (db) =>
        keepReadableMessages(
          await db.getAllFromIndex('messages', 'conversationId', conversationId),
        ),
      ),

    save: (conversation, messages) =>
      withDatabase((db) =>
        writeAll(db, (conversations, messageStore) => [
          () => conversations.put(conversation),
          ...messages.map((message) => () => messageStore.put(message)),
        ]),
      ),

    removeConversation: (conversationId) =>
      withDatabase(async (db) => {
        const ids = await db.getAllKeysFromIndex('messages', 'conversationId', conversationId);
        return writeAll(db, (conversations, messageStore) => [
          () => conversations.delete(conversationId),
          ...ids.map((id) => () => messageStore.delete(id)),
        ]);
      }),

    addAll: (trees) =>
      withDatabase((db) =>
        writeAll(db, (conversations, messageStore) =>
          trees.flatMap(({ conversation, messages }) => [
            () => conversations.put(conversation),
            ...messages.map((message) => () => messageStore.put(message)),
          ]),
        ),
      ),

    removeAll: () =>
      withDatabase((db) =>
        writeAll(db, (conversations, messageStore) => [
          () => conversations.clear(),
          () => messageStore.clear(),
        ]),
      ),
  };
}

type Store<Name extends 'conversations' | 'messages'> = IDBPObjectStore<
  ConversationSchema,
  ['conversations', 'messages'],
  Name,
  'readwrite'
>;

/** Runs all requests in one transaction, which is on disk when this resolves, or nothing of it is. */
async function writeAll(
  db: ConversationDatabase,
  requests: (
    conversations: Store<'conversations'>,
    messages: Store<'messages'>,
  ) => (() => Promise<unknown>)[],
): Promise<null> {
  const transaction = db.transaction(['conversations', 'messages'], 'readwrite', {
    durability: 'strict',
  });
  const started: Promise<unknown>[] = [];
  try {
    const all = requests(
      transaction.objectStore('conversations'),
      transaction.objectStore('messages'),
    );
    for (const request of all) started.push(request());
  } catch (thrown) {
    // a request that throws at once (a value that cannot be cloned) would leave the earlier ones to be committed
    transaction.abort();
    await Promise.allSettled([...started, transaction.done]);
    throw thrown;
  }
  await Promise.all([...started, transaction.done]);
  return null;
}
