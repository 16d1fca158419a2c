import type { ConversationTree } from '../../domain/chat-archive.ts';
import {
  CONVERSATION_SCHEMA_VERSION,
  type Conversation,
  type Message,
} from '../../domain/conversation.ts';
import type { Result } from '../../domain/result.ts';
import { createConnection, StorageRefusal, type Connection } from '../connection.ts';
import type { RecordCipher } from '../vault/record-cipher.ts';
import { createSession, type Session } from '../vault/session.ts';
import { CONVERSATIONS, type ConversationSchema, type RecordStoreName } from './database.ts';
import { putAll, readRecords, writeRecords, type RecordStores } from './record-transaction.ts';
import { keepReadableConversations, keepReadableMessages, readSchemaVersion } from './records.ts';

/** Where conversations are kept. Every method returns storage errors as values; a write is done when it is durable. */
export interface ConversationStore {
  listConversations(): Promise<Result<Conversation[]>>;
  /** One conversation; null if it is not there, or cannot be read by this release. */
  readConversation(conversationId: string): Promise<Result<Conversation | null>>;
  readMessages(conversationId: string): Promise<Result<Message[]>>;
  /** How many messages of a conversation are stored, readable or not; with null, how many conversations. */
  countRecords(conversationId: string | null): Promise<Result<number>>;
  /** Writes conversations and some of their messages in one transaction: all of it or nothing. */
  save(conversations: readonly Conversation[], messages: readonly Message[]): Promise<Result<null>>;
  /** Deletes some messages of a conversation, and writes how it is without them, in one transaction. */
  removeMessages(conversation: Conversation, ids: readonly string[]): Promise<Result<null>>;
  /** Deletes conversations with their messages in one transaction. */
  removeConversations(conversationIds: readonly string[]): Promise<Result<null>>;
  /** Writes whole conversations in one transaction. */
  addAll(trees: readonly ConversationTree[]): Promise<Result<null>>;
  removeAll(): Promise<Result<null>>;
}

/** @param session the key of the lock, if this tab has it: records are then encrypted on their way to the disk */
export function createConversationStore(
  withDatabase: Connection<ConversationSchema> = createConnection(CONVERSATIONS),
  session: Session = createSession(),
): ConversationStore {
  const inOrder = createQueue();
  const cipherNow = (): RecordCipher | null => session.unlocked?.cipher ?? null;

  return {
    listConversations: () =>
      withDatabase(async (db) => {
        const cipher = cipherNow();
        const rows = await readRecords(db, lockIdOf(cipher), (stores) =>
          stores.conversations.getAll(),
        );
        return keepReadableConversations(await decryptAll(cipher, 'conversations', rows));
      }),

    readConversation: (conversationId) =>
      withDatabase(async (db) => {
        const cipher = cipherNow();
        const row = await readRecords(db, lockIdOf(cipher), (stores) =>
          stores.conversations.get(conversationId),
        );
        const [read] = keepReadableConversations(await decryptAll(cipher, 'conversations', [row]));
        return read ?? null;
      }),

    readMessages: (conversationId) =>
      withDatabase(async (db) => {
        const cipher = cipherNow();
        const rows = await readRecords(db, lockIdOf(cipher), (stores) =>
          stores.messages.index('conversationId').getAll(conversationId),
        );
        return keepReadableMessages(await decryptAll(cipher, 'messages', rows));
      }),

    countRecords: (conversationId) =>
      withDatabase((db) =>
        conversationId === null
          ? db.count('conversations')
          : db.countFromIndex('messages', 'conversationId', conversationId),
      ),

    save: (conversations, messages) =>
      inOrder(() =>
        withDatabase(async (db) => {
          const cipher = cipherNow();
          const [rows, messageRows] = await Promise.all([
            encryptAll(cipher, 'conversations', conversations),
            encryptAll(cipher, 'messages', messages),
          ]);
          return writeRecords(db, lockIdOf(cipher), async (stores) => {
            await requireKnown(
              stores,
              conversations.map(({ id }) => id),
            );
            await putAll(stores.conversations, rows);
            await putAll(stores.messages, messageRows);
            return null;
          });
        }),
      ),

    removeMessages: (conversation, ids) =>
      inOrder(() =>
        withDatabase(async (db) => {
          const cipher = cipherNow();
          const rows = await encryptAll(cipher, 'conversations', [conversation]);
          return writeRecords(db, lockIdOf(cipher), async (stores) => {
            await requireKnown(stores, [conversation.id]);
            await putAll(stores.conversations, rows);
            await Promise.all(ids.map((id) => stores.messages.delete(id)));
            return null;
          });
        }),
      ),

    removeConversations: (conversationIds) =>
      inOrder(() =>
        withDatabase((db) =>
          writeRecords(db, lockIdOf(cipherNow()), async ({ conversations, messages }) => {
            await Promise.all(
              conversationIds.map(async (conversationId) => {
                const ids = await messages.index('conversationId').getAllKeys(conversationId);
                await Promise.all([
                  conversations.delete(conversationId),
                  ...ids.map((id) => messages.delete(id)),
                ]);
              }),
            );
            return null;
          }),
        ),
      ),

    addAll: (trees) =>
      inOrder(() =>
        withDatabase(async (db) => {
          const cipher = cipherNow();
          const [conversations, messages] = await Promise.all([
            encryptAll(
              cipher,
              'conversations',
              trees.map(({ conversation }) => conversation),
            ),
            encryptAll(
              cipher,
              'messages',
              trees.flatMap((tree) => tree.messages),
            ),
          ]);
          return writeRecords(db, lockIdOf(cipher), async (stores) => {
            await putAll(stores.conversations, conversations);
            await putAll(stores.messages, messages);
            return null;
          });
        }),
      ),

    removeAll: () =>
      inOrder(() =>
        withDatabase((db) =>
          writeRecords(db, lockIdOf(cipherNow()), async ({ conversations, messages }) => {
            await Promise.all([conversations.clear(), messages.clear()]);
            return null;
          }),
        ),
      ),
  };
}

/**
 * Runs writes one after the other. Encrypting takes a while, and a longer text takes longer: without a queue an older version
 * of a message could be written after a newer one.
 */
function createQueue(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work);
    last = next.catch(() => undefined);
    return next;
  };
}

/** @throws StorageRefusal with `storage-newer`, if a newer release has written one of them: it may mean something else by now */
async function requireKnown(
  stores: RecordStores<'readwrite'>,
  conversationIds: readonly string[],
): Promise<void> {
  const stored = await Promise.all(conversationIds.map((id) => stores.conversations.get(id)));
  if (stored.some((record) => readSchemaVersion(record) > CONVERSATION_SCHEMA_VERSION)) {
    throw new StorageRefusal({ type: 'storage-newer' });
  }
}

function lockIdOf(cipher: RecordCipher | null): string | null {
  return cipher?.lockId ?? null;
}

/** The records as they go to the disk. IndexedDB transactions do not wait for encryption: it is done before they begin. */
async function encryptAll<Name extends RecordStoreName>(
  cipher: RecordCipher | null,
  store: Name,
  records: readonly Extract<ConversationSchema[Name]['value'], { createdAt: number }>[],
): Promise<readonly ConversationSchema[Name]['value'][]> {
  if (!cipher) return records;
  return Promise.all(records.map((record) => cipher.encrypt(store, record)));
}

async function decryptAll(
  cipher: RecordCipher | null,
  store: RecordStoreName,
  rows: readonly unknown[],
): Promise<readonly unknown[]> {
  return cipher ? Promise.all(rows.map((row) => cipher.decrypt(store, row))) : rows;
}
