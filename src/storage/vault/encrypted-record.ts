import * as v from 'valibot';

/** Version of the shape of encrypted records; raise it together with a migration. */
export const CIPHER_VERSION = 1;

const encryptedRecord = v.looseObject({
  cipher: v.object({
    version: v.literal(CIPHER_VERSION),
    iv: v.instance(Uint8Array),
    data: v.instance(Uint8Array),
  }),
});

/**
 * What is on disk of a conversation or a message while the lock is on. Its ids are readable, because records are found by
 * them, and so is the version of its shape; everything else is in `data`.
 */
export interface EncryptedRecord {
  id: string;
  /** Of messages only. */
  conversationId?: string;
  /** Of conversations only: an older release must see that it may not overwrite them. */
  schemaVersion?: number;
  cipher: {
    version: typeof CIPHER_VERSION;
    /** 96 random bits, never used twice with a key. */
    iv: Uint8Array<ArrayBuffer>;
    /** AES-GCM-256 of the record's JSON. */
    data: Uint8Array<ArrayBuffer>;
  };
}

export function isEncryptedRecord(record: unknown): record is EncryptedRecord {
  return v.is(encryptedRecord, record);
}
