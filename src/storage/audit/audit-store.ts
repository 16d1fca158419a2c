import type { IDBPObjectStore } from 'idb';
import type { Result } from '../../domain/result.ts';
import {
  readBounds,
  readPoint,
  type ChainPoint,
  type ChainRules,
  type StoredEntry,
} from './chain-rules.ts';
import { createConnection, settle } from '../connection.ts';
import { BOUNDS, AUDIT, type AuditDatabase, type AuditSchema } from './database.ts';

const SALT_BYTES = 16;

/** Every number: what somebody may have put in under another kind of key is no entry. */
const ANY_INDEX = (): IDBKeyRange => IDBKeyRange.upperBound(Infinity);

/** Newest first, as they were stored: they may be damaged. */
export interface AuditPage {
  entries: readonly unknown[];
  /** Where the next page begins; null at the end. */
  before: number | null;
}

/** Where the audit log is kept. Every method returns errors as values; a write is done when it is durable. */
export interface AuditStore<Event, Check> {
  /** Adds one entry. Reading the last and writing the next is one transaction, so tabs cannot fork the chain. */
  append(event: Event, text: string, options: { keepText: boolean }): Promise<Result<null>>;
  /** Oldest first. */
  readAll(): Promise<Result<readonly unknown[]>>;
  /** At most `limit` entries that are older than `before`, the newest of all if it is null. */
  readPage(limit: number, before: number | null): Promise<Result<AuditPage>>;
  verify(): Promise<Result<Check>>;
  /** Deletes the texts and salts of a conversation; its entries stay. */
  eraseConversation(conversationId: string): Promise<Result<null>>;
  /** Deletes what is older. */
  expire(retentionDays: number, nowMs: number): Promise<Result<null>>;
  /** Also damaged entries, as they are: an export hides nothing. */
  exportJsonLines(): Promise<Result<string>>;
}

export function createAuditStore<Event, Entry extends StoredEntry, Check>(
  rules: ChainRules<Event, Entry, Check>,
): AuditStore<Event, Check> {
  const withDatabase = createConnection(AUDIT);
  const readAll = (db: AuditDatabase): Promise<readonly StoredEntry[]> => db.getAll('entries');

  return {
    append: (event, text, { keepText }) =>
      withDatabase((db) =>
        change(db, async (entries, meta) => {
          const bounds = readBounds(await meta.get(BOUNDS));
          const newest = await entries.openCursor(ANY_INDEX(), 'prev');
          const last = furthest(bounds?.last ?? null, readPoint(newest?.value));
          const entry = rules.appendEntry(last, event, text, { salt: createSalt(), keepText });
          await entries.add(entry);
          // lost bounds are not made up anew: nobody would learn that they, and maybe entries with them, were lost
          if (!bounds && newest) return;
          const added = { index: entry.record.index, hash: entry.hash };
          await meta.put({ start: bounds?.start ?? null, last: added }, BOUNDS);
        }),
      ),

    readAll: () => withDatabase(readAll),

    readPage: (limit, before) =>
      withDatabase(async (db) => {
        const range = before === null ? null : IDBKeyRange.upperBound(before, true);
        const entries: StoredEntry[] = [];
        let last: number | null = null;
        let cursor = await db.transaction('entries').store.openCursor(range, 'prev');
        while (cursor && entries.length < limit) {
          entries.push(cursor.value);
          last = cursor.key;
          cursor = await cursor.continue();
        }
        return { entries, before: cursor ? last : null };
      }),

    verify: () =>
      withDatabase(async (db) => {
        const transaction = db.transaction(['entries', 'meta']);
        const [entries, bounds] = await Promise.all([
          transaction.objectStore('entries').getAll(),
          transaction.objectStore('meta').get(BOUNDS),
          transaction.done,
        ]);
        return rules.check(entries, readBounds(bounds));
      }),

    eraseConversation: (conversationId) =>
      withDatabase((db) =>
        change(db, async (entries) => {
          const before = (await entries.getAll()) as Entry[];
          const after = rules.eraseConversation(before, conversationId);
          const erased = after.filter((entry, at) => entry !== before[at]);
          await Promise.all(erased.map((entry) => entries.put(entry)));
        }),
      ),

    expire: (retentionDays, nowMs) =>
      withDatabase((db) =>
        change(db, async (entries, meta) => {
          const all = (await entries.getAll()) as Entry[];
          const young = rules.expire(all, { retentionDays, nowMs });
          const newestOld = all[all.length - young.entries.length - 1];
          if (!newestOld) return;
          await entries.delete(IDBKeyRange.upperBound(newestOld.record.index));
          const bounds = readBounds(await meta.get(BOUNDS));
          if (bounds) await meta.put({ ...bounds, start: young.start }, BOUNDS);
        }),
      ),

    exportJsonLines: () =>
      withDatabase(async (db) => rules.toJsonLines((await readAll(db)) as readonly Entry[])),
  };
}

type Store<Name extends 'entries' | 'meta'> = IDBPObjectStore<
  AuditSchema,
  ['entries', 'meta'],
  Name,
  'readwrite'
>;

/** Runs `work` in one transaction, which is on disk when this resolves, or nothing of it is. */
async function change(
  db: AuditDatabase,
  work: (entries: Store<'entries'>, meta: Store<'meta'>) => Promise<void>,
): Promise<null> {
  const transaction = db.transaction(['entries', 'meta'], 'readwrite', { durability: 'strict' });
  const stores = [transaction.objectStore('entries'), transaction.objectStore('meta')] as const;
  await settle(transaction, work(...stores));
  return null;
}

/**
 * The later of what was noted and what is there. Where the newest entries were removed this is the note, so that the gap
 * stays visible when the log goes on.
 */
function furthest(noted: ChainPoint | null, found: ChainPoint | null): ChainPoint | null {
  if (!noted || !found) return noted ?? found;
  return found.index > noted.index ? found : noted;
}

function createSalt(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
