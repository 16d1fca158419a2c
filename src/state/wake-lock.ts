/**
 * Keeps the screen, and with it the network of a device on battery, awake while something is being done. The browser takes
 * the lock away when the page is hidden; it is asked for again when the page comes back.
 */
export class WakeLock {
  #holders = 0;
  #sentinel: WakeLockSentinel | null = null;

  /** Runs `work` with the screen kept awake, where the browser can do that. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#holders += 1;
    if (this.#holders === 1) {
      document.addEventListener('visibilitychange', this.#onVisibility);
      this.#onVisibility();
    }
    try {
      return await work();
    } finally {
      this.#holders -= 1;
      if (this.#holders === 0) {
        document.removeEventListener('visibilitychange', this.#onVisibility);
        void this.#release();
      }
    }
  }

  readonly #onVisibility = (): void => void this.#request();

  async #request(): Promise<void> {
    if (document.visibilityState !== 'visible') return;
    try {
      const sentinel = await (navigator as { wakeLock?: Navigator['wakeLock'] }).wakeLock?.request(
        'screen',
      );
      if (!sentinel) return;
      this.#sentinel = sentinel;
      // everything may have ended while the browser thought about it
      if (this.#holders === 0) await this.#release();
    } catch {
      // low battery, or not allowed: the work goes on without
    }
  }

  async #release(): Promise<void> {
    const sentinel = this.#sentinel;
    this.#sentinel = null;
    await sentinel?.release().catch(() => undefined);
  }
}
