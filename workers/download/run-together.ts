import type { AppError } from '../../src/domain/app-error.ts';
import { err, ok, type Result } from '../../src/domain/result.ts';

/** More connections bring no more bytes, but hold more memory. */
const MOST_AT_ONCE = 3;
/** Files that are fetched at the same time may hold this much memory; a larger one is fetched alone. */
const MOST_BYTES_AT_ONCE = 512 * 1024 ** 2;

export interface Task {
  /** What it holds in memory, as far as that is known. */
  sizeBytes: number;
  /** Must settle soon after the signal is aborted, and not reject. */
  run: (signal: AbortSignal) => Promise<Result<unknown>>;
}

/**
 * Runs tasks in their order, a few at once. The first error aborts the others and is the result, once all of them have
 * ended.
 */
export async function runTogether(
  tasks: readonly Task[],
  signal: AbortSignal,
): Promise<Result<null>> {
  const stop = new AbortController();
  const shared = AbortSignal.any([signal, stop.signal]);
  const errors: AppError[] = [];
  const running = new Set<Promise<void>>();
  let heldBytes = 0;

  for (const task of tasks) {
    const isTooMuch = (): boolean =>
      running.size >= MOST_AT_ONCE ||
      (running.size > 0 && heldBytes + task.sizeBytes > MOST_BYTES_AT_ONCE);
    while (isTooMuch()) await Promise.race(running);
    if (shared.aborted) break;
    heldBytes += task.sizeBytes;
    const job = task.run(shared).then((result) => {
      heldBytes -= task.sizeBytes;
      running.delete(job);
      if (result.ok) return;
      errors.push(result.error);
      stop.abort();
    });
    running.add(job);
  }
  await Promise.all(running);
  const [error] = errors;
  if (signal.aborted) return err({ type: 'aborted' });
  return error ? err(error) : ok(null);
}
