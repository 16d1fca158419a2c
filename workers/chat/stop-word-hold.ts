/**
 * Holds back the end of a reply as long as it could be the beginning of a stop word. WebLLM 0.2.86 finds a stop word only when
 * all of it is written, and has streamed its beginning by then.
 */
export class StopWordHold {
  readonly #stopWords: readonly string[];
  readonly #emit: (text: string) => void;
  #held = '';
  #emittedLength = 0;

  constructor(stopWords: readonly string[], emit: (text: string) => void) {
    this.#stopWords = stopWords;
    this.#emit = emit;
  }

  push(text: string): void {
    const all = this.#held + text;
    const heldLength = this.#longestBeginning(all);
    this.#release(all.slice(0, all.length - heldLength));
    this.#held = all.slice(all.length - heldLength);
  }

  /** The reply has ended and is this: what was held is released if it belongs to it. */
  end(reply: string): void {
    const rest = this.#held.slice(0, Math.max(0, reply.length - this.#emittedLength));
    this.#held = '';
    this.#release(rest);
  }

  #release(text: string): void {
    if (text === '') return;
    this.#emittedLength += text.length;
    this.#emit(text);
  }

  /** How many of the last characters are the beginning of a stop word, or all of one. */
  #longestBeginning(text: string): number {
    let longest = 0;
    for (const word of this.#stopWords) {
      for (let length = Math.min(word.length, text.length); length > longest; length -= 1) {
        if (text.endsWith(word.slice(0, length))) longest = length;
      }
    }
    return longest;
  }
}
