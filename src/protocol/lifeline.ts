import type { WorkerName } from '../domain/app-error.ts';
import type { Locks } from './locks.ts';

/**
 * A worker that ends tells nobody: `close()`, `terminate()` and a kill by the system give the page no event (measured in
 * Chromium 156). So it holds a Web Lock for its life; whoever is granted that lock knows that the worker is gone.
 */
const PREFIX = 'mamori:lifeline:';

export interface LifelineOptions {
  /** Part of the lock's name, so that another tab can find the workers of one kind. */
  worker?: WorkerName;
  locks: Locks | null;
  /** Called when another tab has cut the lifeline: it needs what this worker holds, and this worker's page is silent. */
  onSevered?: () => void;
}

/** Calls `onHeld` with the name of the lock as soon as it is held, or with null where there are no locks. */
export function holdLifeline(
  options: LifelineOptions,
  onHeld: (name: string | null) => void,
): void {
  const { worker = 'line', locks, onSevered } = options;
  if (!locks) {
    onHeld(null);
    return;
  }
  const name = `${PREFIX}${worker}:${crypto.randomUUID()}`;
  let isHeld = false;
  const life = locks.request(name, {}, () => {
    isHeld = true;
    onHeld(name);
    return new Promise<never>(() => undefined);
  });
  life.catch(() => {
    if (isHeld) onSevered?.();
    else onHeld(null);
  });
}

/** Calls `onEnd` when the holder of a lifeline is gone, unless `signal` is aborted before. */
export function watchLifeline(
  locks: Locks,
  name: string,
  signal: AbortSignal,
  onEnd: () => void,
): void {
  const waiting = locks.request(name, { signal }, () => {
    if (!signal.aborted) onEnd();
  });
  // aborted, or a browser that refuses locks to this page: the heartbeat is then all there is
  waiting.catch(() => undefined);
}

/** Ends every worker of that name on this origin, in other tabs too, even if its page hangs. */
export async function severLifelines(locks: Locks, worker: WorkerName): Promise<void> {
  const { held = [] } = await locks.query();
  const names = held.flatMap(({ name }) => (name?.startsWith(`${PREFIX}${worker}:`) ? [name] : []));
  await Promise.all(names.map((name) => locks.request(name, { steal: true }, () => undefined)));
}
