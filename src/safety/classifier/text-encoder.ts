import type { Side } from './heads.ts';

/** Token ids of a text, without specials; what `@huggingface/tokenizers` gives for our vocabulary. */
export type Tokenize = (text: string) => readonly number[];

const BOS_ID = 0;
const EOS_ID = 2;
const PREFIX: Readonly<Record<Side, string>> = { prompt: 'query:', response: 'passage:' };
const SYLLABLE = /[\uac00-\ud7a3]/gu;

/** Turns normalised text into the model's input, exactly as `vocabulary.py` does for training. */
export class TextEncoder {
  readonly #tokenize: Tokenize;
  readonly #pieces: ReadonlySet<string>;
  readonly #prefixes: Readonly<Record<Side, readonly number[]>>;

  /** @param pieces the vocabulary, to know which syllables it lacks */
  constructor(tokenize: Tokenize, pieces: ReadonlySet<string>) {
    this.#tokenize = tokenize;
    this.#pieces = pieces;
    this.#prefixes = { prompt: tokenize(PREFIX.prompt), response: tokenize(PREFIX.response) };
  }

  /** Tokens that `frame` puts around the content. */
  frameTokens(side: Side): number {
    return this.#prefixes[side].length + 2;
  }

  /** Content tokens. Hangul syllables that the vocabulary lacks are taken apart into jamo, which it has. */
  encode(normalised: string): readonly number[] {
    if (normalised === '') return [];
    const spelled = normalised.replace(SYLLABLE, (syllable) =>
      this.#pieces.has(syllable) ? syllable : syllable.normalize('NFD'),
    );
    return this.#tokenize(spelled);
  }

  /** `<s> query: … </s>` for the person, `passage:` for the assistant. */
  frame(ids: readonly number[], side: Side): readonly number[] {
    return [BOS_ID, ...this.#prefixes[side], ...ids, EOS_ID];
  }
}
