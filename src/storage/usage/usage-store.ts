import type { DBSchema } from 'idb';
import * as v from 'valibot';
import type { Result } from '../../domain/result.ts';
import { createConnection, settle, type DatabaseDefinition } from '../connection.ts';
import { createCounts, type UsageKind } from './usage-counts.ts';

const amount = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const counts = v.object({
  question: amount,
  reply: amount,
  'blocked-question': amount,
  'blocked-reply': amount,
  'masked-text': amount,
  'classifier-unavailable': amount,
} satisfies Record<UsageKind, typeof amount>);

const usageRow = v.object({
  /** As the person's calendar has it: "2026-11-25". */
  day: v.string(),
  level: v.string(),
  counts,
});
/** What was counted on one day at one level. */
export type UsageRow = v.InferOutput<typeof usageRow>;

interface UsageSchema extends DBSchema {
  days: { key: [day: string, level: string]; value: UsageRow };
}

const USAGE: DatabaseDefinition<UsageSchema> = {
  name: 'mamori-usage',
  version: 1,
  upgrade(database, oldVersion) {
    if (oldVersion < 1) database.createObjectStore('days', { keyPath: ['day', 'level'] });
  },
};

/** Where figures are kept: no text, no ids. Days before `since` are deleted on the way. */
export interface UsageStore {
  /** Adds one to each of `kinds`. Reading and writing is one transaction, so tabs lose no counts. */
  add(
    at: { day: string; level: string; since: string },
    kinds: readonly UsageKind[],
  ): Promise<Result<null>>;
  /** Oldest first, without damaged rows. */
  read(since: string): Promise<Result<readonly UsageRow[]>>;
  clear(): Promise<Result<null>>;
}

/** The store of this browser. */
export function createUsageStore(): UsageStore {
  const withDatabase = createConnection(USAGE);
  return {
    add: ({ day, level, since }, kinds) =>
      withDatabase((db) => {
        const transaction = db.transaction('days', 'readwrite');
        const work = async (): Promise<null> => {
          await transaction.store.delete(before(since));
          const stored: unknown = await transaction.store.get([day, level]);
          const row = v.is(usageRow, stored) ? stored : { day, level, counts: createCounts() };
          for (const kind of kinds) row.counts[kind] += 1;
          await transaction.store.put(row);
          return null;
        };
        return settle(transaction, work());
      }),

    read: (since) =>
      withDatabase((db) => {
        const transaction = db.transaction('days', 'readwrite');
        const work = async (): Promise<UsageRow[]> => {
          await transaction.store.delete(before(since));
          const stored: readonly unknown[] = await transaction.store.getAll();
          return stored.filter((row) => v.is(usageRow, row));
        };
        return settle(transaction, work());
      }),

    clear: () =>
      withDatabase(async (db) => {
        await db.clear('days');
        return null;
      }),
  };
}

/** All levels of all days before `day`: a key that is only its beginning sorts before it. */
function before(day: string): IDBKeyRange {
  return IDBKeyRange.upperBound([day], true);
}
