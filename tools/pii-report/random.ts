/** Pseudo-random values that are the same for the same seed (mulberry32). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** A whole number from 0 to below `limit`. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  }

  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  pick<T>(values: readonly [T, ...T[]] | readonly T[]): T {
    const value = values[this.below(values.length)];
    if (value === undefined) throw new Error('nothing to pick from');
    return value;
  }

  /** `count` signs of an alphabet. */
  signs(alphabet: string, count: number): string {
    return Array.from({ length: count }, () => alphabet.charAt(this.below(alphabet.length))).join(
      '',
    );
  }

  digits(count: number): string {
    return this.signs('0123456789', count);
  }

  /** A whole number in at least `width` digits. */
  padded(least: number, most: number, width = 2): string {
    return String(this.between(least, most)).padStart(width, '0');
  }
}
