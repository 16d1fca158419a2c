/** Runs tasks one after the other: the runtime has one thread, and two runs at once would only delay both. */
export class SerialQueue {
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  get waiting(): number {
    return this.#waiting;
  }

  /** Resolves or rejects with the task, after all that were added before it. */
  async run<T>(task: () => Promise<T>): Promise<T> {
    this.#waiting += 1;
    const previous = this.#last;
    const current = previous
      .catch(() => undefined)
      .then(() => {
        this.#waiting -= 1;
        return task();
      });
    this.#last = current;
    return current;
  }
}
