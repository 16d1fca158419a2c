import type { IDBPDatabase } from 'idb';
import type { UpgradeTransaction } from '../connection.ts';
import type { ConversationSchema } from './database.ts';

type Migration = (
  database: IDBPDatabase<ConversationSchema>,
  transaction: UpgradeTransaction<ConversationSchema>,
) => void;

/**
 * Step `n` makes version `n + 1` of version `n`; 0 is a database that does not exist. A step that was released is never
 * changed, and never leaves what somebody wrote behind: `tests/unit/conversation-migrations.test.ts` has data of every version.
 */
const MIGRATIONS: readonly Migration[] = [
  (database) => {
    database.createObjectStore('conversations', { keyPath: 'id' });
    const messages = database.createObjectStore('messages', { keyPath: 'id' });
    messages.createIndex('conversationId', 'conversationId');
  },
  // what says whether records are encrypted, read in the transaction that writes them
  (database) => {
    database.createObjectStore('meta');
  },
];

/** Brings a database to the newest version. All steps are one transaction: one that fails leaves the old version as it was. */
export function migrate(
  database: IDBPDatabase<ConversationSchema>,
  oldVersion: number,
  transaction: UpgradeTransaction<ConversationSchema>,
): void {
  for (const step of MIGRATIONS.slice(oldVersion)) step(database, transaction);
}
