/** How long a deletion can be undone. Milliseconds. */
const UNDO_MS = 6_000;

/** Models that are about to be deleted. */
export class PendingRemovals {
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  #ids = $state.raw<ReadonlySet<string>>(new Set());

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  /** Runs `remove` after a few seconds, unless `end` is called before. */
  begin(id: string, remove: () => void): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.set(id, setTimeout(remove, UNDO_MS));
    this.#ids = new Set(this.#ids).add(id);
  }

  end(id: string): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    const others = new Set(this.#ids);
    others.delete(id);
    this.#ids = others;
  }
}
