import { createConnection, type ConnectionEvents } from '../connection.ts';
import { createSession } from '../vault/session.ts';
import { createVaultStore, type VaultStore } from '../vault/vault-store.ts';
import { createConversationStore, type ConversationStore } from './conversation-store.ts';
import { CONVERSATIONS, type ConversationSchema } from './database.ts';

export interface ConversationStorage {
  conversations: ConversationStore;
  vault: VaultStore;
}

/**
 * The conversations of this browser and their lock, over one connection. A database that is made anew while this tab has the
 * key (its data were cleared) gets the lock back at once, or what is saved next would be in plain.
 */
export function openConversationStorage(events: ConnectionEvents = {}): ConversationStorage {
  const session = createSession();
  const withDatabase = createConnection<ConversationSchema>(
    {
      ...CONVERSATIONS,
      upgrade(database, oldVersion, transaction) {
        CONVERSATIONS.upgrade(database, oldVersion, transaction);
        if (oldVersion > 0 || !session.unlocked) return;
        void transaction.objectStore('meta').put(session.unlocked.lock, 'lock');
      },
    },
    events,
  );
  return {
    conversations: createConversationStore(withDatabase, session),
    vault: createVaultStore({ withDatabase, session }),
  };
}
