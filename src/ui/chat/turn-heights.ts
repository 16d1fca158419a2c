import type { Message } from '../../domain/conversation.ts';

/** How tall a turn is without its text, how tall a line, and what fits on one in characters: a first guess. */
const FRAME_PX = 70;
const LINE_PX = 26;
const LINE_CHARACTERS = 60;

/** How tall turns are that are not drawn: as they were when they were, or as their texts are long. Pixels. */
export class TurnHeights {
  readonly #knownPx = new Map<string, number>();

  note({ id }: Message, heightPx: number): void {
    this.#knownPx.set(id, heightPx);
  }

  of({ id, text }: Message): number {
    const linesPx = Math.ceil(text.length / LINE_CHARACTERS) * LINE_PX;
    return this.#knownPx.get(id) ?? FRAME_PX + linesPx;
  }
}
