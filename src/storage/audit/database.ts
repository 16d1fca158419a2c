import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { StoredEntry } from './chain-rules.ts';

/** Changing it would orphan every log. */
const DATABASE_NAME = 'mamori-audit';
const DATABASE_VERSION = 1;

/** The key of the only record in `meta`. */
export const BOUNDS = 'bounds';

export interface AuditSchema extends DBSchema {
  entries: { key: number; value: StoredEntry };
  /** Where the log begins and ends: `LogBounds`, unless it was damaged. */
  meta: { key: typeof BOUNDS; value: unknown };
}

export type AuditDatabase = IDBPDatabase<AuditSchema>;

/** Opens (and on first use creates) the database. `onClosed` is called when the browser closes the connection under us. */
export function openAuditDatabase(onClosed: () => void): Promise<AuditDatabase> {
  return openDB<AuditSchema>(DATABASE_NAME, DATABASE_VERSION, {
    upgrade(database, oldVersion) {
      if (oldVersion < 1) {
        database.createObjectStore('entries', { keyPath: 'record.index' });
        database.createObjectStore('meta');
      }
    },
    blocking(_current, _blocked, event) {
      (event.target as IDBDatabase).close();
      onClosed();
    },
    terminated: onClosed,
  });
}
