import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Conversation, Message } from '../../domain/conversation.ts';

/** Changing it would orphan every stored conversation. */
const DATABASE_NAME = 'mamori-conversations';
const DATABASE_VERSION = 1;

export interface ConversationSchema extends DBSchema {
  conversations: { key: string; value: Conversation };
  messages: { key: string; value: Message; indexes: { conversationId: string } };
}

export type ConversationDatabase = IDBPDatabase<ConversationSchema>;

/**
 * Opens (and on first use creates) the database. `onClosed` is called when the browser closes the connection under us
 * (storage cleared, upgrade in another tab): the handle must then be dropped and opened again.
 */
export function openConversationDatabase(onClosed: () => void): Promise<ConversationDatabase> {
  return openDB<ConversationSchema>(DATABASE_NAME, DATABASE_VERSION, {
    upgrade(database, oldVersion) {
      if (oldVersion < 1) {
        database.createObjectStore('conversations', { keyPath: 'id' });
        const messages = database.createObjectStore('messages', { keyPath: 'id' });
        messages.createIndex('conversationId', 'conversationId');
      }
    },
    blocking(_current, _blocked, event) {
      (event.target as IDBDatabase).close();
      onClosed();
    },
    terminated: onClosed,
  });
}
