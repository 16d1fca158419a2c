import type { RecordStoreName } from '../conversations/database.ts';
import { CIPHER_VERSION, isEncryptedRecord, type EncryptedRecord } from './encrypted-record.ts';
import { IV_BYTES, randomBytes, type Bytes } from './passphrase.ts';

/** Encrypts and decrypts records with the key of one lock. */
export interface RecordCipher {
  readonly lockId: string;
  encrypt(store: RecordStoreName, record: object): Promise<EncryptedRecord>;
  /** The record, or undefined if it was changed, moved, encrypted with another key, or was never encrypted. */
  decrypt(store: RecordStoreName, record: unknown): Promise<unknown>;
}

/** @param keyBytes 32 of them; the key made of them cannot be read out again. */
export async function createRecordCipher(lockId: string, keyBytes: Bytes): Promise<RecordCipher> {
  const key = await crypto.subtle.importKey('raw', keyBytes, 'AES-GCM', false, [
    'encrypt',
    'decrypt',
  ]);
  return {
    lockId,

    async encrypt(store, record) {
      const readable = pickReadable(record);
      const iv = randomBytes(IV_BYTES);
      const data = await crypto.subtle.encrypt(
        { name: 'AES-GCM', iv, additionalData: bind(store, readable) },
        key,
        new TextEncoder().encode(JSON.stringify(record)),
      );
      return {
        ...readable,
        cipher: { version: CIPHER_VERSION, iv, data: new Uint8Array(data) },
      };
    },

    async decrypt(store, record) {
      if (!isEncryptedRecord(record)) return undefined;
      const { iv, data } = record.cipher;
      try {
        const json = await crypto.subtle.decrypt(
          { name: 'AES-GCM', iv, additionalData: bind(store, pickReadable(record)) },
          key,
          data,
        );
        return JSON.parse(new TextDecoder().decode(json)) as unknown;
      } catch {
        return undefined;
      }
    },
  };
}

type Readable = Pick<EncryptedRecord, 'id' | 'conversationId' | 'schemaVersion'>;

/** What stays readable. A record that is damaged is encrypted as it is, so nothing of it is relied upon. */
function pickReadable(record: object): Readable {
  const { id, conversationId, schemaVersion } = record as Readable;
  return {
    id,
    ...(conversationId === undefined ? {} : { conversationId }),
    ...(schemaVersion === undefined ? {} : { schemaVersion }),
  };
}

/** What is readable is also authenticated, with the store's name: a record is one only in its own place. */
function bind(store: RecordStoreName, { id, conversationId, schemaVersion }: Readable): Bytes {
  const place = [store, id, conversationId ?? null, schemaVersion ?? null];
  return new TextEncoder().encode(JSON.stringify(place));
}
