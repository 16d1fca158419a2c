import { toStorageError } from '../../domain/app-error.ts';
import type { Conversation, Message } from '../../domain/conversation.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { openConversationDatabase, type ConversationDatabase } from './database.ts';

/** Where conversations are kept. Every method returns storage errors as values; a write is done when it is durable. */
export interface ConversationStore {
  listConversations(): Promise<Result<Conversation[]>>;
  readMessages(conversationId: string): Promise<Result<Message[]>>;
  /** Writes a conversation and some of its messages in one transaction: all of it or nothing. */
  save(conversation: Conversation, messages: readonly Message[]): Promise<Result<null>>;
  removeConversation(conversationId: string): Promise<Result<null>>;
}

export function createConversationStore(): ConversationStore {
  let opened: Promise<ConversationDatabase> | undefined;
  const database = (): Promise<ConversationDatabase> => {
    const attempt = (opened ??= openConversationDatabase(() => (opened = undefined)));
    // a failed opening must not be remembered, or a passing fault would last for ever
    attempt.catch(() => (opened = undefined));
    return attempt;
  };

  /** Runs `work`; browsers drop idle connections, so a first failure is tried once more on a fresh one. */
  const withDatabase = async <T>(
    work: (db: ConversationDatabase) => Promise<T>,
  ): Promise<Result<T>> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return ok(await work(await database()));
      } catch (thrown) {
        const error = toStorageError(thrown);
        if (attempt === 2 || error.type !== 'storage-unavailable') return err(error);
        opened = undefined;
      }
    }
  };

  return {
    listConversations: () => withDatabase((db) => db.getAll('conversations')),

    readMessages: (conversationId) =>
      withDatabase((db) => db.getAllFromIndex('messages', 'conversationId', conversationId)),

    save: (conversation, messages) =>
      withDatabase(async (db) => {
        const transaction = db.transaction(['conversations', 'messages'], 'readwrite', {
          durability: 'strict',
        });
        await Promise.all([
          transaction.objectStore('conversations').put(conversation),
          ...messages.map((message) => transaction.objectStore('messages').put(message)),
          transaction.done,
        ]);
        return null;
      }),

    removeConversation: (conversationId) =>
      withDatabase(async (db) => {
        const transaction = db.transaction(['conversations', 'messages'], 'readwrite');
        const messages = transaction.objectStore('messages');
        const ids = await messages.index('conversationId').getAllKeys(conversationId);
        await Promise.all([
          transaction.objectStore('conversations').delete(conversationId),
          ...ids.map((id) => messages.delete(id)),
          transaction.done,
        ]);
        return null;
      }),
  };
}
