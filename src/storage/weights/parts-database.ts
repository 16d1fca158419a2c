import type { DBSchema, IDBPDatabase } from 'idb';
import type { DatabaseDefinition } from '../connection.ts';
import type { FirstUse } from './first-use-store.ts';
import type { StoredPart } from './part-store.ts';

/** `sha256` is empty for a file whose hash is not known beforehand. */
export type PartAddress = [url: string, sha256: string, index: number];

export interface PartsSchema extends DBSchema {
  parts: { key: PartAddress; value: StoredPart };
  firstUses: { key: string; value: FirstUse };
}

export type PartsDatabase = IDBPDatabase<PartsSchema>;

/** What unfinished downloads leave behind. Nothing in it is needed once a model is installed. */
export const PARTS: DatabaseDefinition<PartsSchema> = {
  name: 'mamori-parts',
  version: 1,
  upgrade(database, oldVersion) {
    if (oldVersion < 1) {
      database.createObjectStore('parts');
      database.createObjectStore('firstUses', { keyPath: 'url' });
    }
  },
};
