import { TurnHeights } from './turn-heights.ts';
import { STEP, type TurnRange } from './turn-range.ts';

/** A path that has got longer by more than this was not written but chosen: it is not drawn to its end at once. */
const WRITTEN_AT_ONCE = 10;

/** The turns of one open conversation that are in the page, and how tall the others are. */
export class DrawnTurns {
  #from = $state(0);
  /** Infinity where the last turn is drawn: what is said next is drawn, too. */
  #to = $state(Infinity);
  /** Of the path, when it was last looked at. */
  #knownCount: number;
  readonly heights = new TurnHeights();

  /** @param count turns of the path */
  constructor(count: number) {
    this.#knownCount = count;
    this.#from = Math.max(0, count - STEP);
  }

  /** @param count turns of the path, which may have become others */
  rangeIn(count: number): TurnRange {
    const to = Math.min(count, this.#to, this.#knownCount + WRITTEN_AT_ONCE);
    return { from: Math.min(this.#from, Math.max(0, to - STEP)), to };
  }

  set({ from, to }: TurnRange, count: number): void {
    this.#knownCount = count;
    this.#from = from;
    this.#to = to >= count ? Infinity : to;
  }

  /** Draws the last turns, if they are not drawn. */
  showEnd(count: number): void {
    if (this.rangeIn(count).to < count) this.set({ from: count - STEP, to: count }, count);
  }

  /** Draws a turn, if it is not drawn. */
  show(at: number, count: number): void {
    const { from, to } = this.rangeIn(count);
    if (at < from || at >= to) this.set({ from: at, to: Math.min(count, at + STEP) }, count);
  }
}
