import type { Message } from '../../domain/conversation.ts';
import { STEP, type TurnRange } from './turn-range.ts';

/** A path that has got longer by more than this was not written but chosen: it is not drawn to its end at once. */
const WRITTEN_AT_ONCE = 10;
/** How tall a turn is without its text, how tall a line, and what fits on one in characters: a first guess. */
const FRAME_PX = 70;
const LINE_PX = 26;
const LINE_CHARACTERS = 60;

/** The turns of one open conversation that are in the page, and how tall the others are. */
export class DrawnTurns {
  #from = $state(0);
  /** Infinity where the last turn is drawn: what is said next is drawn, too. */
  #to = $state(Infinity);
  /** Of the path, when it was last looked at. */
  #knownCount: number;
  /** As they were when they were last drawn, by message. Pixels. */
  readonly #heightsPx = new Map<string, number>();

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

  noteHeight(id: string, heightPx: number): void {
    this.#heightsPx.set(id, heightPx);
  }

  /** The room that turns take which are not drawn. Pixels. */
  heightOf(messages: readonly Message[]): number {
    return messages.reduce((sum, message) => sum + this.#heightOf(message), 0);
  }

  /** The turn at a place of the path. Pixels from its beginning. */
  turnAt(path: readonly Message[], topPx: number): number {
    let restPx = topPx;
    const at = path.findIndex((message) => {
      restPx -= this.#heightOf(message);
      return restPx < 0;
    });
    return at < 0 ? Math.max(0, path.length - STEP) : at;
  }

  #heightOf({ id, text }: Message): number {
    const linesPx = Math.ceil(text.length / LINE_CHARACTERS) * LINE_PX;
    return this.#heightsPx.get(id) ?? FRAME_PX + linesPx;
  }
}
