/** The part of `navigator.locks` that is used. */
export type Locks = Pick<LockManager, 'request' | 'query'>;

/** The browser's locks; null where there are none (an insecure page, an old browser, Node). */
export function findLocks(): Locks | null {
  if (typeof navigator === 'undefined') return null;
  return (navigator as { locks?: Locks }).locks ?? null;
}
