import type { AppError } from '../domain/app-error.ts';

/** An engine that dies so often within the window will die again: then advice helps, not another try. */
const MOST_FAILURES = 3;
const WINDOW_MS = 10 * 60_000;
/** The same model in the same memory: a second try may find other programs gone, a third will not. */
const MOST_OUT_OF_MEMORY = 2;

/** How often an engine may be started again by itself. */
export class RecoveryBudget {
  #failures: { atMs: number; type: AppError['type'] }[] = [];

  /** Notes a failure; true if it is worth starting again. */
  spend(error: AppError, nowMs: number): boolean {
    this.#failures = this.#failures.filter(({ atMs }) => nowMs - atMs < WINDOW_MS);
    this.#failures.push({ atMs: nowMs, type: error.type });
    const outOfMemory = this.#failures.filter(({ type }) => type === 'out-of-memory').length;
    return this.#failures.length < MOST_FAILURES && outOfMemory < MOST_OUT_OF_MEMORY;
  }

  /** For another model, or another size of it: what happened before says nothing of it. */
  reset(): void {
    this.#failures = [];
  }
}
