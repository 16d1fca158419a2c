import { ok, type Result } from '../../domain/result.ts';
import { StorageRefusal, type Connection } from '../connection.ts';
import type { ConversationDatabase, ConversationSchema } from '../conversations/database.ts';
import {
  putAll,
  readRecords,
  readRevision,
  writeRecords,
} from '../conversations/record-transaction.ts';
import { readLock, type LockRecord, type StoredLock } from './lock-record.ts';
import type { RecordCipher } from './record-cipher.ts';
import type { Session } from './session.ts';

/** Whether conversations are encrypted, and whether this tab has the key. */
export type VaultStatus = 'off' | 'locked' | 'unlocked';

export type PassphraseResult = Result<'done' | 'wrong-passphrase'>;

/** The lock of the stored conversations. Every method returns storage errors as values. */
export interface VaultStore {
  /** Asks the store, and forgets the key where another tab has turned the lock off or on anew. */
  readStatus(): Promise<Result<VaultStatus>>;
  /** Encrypts all that is stored, in one transaction. */
  turnOn(passphrase: string): Promise<Result<null>>;
  /** Decrypts all that is stored, in one transaction. */
  turnOff(passphrase: string): Promise<PassphraseResult>;
  unlock(passphrase: string): Promise<PassphraseResult>;
  /** Forgets the key. */
  lock(): void;
  /** Locks the same key behind another passphrase; no record is touched. */
  changePassphrase(from: string, to: string): Promise<PassphraseResult>;
  /** Deletes all conversations and the lock, without the passphrase. Gives the ids of what was deleted. */
  erase(): Promise<Result<readonly string[]>>;
}

/** How often all is read and encrypted anew because another tab has written in between. */
const MOST_ATTEMPTS = 5;

export interface VaultStoreOptions {
  withDatabase: Connection<ConversationSchema>;
  session: Session;
  /** Of PBKDF2; tests take fewer. */
  iterations?: number;
}

export function createVaultStore({
  withDatabase,
  session,
  iterations,
}: VaultStoreOptions): VaultStore {
  /** The lock with the key behind it, or null if that is another passphrase. Without a lock or with a damaged one it throws. */
  const open = async (db: ConversationDatabase, passphrase: string) => {
    const { unwrapKey } = await loadPassphrase();
    const lock = requirePresent(readLock(await db.get('meta', 'lock')));
    const keyBytes = await unwrapKey(lock, passphrase);
    return keyBytes && { lock, keyBytes };
  };
  const withPassphrase = (
    passphrase: string,
    work: (
      db: ConversationDatabase,
      opened: NonNullable<Awaited<ReturnType<typeof open>>>,
    ) => Promise<void>,
  ): Promise<PassphraseResult> =>
    withDatabase(async (db) => {
      const opened = await open(db, passphrase);
      if (!opened) return 'wrong-passphrase';
      await work(db, opened);
      return 'done';
    });

  return {
    async readStatus() {
      const read = await withDatabase(async (db) => readLock(await db.get('meta', 'lock')));
      if (!read.ok) return read;
      const stored = read.value;
      const lockId = stored.type === 'present' ? stored.lock.lockId : null;
      if (session.unlocked?.lock.lockId !== lockId) session.unlocked = null;
      if (stored.type === 'absent') return ok('off');
      return ok(session.unlocked ? 'unlocked' : 'locked');
    },

    turnOn: (passphrase) =>
      withDatabase(async (db) => {
        const { createKeyBytes, PASSPHRASE_ITERATIONS, wrapKey } = await loadPassphrase();
        const lockId = crypto.randomUUID();
        const keyBytes = createKeyBytes();
        const lock = await wrapKey(
          keyBytes,
          passphrase,
          lockId,
          iterations ?? PASSPHRASE_ITERATIONS,
        );
        const cipher = await createCipher(lockId, keyBytes);
        await rewrite(db, null, (store, record) => cipher.encrypt(store, record), lock);
        session.unlocked = { lock, cipher };
        return null;
      }),

    turnOff: (passphrase) =>
      withPassphrase(passphrase, async (db, { lock, keyBytes }) => {
        const cipher = await createCipher(lock.lockId, keyBytes);
        await rewrite(
          db,
          lock.lockId,
          async (store, record) => {
            const plain = await cipher.decrypt(store, record);
            // what was changed by somebody else opens with no key: it stays as it is
            return typeof plain === 'object' && plain !== null ? plain : record;
          },
          null,
        );
        session.unlocked = null;
      }),

    unlock: (passphrase) =>
      withPassphrase(passphrase, async (_db, { lock, keyBytes }) => {
        session.unlocked = { lock, cipher: await createCipher(lock.lockId, keyBytes) };
      }),

    lock() {
      session.unlocked = null;
    },

    changePassphrase: (from, to) =>
      withPassphrase(from, async (db, { lock, keyBytes }) => {
        const { PASSPHRASE_ITERATIONS, wrapKey } = await loadPassphrase();
        const changed = await wrapKey(
          keyBytes,
          to,
          lock.lockId,
          iterations ?? PASSPHRASE_ITERATIONS,
        );
        await writeRecords(db, lock.lockId, ({ meta }) => meta.put(changed, 'lock'));
        if (session.unlocked) session.unlocked = { ...session.unlocked, lock: changed };
      }),

    async erase() {
      const erased = await withDatabase(async (db) => {
        const transaction = db.transaction(['conversations', 'messages', 'meta'], 'readwrite', {
          durability: 'strict',
        });
        const conversations = transaction.objectStore('conversations');
        const [ids] = await Promise.all([
          conversations.getAllKeys(),
          conversations.clear(),
          transaction.objectStore('messages').clear(),
          transaction.objectStore('meta').delete('lock'),
          transaction.done,
        ]);
        return ids;
      });
      if (erased.ok) session.unlocked = null;
      return erased;
    },
  };
}

/** Loaded when a lock is used: most people have none. */
const loadPassphrase = () => import('./passphrase.ts');

async function createCipher(
  ...[lockId, keyBytes]: Parameters<(typeof import('./record-cipher.ts'))['createRecordCipher']>
): Promise<RecordCipher> {
  const { createRecordCipher } = await import('./record-cipher.ts');
  return createRecordCipher(lockId, keyBytes);
}

/**
 * Replaces every record and the lock, in one transaction. Records are read and converted before it, because IndexedDB does not
 * wait for encryption; if another tab has written in between, it all begins anew.
 */
async function rewrite(
  db: ConversationDatabase,
  lockId: string | null,
  convert: (store: 'conversations' | 'messages', record: object) => Promise<object>,
  lock: LockRecord | null,
): Promise<void> {
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    const before = await readRecords(db, lockId, async ({ conversations, messages, meta }) => ({
      conversations: await conversations.getAll(),
      messages: await messages.getAll(),
      revision: await readRevision(meta),
    }));
    const [conversations, messages] = (await Promise.all([
      Promise.all(before.conversations.map((record) => convert('conversations', record))),
      Promise.all(before.messages.map((record) => convert('messages', record))),
    ])) as [typeof before.conversations, typeof before.messages];
    const isWritten = await writeRecords(db, lockId, async (stores) => {
      if ((await readRevision(stores.meta)) !== before.revision) return false;
      await putAll(stores.conversations, conversations);
      await putAll(stores.messages, messages);
      await (lock ? stores.meta.put(lock, 'lock') : stores.meta.delete('lock'));
      return true;
    });
    if (isWritten) return;
  }
  throw new StorageRefusal({ type: 'storage-unavailable', detail: 'another tab keeps writing' });
}

function requirePresent(stored: StoredLock): LockRecord {
  switch (stored.type) {
    case 'present':
      return stored.lock;
    case 'absent':
      throw new StorageRefusal({ type: 'storage-locked' });
    case 'damaged':
      throw new StorageRefusal({
        type: 'storage-unavailable',
        detail: 'the record of the lock is damaged',
      });
  }
}
