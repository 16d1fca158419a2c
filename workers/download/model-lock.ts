/** The part of `navigator.locks` that is used. */
export interface Locks {
  request(
    name: string,
    options: { ifAvailable: true } | { signal: AbortSignal },
    callback: (lock: object | null) => Promise<void>,
  ): Promise<unknown>;
}

export interface ModelLockRequest {
  /** Null where the browser has none: then two tabs may fetch the same files, which does no harm. */
  locks: Locks | null;
  modelId: string;
  signal: AbortSignal;
  /** Called with true when another tab holds the lock, and with false when it has been released. */
  onWaiting: (isWaiting: boolean) => void;
}

/**
 * Runs `work` while no other tab downloads the same model. A tab that dies releases its lock. Rejects with an `AbortError`
 * if the signal is aborted while it waits.
 */
export async function withModelLock<T>(
  { locks, modelId, signal, onWaiting }: ModelLockRequest,
  work: () => Promise<T>,
): Promise<T> {
  if (!locks) return work();
  const name = `download:${modelId}`;
  const results: T[] = [];
  await locks.request(name, { ifAvailable: true }, async (lock) => {
    if (lock) results.push(await work());
  });
  if (results.length === 0) {
    onWaiting(true);
    await locks.request(name, { signal }, async () => {
      onWaiting(false);
      results.push(await work());
    });
  }
  const [result] = results;
  return result as T;
}
