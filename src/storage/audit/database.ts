import type { DBSchema, IDBPDatabase } from 'idb';
import type { StoredEntry } from './chain-rules.ts';
import type { DatabaseDefinition } from '../connection.ts';

/** The key of the only record in `meta`. */
export const BOUNDS = 'bounds';

export interface AuditSchema extends DBSchema {
  entries: { key: number; value: StoredEntry };
  /** Where the log begins and ends: `LogBounds`, unless it was damaged. */
  meta: { key: typeof BOUNDS; value: unknown };
}

export type AuditDatabase = IDBPDatabase<AuditSchema>;

export const AUDIT: DatabaseDefinition<AuditSchema> = {
  name: 'mamori-audit',
  version: 1,
  upgrade(database, oldVersion) {
    if (oldVersion < 1) {
      database.createObjectStore('entries', { keyPath: 'record.index' });
      database.createObjectStore('meta');
    }
  },
};
