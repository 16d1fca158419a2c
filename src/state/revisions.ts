/** Counts, for each thing by id, how often it has changed: what was read before a change is not the latest. */
export class Revisions {
  readonly #counts = new Map<string, number>();

  of(id: string): number {
    return this.#counts.get(id) ?? 0;
  }

  raise(id: string): void {
    this.#counts.set(id, this.of(id) + 1);
  }
}
