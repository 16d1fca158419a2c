import type { IDBPObjectStore } from 'idb';
import { settle, StorageRefusal } from '../connection.ts';
import { readLock } from '../vault/lock-record.ts';
import type { ConversationDatabase, ConversationSchema, RecordStoreName } from './database.ts';

const STORES = ['conversations', 'messages', 'meta'] as const;

type Store<
  Name extends (typeof STORES)[number],
  Mode extends 'readonly' | 'readwrite',
> = IDBPObjectStore<ConversationSchema, typeof STORES, Name, Mode>;

export interface RecordStores<Mode extends 'readonly' | 'readwrite'> {
  conversations: Store<'conversations', Mode>;
  messages: Store<'messages', Mode>;
  meta: Store<'meta', Mode>;
}

/** Which lock somebody holds the key of; null for none. */
type LockId = string | null;

/**
 * Reads in one transaction, if what is stored is locked as the reader expects: another tab may have turned the lock on or off.
 * @throws StorageRefusal with `storage-locked`
 */
export async function readRecords<T>(
  db: ConversationDatabase,
  lockId: LockId,
  work: (stores: RecordStores<'readonly'>) => Promise<T>,
): Promise<T> {
  const transaction = db.transaction(STORES, 'readonly');
  const stores = {
    conversations: transaction.objectStore('conversations'),
    messages: transaction.objectStore('messages'),
    meta: transaction.objectStore('meta'),
  };
  const checked = async (): Promise<T> => {
    await requireLock(stores.meta, lockId);
    return work(stores);
  };
  return settle(transaction, checked());
}

/**
 * Writes in one transaction, which is on disk when this resolves, or nothing of it is. The lock is looked at inside of it: a tab
 * that has not yet heard that the lock was turned on cannot write what it has in plain.
 * @throws StorageRefusal with `storage-locked`
 */
export async function writeRecords<T>(
  db: ConversationDatabase,
  lockId: LockId,
  work: (stores: RecordStores<'readwrite'>) => Promise<T>,
): Promise<T> {
  const transaction = db.transaction(STORES, 'readwrite', { durability: 'strict' });
  const stores = {
    conversations: transaction.objectStore('conversations'),
    messages: transaction.objectStore('messages'),
    meta: transaction.objectStore('meta'),
  };
  const checked = async (): Promise<T> => {
    await requireLock(stores.meta, lockId);
    const value = await work(stores);
    await stores.meta.put((await readRevision(stores.meta)) + 1, 'revision');
    return value;
  };
  return settle(transaction, checked());
}

/** How often anything was written: two readings that are alike have nothing written between them. */
export async function readRevision(meta: Pick<Store<'meta', 'readonly'>, 'get'>): Promise<number> {
  const stored = await meta.get('revision');
  return typeof stored === 'number' ? stored : 0;
}

/** Puts many records at once: to await each one would take a turn of the event loop for each. */
export async function putAll<Name extends RecordStoreName>(
  store: Store<Name, 'readwrite'>,
  records: readonly ConversationSchema[Name]['value'][],
): Promise<void> {
  const started: Promise<unknown>[] = [];
  try {
    for (const record of records) started.push(store.put(record));
  } catch (thrown) {
    // a value that cannot be cloned throws at once; the earlier ones are undone with the transaction
    void Promise.allSettled(started);
    throw thrown;
  }
  await Promise.all(started);
}

async function requireLock(
  meta: Pick<Store<'meta', 'readonly'>, 'get'>,
  lockId: LockId,
): Promise<void> {
  const stored = readLock(await meta.get('lock'));
  const isAsExpected =
    stored.type === 'present'
      ? stored.lock.lockId === lockId
      : stored.type === 'absent' && lockId === null;
  if (!isAsExpected) throw new StorageRefusal({ type: 'storage-locked' });
}
