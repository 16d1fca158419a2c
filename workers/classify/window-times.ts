/** Enough for a median that follows a change of the machine's load within a minute of chat. */
const KEPT_TIMES = 64;

/** How long the most recent windows took. Milliseconds. */
export class WindowTimes {
  #times: number[] = [];

  async measure<T>(run: () => Promise<T>): Promise<T> {
    const startMs = performance.now();
    const result = await run();
    this.#times.push(performance.now() - startMs);
    if (this.#times.length > KEPT_TIMES) this.#times.shift();
    return result;
  }

  forget(): void {
    this.#times = [];
  }

  get medianMs(): number | null {
    return this.#times.toSorted((a, b) => a - b)[Math.floor(this.#times.length / 2)] ?? null;
  }

  get slowestMs(): number | null {
    return this.#times.length === 0 ? null : Math.max(...this.#times);
  }
}
