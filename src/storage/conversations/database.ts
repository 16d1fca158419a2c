import type { DBSchema, IDBPDatabase } from 'idb';
import type { Conversation, Message } from '../../domain/conversation.ts';
import type { DatabaseDefinition } from '../connection.ts';
import type { EncryptedRecord } from '../vault/encrypted-record.ts';
import { migrate } from './migrations.ts';

/** Raise it together with a migration. */
export const DATABASE_VERSION = 2;

export interface ConversationSchema extends DBSchema {
  conversations: { key: string; value: Conversation | EncryptedRecord };
  messages: {
    key: string;
    value: Message | EncryptedRecord;
    indexes: { conversationId: string };
  };
  /** `lock`: the wrapped key, while conversations are encrypted. `revision`: how often anything was written. */
  meta: { key: 'lock' | 'revision'; value: unknown };
}

export type ConversationDatabase = IDBPDatabase<ConversationSchema>;

/** The stores that hold what people wrote. */
export type RecordStoreName = 'conversations' | 'messages';

export const CONVERSATIONS: DatabaseDefinition<ConversationSchema> = {
  name: 'mamori-conversations',
  version: DATABASE_VERSION,
  upgrade: (database, oldVersion, transaction) => migrate(database, oldVersion, transaction),
};
