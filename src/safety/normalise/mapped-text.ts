import { JAMO_STEP, VISIBLE_STEPS, WORD_STEPS, type Step } from './normalise.ts';

/**
 * A character with what may join it under NFKC: marks, conjoining, compatibility and half-width jamo, and half-width kana
 * marks (Unicode Standard Annex 15).
 */
const CLUSTER = /[^][\p{M}\u1160-\u11ff\u3131-\u318e\uff9e\uff9f\uffa0-\uffdc]*/gu;
const COMPATIBILITY_STEP: Step = [CLUSTER, (cluster) => cluster.normalize('NFKC')];
const LOWER_CASE_STEP: Step = [/\p{Lu}/gu, (letter) => letter.toLowerCase()];

/** A changed form of a text that knows where each of its characters came from. Places are UTF-16 offsets. */
export class MappedText {
  readonly text: string;
  readonly #starts: readonly number[];
  readonly #ends: readonly number[];

  private constructor(text: string, starts: readonly number[], ends: readonly number[]) {
    this.text = text;
    this.#starts = starts;
    this.#ends = ends;
  }

  static of(text: string): MappedText {
    const starts = Array.from({ length: text.length }, (_, at) => at);
    return new MappedText(
      text,
      starts,
      starts.map((at) => at + 1),
    );
  }

  /** Where the original of the character at `at` begins; for the end of the text, where the original's last one ends. */
  startOf(at: number): number {
    return this.#starts[at] ?? this.#ends.at(-1) ?? 0;
  }

  /** Where the original of the characters up to `end` (exclusive) ends. */
  endOf(end: number): number {
    return end === 0 ? 0 : (this.#ends[end - 1] ?? this.#ends.at(-1) ?? 0);
  }

  /** The text after one step. A replacement of another length is taken to come from the whole of what it replaces. */
  replace([pattern, replace]: Step): MappedText {
    const starts: number[] = [];
    const ends: number[] = [];
    let text = '';
    let copied = 0;
    const copy = (end: number): void => {
      text += this.text.slice(copied, end);
      for (let at = copied; at < end; at += 1) {
        starts.push(this.startOf(at));
        ends.push(this.endOf(at + 1));
      }
      copied = end;
    };
    for (const match of this.text.matchAll(pattern)) {
      const [found] = match;
      const replacement = replace(found);
      if (replacement === found) continue;
      copy(match.index);
      const end = match.index + found.length;
      const isLetterByLetter = replacement.length === found.length;
      for (let at = 0; at < replacement.length; at += 1) {
        starts.push(this.startOf(isLetterByLetter ? match.index + at : match.index));
        ends.push(this.endOf(isLetterByLetter ? match.index + at + 1 : end));
      }
      text += replacement;
      copied = end;
    }
    copy(this.text.length);
    return new MappedText(text, starts, ends);
  }
}

const apply = (text: MappedText, step: Step): MappedText => text.replace(step);

/** For values that are checked letter by letter: compatibility forms and invisible characters undone, nothing else. */
export function mapVisible(text: string): MappedText {
  return [JAMO_STEP, COMPATIBILITY_STEP, ...VISIBLE_STEPS].reduce(apply, MappedText.of(text));
}

/** For words: the form that `normalise` gives, in lower case. */
export function mapWords(text: string): MappedText {
  return toWords(mapVisible(text));
}

/** What `mapWords` gives, from what `mapVisible` gave. */
export function toWords(visible: MappedText): MappedText {
  return [...WORD_STEPS, LOWER_CASE_STEP].reduce(apply, visible);
}
