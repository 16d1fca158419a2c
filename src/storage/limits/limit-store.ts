import type { DBSchema } from 'idb';
import type { Result } from '../../domain/result.ts';
import { createConnection, settle, type DatabaseDefinition } from '../connection.ts';

const STATE = 'state';

interface LimitSchema extends DBSchema {
  limits: { key: typeof STATE; value: unknown };
}

const LIMITS: DatabaseDefinition<LimitSchema> = {
  name: 'mamori-limits',
  version: 1,
  upgrade(database, oldVersion) {
    if (oldVersion < 1) database.createObjectStore('limits');
  },
};

/** What all tabs have used of the limits: one JSON value, which the caller alone understands. */
export interface LimitStore {
  /**
   * Stores the `state` that `change` makes of what is stored, `undefined` at first, and answers its `value`. Reading and
   * writing is one transaction, in which `change` runs: no tab overwrites what another has counted.
   */
  update<T>(change: (stored: unknown) => { state: unknown; value: T }): Promise<Result<T>>;
}

export function createLimitStore(): LimitStore {
  const withDatabase = createConnection(LIMITS);
  return {
    update: (change) =>
      withDatabase((db) => {
        const transaction = db.transaction('limits', 'readwrite');
        const work = async () => {
          const { state, value } = change(await transaction.store.get(STATE));
          await transaction.store.put(state, STATE);
          return value;
        };
        return settle(transaction, work());
      }),
  };
}
