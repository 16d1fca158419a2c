import { LOCK_VERSION, type LockRecord } from './lock-record.ts';

/** OWASP Password Storage Cheat Sheet, 2023, for PBKDF2-HMAC-SHA-256. */
export const PASSPHRASE_ITERATIONS = 600_000;

const SALT_BYTES = 16;
const KEY_BYTES = 32;
/** What AES-GCM is specified for. */
export const IV_BYTES = 12;

export type Bytes = Uint8Array<ArrayBuffer>;

/** A new key for records, as bytes. */
export function createKeyBytes(): Bytes {
  return randomBytes(KEY_BYTES);
}

export function randomBytes(length: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(length));
}

/** Locks `keyBytes` behind a passphrase. */
export async function wrapKey(
  keyBytes: Bytes,
  passphrase: string,
  lockId: string,
  iterations: number,
): Promise<LockRecord> {
  const derivation = {
    name: 'PBKDF2',
    hash: 'SHA-256',
    iterations,
    salt: randomBytes(SALT_BYTES),
  } as const;
  const iv = randomBytes(IV_BYTES);
  const data = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData: bind(lockId) },
    await deriveKey(passphrase, derivation, 'encrypt'),
    keyBytes,
  );
  return {
    version: LOCK_VERSION,
    lockId,
    derivation,
    wrapped: { iv, data: new Uint8Array(data) },
  };
}

/** The key behind the passphrase, or null if it is another passphrase (or the record was changed: the two look alike). */
export async function unwrapKey(lock: LockRecord, passphrase: string): Promise<Bytes | null> {
  const key = await deriveKey(passphrase, lock.derivation, 'decrypt');
  const { iv, data } = lock.wrapped;
  try {
    return new Uint8Array(
      await crypto.subtle.decrypt(
        { name: 'AES-GCM', iv, additionalData: bind(lock.lockId) },
        key,
        data,
      ),
    );
  } catch {
    return null;
  }
}

/** Normalised, since one keyboard composes what another writes as two characters. */
async function deriveKey(
  passphrase: string,
  derivation: LockRecord['derivation'],
  use: 'encrypt' | 'decrypt',
): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey(
    'raw',
    new TextEncoder().encode(passphrase.normalize('NFKC')),
    'PBKDF2',
    false,
    ['deriveKey'],
  );
  return crypto.subtle.deriveKey(
    derivation,
    material,
    { name: 'AES-GCM', length: 8 * KEY_BYTES },
    false,
    [use],
  );
}

function bind(lockId: string): Bytes {
  return new TextEncoder().encode(JSON.stringify(['mamori-lock', lockId]));
}
