/** Time as the engine's page side needs it; a test brings its own. */
export interface Timers {
  /** Milliseconds from any fixed moment, never going back. */
  nowMs(): number;
  /** Calls back once after `delayMs`; what it gives cancels that. */
  after(delayMs: number, callback: () => void): () => void;
}

export const PAGE_TIMERS: Timers = {
  nowMs: () => performance.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};
