import type { DBSchema, IDBPDatabase } from 'idb';
import type { Conversation, Message } from '../../domain/conversation.ts';
import type { DatabaseDefinition } from '../connection.ts';

export interface ConversationSchema extends DBSchema {
  conversations: { key: string; value: Conversation };
  messages: { key: string; value: Message; indexes: { conversationId: string } };
}

export type ConversationDatabase = IDBPDatabase<ConversationSchema>;

export const CONVERSATIONS: DatabaseDefinition<ConversationSchema> = {
  name: 'mamori-conversations',
  version: 1,
  upgrade(database, oldVersion) {
    if (oldVersion < 1) {
      database.createObjectStore('conversations', { keyPath: 'id' });
      const messages = database.createObjectStore('messages', { keyPath: 'id' });
      messages.createIndex('conversationId', 'conversationId');
    }
  },
};
