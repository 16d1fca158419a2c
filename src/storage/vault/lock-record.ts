import * as v from 'valibot';

/** Version of the shape of the stored lock; raise it together with a migration. */
export const LOCK_VERSION = 1;

/** More than any device of the coming years wants; less than what a damaged record could make a page hang for. */
const MOST_ITERATIONS = 100_000_000;

const bytes = v.custom<Uint8Array<ArrayBuffer>>((value) => value instanceof Uint8Array);

const lockRecord = v.object({
  version: v.literal(LOCK_VERSION),
  /** Another one each time that the lock is turned on: records of an earlier lock are not written into a later one. */
  lockId: v.pipe(v.string(), v.nonEmpty()),
  /** How the passphrase becomes a key. Kept, so that it can be made stronger later. */
  derivation: v.object({
    name: v.literal('PBKDF2'),
    hash: v.literal('SHA-256'),
    iterations: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(MOST_ITERATIONS)),
    salt: bytes,
  }),
  /** The key of the records, encrypted with the key of the passphrase. */
  wrapped: v.object({ iv: bytes, data: bytes }),
});

/** What is stored of the lock. Without the passphrase it opens nothing. */
export type LockRecord = v.InferOutput<typeof lockRecord>;

/** `absent`: the lock is off. `damaged`: it is on, and nobody can open it any more. */
export type StoredLock =
  { type: 'absent' } | { type: 'damaged' } | { type: 'present'; lock: LockRecord };

/** Tells what lies under the key `lock`. What is there but cannot be read still keeps everybody from writing. */
export function readLock(stored: unknown): StoredLock {
  if (stored === undefined) return { type: 'absent' };
  return v.is(lockRecord, stored) ? { type: 'present', lock: stored } : { type: 'damaged' };
}
