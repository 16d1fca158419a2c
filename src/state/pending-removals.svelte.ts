/** How long a deletion can be undone. Milliseconds. */
const UNDO_MS = 6_000;

/** Things by id that are about to be deleted. */
export class PendingRemovals {
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  #ids = $state.raw<ReadonlySet<string>>(new Set());

  get ids(): ReadonlySet<string> {
    return this.#ids;
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  /** Runs `remove` once after a few seconds, unless `end` or `begin` is called before for one of the ids. */
  begin(ids: readonly string[], remove: () => void): void {
    for (const id of ids) clearTimeout(this.#timers.get(id));
    const timer = setTimeout(remove, UNDO_MS);
    for (const id of ids) this.#timers.set(id, timer);
    this.#ids = new Set([...this.#ids, ...ids]);
  }

  /** They are deleted, or will not be. */
  end(ids: readonly string[]): void {
    const others = new Set(this.#ids);
    for (const id of ids) {
      clearTimeout(this.#timers.get(id));
      this.#timers.delete(id);
      others.delete(id);
    }
    this.#ids = others;
  }
}
