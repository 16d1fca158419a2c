/** Rates are averaged over this time, so that the time left does not jump. Milliseconds. */
const RATE_WINDOW_MS = 3_000;
/** Less says nothing about a rate. Milliseconds. */
const SHORTEST_MS = 200;

/** Bytes a second over the last few seconds. */
export class DownloadRate {
  #samples: { atMs: number; bytes: number }[] = [];

  /** `bytes` that have arrived so far; 0 as long as nothing can be said. */
  measure(bytes: number): number {
    const atMs = performance.now();
    const last = this.#samples.at(-1);
    // a file that starts anew takes back what it had
    if (last && bytes < last.bytes) this.#samples = [];
    this.#samples.push({ atMs, bytes });
    while (this.#samples.length > 2 && atMs - (this.#samples[0]?.atMs ?? atMs) > RATE_WINDOW_MS) {
      this.#samples.shift();
    }
    const first = this.#samples[0];
    if (!first || atMs - first.atMs < SHORTEST_MS) return 0;
    return ((bytes - first.bytes) / (atMs - first.atMs)) * 1_000;
  }
}
