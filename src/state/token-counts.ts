import { estimateTokens } from '../domain/context-use.ts';

/** Texts whose counts are remembered: a long conversation and what is typed below it. */
const REMEMBERED = 2_000;

/** How many tokens texts have, asked of the loaded model once for each text. */
export class TokenCounts {
  readonly #count: (texts: readonly string[]) => Promise<readonly number[] | null>;
  readonly #known = new Map<string, number>();

  constructor(count: (texts: readonly string[]) => Promise<readonly number[] | null>) {
    this.#count = count;
  }

  /** Tokens of each text; an estimate where no model can be asked. */
  async of(texts: readonly string[]): Promise<readonly number[]> {
    const unknown = [...new Set(texts)].filter((text) => !this.#known.has(text));
    const counted = unknown.length > 0 ? await this.#count(unknown) : [];
    unknown.forEach((text, at) => {
      const count = counted?.[at];
      if (count !== undefined) this.#remember(text, count);
    });
    return texts.map((text) => this.#known.get(text) ?? estimateTokens(text));
  }

  /** Another model has another tokenizer. */
  forget(): void {
    this.#known.clear();
  }

  #remember(text: string, count: number): void {
    const oldest = this.#known.keys().next().value;
    if (this.#known.size >= REMEMBERED && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(text, count);
  }
}
